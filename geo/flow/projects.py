"""Projects of a plan or a file: read, told apart by name, and asked what land they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from geo import projects as room
from geo.errors import BadProjects, NotFound
from geo.model import SAME_PROJECT, Alias, Brief, Decision, NameMatch, Plan, Project, ProjectTable
from geo.read import projects as reading
from geo.store.base import Store


def project_table(plan: Plan, path: Path | None = None) -> ProjectTable:
    """The projects of a file, else of the plan's own table; none where the plan brings no table.

    Raises:
        UnreadableFile: the file cannot be read as a table of projects.
    """
    file = path or reading.table_in(Path(plan.root))
    return room.projects(reading.rows(file), plan) if file else ProjectTable(())


def sound_projects(table: ProjectTable) -> tuple[Project, ...]:
    """The projects of a table without a fault.

    Raises:
        BadProjects: some row has a fault; names the first of them.
    """
    if table.faults:
        raise BadProjects(len(table.faults), [(one.text, one.text_en) for one in table.faults])
    return table.projects


def aliases(store: Store, plan: Plan) -> tuple[Alias, ...]:
    """Names that may mean one project, with what was decided about them."""
    said = [one for one in store.decisions(plan.id) if one.rule == SAME_PROJECT]
    pairs = [(one.act, _pair(one.parcel_id)) for one in said]
    same = [pair for act, pair in pairs if act == "accept"]
    return room.confirmed(
        reading.aliases(Path(plan.root)), same, [pair for act, pair in pairs if act == "reject"]
    )


def confirm_same(
    store: Store, plan: Plan, pair: tuple[str, str], *, same: bool, who: str, note: str = ""
) -> Decision:
    """Keep somebody's word that two names are one project, or two."""
    ordered = "=".join(sorted(pair))
    said = Decision(SAME_PROJECT, "accept" if same else "reject", ordered, who, "", note)
    return store.decide(plan.id, said)


def whom(store: Store, plan: Plan, asked: str, projects: Sequence[Project] | None = None) -> NameMatch:
    """Whom a name means among some projects, the plan's own unless given."""
    known = project_table(plan).projects if projects is None else projects
    return room.resolve(asked, known, aliases(store, plan))


def project_by_id(projects: Iterable[Project], id_: str) -> Project:
    """A project by its id.

    Raises:
        NotFound: no project has it.
    """
    for project in projects:
        if project.id == id_:
            return project
    raise NotFound("项目", "project", id_)


def brief_of(project: Project, plan: Plan) -> Brief:
    """What a project asks of the land.

    Raises:
        BadBrief: it names no industry.
    """
    return room.brief_of(project, plan)


def _pair(text: str) -> tuple[str, str]:
    one, _, other = text.partition("=")
    return one, other
