"""Whom a name means when a project goes by several: certain, or candidates that somebody confirms."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from geo.model import Alias, NameCandidate, NameMatch, Project

Pair = tuple[str, str]


def confirmed(
    aliases: Iterable[Alias], same: Iterable[Pair] = (), apart: Iterable[Pair] = ()
) -> tuple[Alias, ...]:
    """The aliases with what somebody decided: pairs that are one project, pairs that are two.

    A decided pair that was no suspicion before is added. The last word about a pair counts.

    Examples:
        >>> told = confirmed([Alias("甲", "乙")], same=[("乙", "甲"), ("乙", "丙")])
        >>> [(one.name, one.other_name, one.confirmed) for one in told]
        [('甲', '乙', True), ('乙', '丙', True)]
    """
    decided = dict.fromkeys(map(_key, same), True) | dict.fromkeys(map(_key, apart), False)
    wording = {_key(pair): pair for pair in (*same, *apart)}
    told = [replace(one, confirmed=decided.get(_key_of(one), one.confirmed)) for one in aliases]
    known = {_key_of(one) for one in told}
    added = [Alias(*wording[key], confirmed=word) for key, word in decided.items() if key not in known]
    return (*told, *added)


def same_groups(projects: Sequence[Project], aliases: Iterable[Alias]) -> tuple[tuple[str, ...], ...]:
    """Ids of projects that are confirmed to be one, in table order; groups of two and more."""
    ties = [one for one in aliases if one.confirmed]
    group: dict[str, list[str]] = {}
    for project in projects:
        reached = sorted(_reached(map(plain, _names(project)), projects, ties))
        group.setdefault(reached[0], []).append(project.id)
    return tuple(tuple(listed) for listed in group.values() if len(listed) > 1)


def resolve(asked: str, projects: Sequence[Project], aliases: Sequence[Alias]) -> NameMatch:
    """Whom a name means.

    It is certain when one project (or several confirmed to be one) goes by exactly this id or name and
    no undecided suspicion ties it to another; dots, quotes, brackets, spaces and width do not count.
    Otherwise everybody who may be meant is named: those of that name, those suspected to be the same,
    and those whose name contains it.

    Examples:
        >>> park = [Project("P1", "联东U谷", "", "plan"), Project("P2", "联东U谷·科技总部港", "", "plan")]
        >>> match = resolve("联东 U谷", park, [Alias("联东U谷", "联东U谷·科技总部港")])
        >>> match.is_certain, [one.id for one in match.candidates]
        (False, ['P1', 'P2'])
        >>> resolve("联东U谷", park, confirmed([], apart=[("联东U谷", "联东U谷·科技总部港")])).project
        'P1'
    """
    by_id = {project.id: project for project in projects}
    wanted = plain(asked)
    exact = [one.id for one in projects if wanted and wanted in {plain(one.id), *map(plain, _names(one))}]
    suspects = _suspects(exact, projects, aliases)
    same = {id_: group[0] for group in same_groups(projects, aliases) for id_ in group}
    if len({same.get(id_, id_) for id_ in exact}) == 1 and not suspects:
        return _sure(asked, by_id[exact[0]])
    partial = [one.id for one in projects if wanted and any(wanted in plain(name) for name in _names(one))]
    found = [id_ for id_ in by_id if id_ in {*exact, *suspects, *partial}]
    return _unsure(asked, [_candidate(by_id[id_], exact, suspects) for id_ in found])


def by_any_name(projects: Iterable[Project]) -> Mapping[str, Project]:
    """Projects by everything they go by, made ``plain``: what a hold says leads to whose it is.

    An id counts before a name and a name before an alias; of equals, the first of the table.

    >>> two = [Project("P1", "甲", "", "signed", aliases=("老甲", "乙")), Project("P2", "乙", "", "signed")]
    >>> {name: one.id for name, one in by_any_name(two).items()}
    {'p1': 'P1', 'p2': 'P2', '甲': 'P1', '乙': 'P2', '老甲': 'P1'}
    """
    listed = tuple(projects)
    whose: dict[str, Project] = {}
    for names in (lambda one: (one.id,), lambda one: (one.name,), lambda one: one.aliases):
        for one in listed:
            for name in names(one):
                whose.setdefault(plain(name), one)
    return whose


def plain(name: str) -> str:
    """A name without what writers vary: width, case, dots, quotes, brackets, spaces.

    >>> plain("联东 Ｕ谷·科技总部港") == plain("联东u谷科技总部港")
    True
    """
    wide = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in wide if sign.isalnum())


def _names(project: Project) -> tuple[str, ...]:
    return (project.name, *project.aliases)


def _reached(
    start: Iterable[str], projects: Sequence[Project], ties: Sequence[Alias]
) -> dict[str, Alias | None]:
    """Plain names reached from some, tie by tie, each with the tie that led there.

    A tie may lead over a name that is no project of the table; names of one project belong together.
    """
    reached: dict[str, Alias | None] = dict.fromkeys(start)
    together = [set(map(plain, _names(one))) for one in projects]
    queue = list(reached)
    for name in queue:
        beyond = {other: None for names in together if name in names for other in sorted(names)}
        told = {**beyond, **{other: tie for tie in ties for other in _other_end(tie, name)}}
        for other, tie in told.items():
            if other not in reached:
                reached[other] = tie or reached[name]
                queue.append(other)
    return reached


def _other_end(tie: Alias, name: str) -> tuple[str, ...]:
    one, other = plain(tie.name), plain(tie.other_name)
    return (other,) if name == one else (one,) if name == other else ()


def _suspects(
    exact: Sequence[str], projects: Sequence[Project], aliases: Iterable[Alias]
) -> dict[str, Alias]:
    """Projects tied to some by a suspicion that nobody decided, each with the alias that says so."""
    names = [plain(name) for one in projects if one.id in exact for name in _names(one)]
    ties = [one for one in aliases if one.confirmed is not False]
    reached = _reached(names, projects, ties)
    sure = _reached(names, projects, [one for one in ties if one.confirmed])
    return {
        one.id: tie
        for one in projects
        if one.id not in exact and not any(plain(name) in sure for name in _names(one))
        for tie in [next((reached[plain(name)] for name in _names(one) if plain(name) in reached), None)]
        if tie is not None
    }


def _candidate(project: Project, exact: Sequence[str], suspects: dict[str, Alias]) -> NameCandidate:
    if project.id in exact:
        return NameCandidate(project.id, project.name, "名称一致", "of that name", project.source)
    if project.id in suspects:
        alias = suspects[project.id]
        why, why_en = (
            f"疑似与“{alias.name}”或“{alias.other_name}”同一",
            f"may be “{alias.name}” or “{alias.other_name}”",
        )
        note = f": {alias.note}" if alias.note else ""
        return NameCandidate(project.id, project.name, why, f"{why_en}{note}", alias.source)
    return NameCandidate(project.id, project.name, "名称含有所问", "its name contains it", project.source)


def _sure(asked: str, project: Project) -> NameMatch:
    told = NameCandidate(project.id, project.name, "名称一致", "of that name", project.source)
    zh, en = f"“{asked}”即 {project.name}", f"“{asked}” is {project.name}"
    return NameMatch(asked, project.id, is_certain=True, candidates=(told,), text=zh, text_en=en)


def _unsure(asked: str, candidates: Sequence[NameCandidate]) -> NameMatch:
    names = "、".join(one.name for one in candidates)
    zh = f"“{asked}”可能是 {len(candidates)} 个名称: {names}; 是否同一项目尚未确认"
    en = f"“{asked}” may mean {len(candidates)} names: {names}; whether they are one is not confirmed"
    if not candidates:
        zh, en = f"没有项目叫“{asked}”", f"no project is called “{asked}”"
    return NameMatch(asked, "", is_certain=False, candidates=tuple(candidates), text=zh, text_en=en)


def _key(pair: Pair) -> frozenset[str]:
    return frozenset(map(plain, pair))


def _key_of(alias: Alias) -> frozenset[str]:
    return _key((alias.name, alias.other_name))
