"""Land claimed twice: held for one project and locked for another, or locked though it cannot be given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from geo.model import Alias, Claim, ClaimConflict, Project
from geo.projects.names import by_any_name, plain, same_groups
from geo.units import mu_from_m2


def double_claims(
    table: pd.DataFrame, held: Mapping[str, str], projects: Sequence[Project], aliases: Sequence[Alias] = ()
) -> tuple[ClaimConflict, ...]:
    """Parcels that two projects claim, in table order; then locks on land that is supplied or does not exist.

    A hold names its project by id, name or alias; projects confirmed to be one claim once.

    Examples:
        >>> land = pd.DataFrame({"area_m2": [6000.0], "status": ["net"]}, index=["A1"])
        >>> two = [Project("P1", "甲", "", "signed", locked=("A1",)), Project("P2", "乙", "", "signed")]
        >>> [one.text for one in double_claims(land, {"A1": "乙"}, two)]
        ['地块 A1 被 2 个项目占用: 乙 (预留)、甲 (锁定)']
    """
    root = {id_: group[0] for group in same_groups(projects, aliases) for id_ in group}
    whose = by_any_name(projects)
    claims: dict[str, list[Claim]] = {}
    for parcel_id, asked in held.items():
        one = whose.get(plain(asked))
        claim = Claim("hold", one.id, one.name) if one else Claim("hold", asked, asked)
        claims.setdefault(parcel_id, []).append(claim)
    for project in projects:
        for parcel_id in dict.fromkeys(project.locked):
            claims.setdefault(parcel_id, []).append(Claim("locked", project.id, project.name))
    known = [str(id_) for id_ in table.index if id_ in claims]
    told = [_conflict(id_, table, claims[id_], root) for id_ in known]
    unknown = sorted(set(claims) - set(known))
    return (*(one for one in told if one), *(_missing(id_, claims[id_]) for id_ in unknown))


def _conflict(
    parcel_id: str, table: pd.DataFrame, claims: Sequence[Claim], root: Mapping[str, str]
) -> ClaimConflict | None:
    area_mu = mu_from_m2(float(table["area_m2"].to_numpy()[table.index.get_loc(parcel_id)]))
    owners = dict.fromkeys(root.get(one.project, one.project) for one in claims)
    listed = "、".join(f"{one.name} ({'预留' if one.kind == 'hold' else '锁定'})" for one in claims)
    listed_en = ", ".join(f"{one.name} ({'held' if one.kind == 'hold' else 'locked'})" for one in claims)
    if len(owners) > 1:
        zh = f"地块 {parcel_id} 被 {len(owners)} 个项目占用: {listed}"
        en = f"parcel {parcel_id} is claimed by {len(owners)} projects: {listed_en}"
        return ClaimConflict(parcel_id, area_mu, tuple(claims), zh, en)
    if str(table["status"].to_numpy()[table.index.get_loc(parcel_id)]) == "supplied" and any(
        one.kind == "locked" for one in claims
    ):
        zh = f"地块 {parcel_id} 已供地, 不能再锁定: {listed}"
        en = f"parcel {parcel_id} is already supplied, it cannot be locked: {listed_en}"
        return ClaimConflict(parcel_id, area_mu, tuple(claims), zh, en)
    return None


def _missing(parcel_id: str, claims: Sequence[Claim]) -> ClaimConflict:
    names = "、".join(dict.fromkeys(one.name for one in claims))
    zh = f"{names} 占用的地块 {parcel_id} 不在本版土地库"
    en = f"parcel {parcel_id}, claimed by {names}, is not in this version of the land bank"
    return ClaimConflict(parcel_id, None, tuple(claims), zh, en)
