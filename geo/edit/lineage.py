"""Which parcels came from which: the bank's lineage walked back to ancestors and on to descendants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.errors import NotFound
from geo.model import Descent, Version, VersionKind

Steps = Mapping[int, Sequence[Descent]]


@dataclass(frozen=True, slots=True)
class Kin:
    """A parcel of another time that shares land with the one asked about.

    ``version`` and ``kind``: the edit between the two. ``share``: of an ancestor, how much of the land of
    the parcel asked about was the ancestor's; of a descendant, how much of the descendant's land was
    the parcel's. Over several edits shares multiply, and over several ways they add up.
    """

    version: int
    kind: VersionKind
    parcel_id: str
    share: float
    is_last: bool  # nothing came before it, or it is there still


@dataclass(frozen=True, slots=True)
class Family:
    """Where a parcel came from and what became of it; ``version`` is the newest that has it."""

    parcel_id: str
    version: int
    ancestors: tuple[Kin, ...]  # newest edit first
    descendants: tuple[Kin, ...]  # oldest edit first


def family(parcel_id: str, versions: Iterable[Version], rows: Iterable[Descent], *, there: bool) -> Family:
    """Ancestors and descendants of a parcel.

    Args:
        parcel_id: One that is there, or was before an edit.
        versions: Every version of the bank.
        rows: Its whole lineage.
        there: Whether the current version has the parcel.

    Raises:
        NotFound: the parcel neither is there nor appears in the lineage.
    """
    known = {version.number: version for version in versions}
    steps: dict[int, list[Descent]] = defaultdict(list)
    for row in rows:
        steps[row.version].append(row)
    way = _way(max(known, default=0), known)
    ended = next((n for n in reversed(way) if _ends(parcel_id, steps.get(n, ()))), None)
    if there:
        return Family(parcel_id, way[-1], _back(parcel_id, way, steps), ())
    if ended is None:
        raise NotFound("地块", "parcel", parcel_id)
    before = [number for number in way if number < ended]
    after = [number for number in way if number >= ended]
    last = before[-1] if before else 0
    return Family(parcel_id, last, _back(parcel_id, before, steps), _on(parcel_id, after, steps))


def _way(number: int, known: Mapping[int, Version]) -> list[int]:
    """The versions that led to one, oldest first: a rollback leads on from the state it restored."""
    way = []
    while number in known:
        version = known[number]
        if version.kind == "rollback" and 0 < version.base < number:
            number = version.base
        else:
            way.append(number)
            number -= 1
    return way[::-1]


def _ends(parcel_id: str, steps: Sequence[Descent]) -> bool:
    """Whether an edit left no parcel of this id."""
    mine = [row for row in steps if row.parent == parcel_id]
    return bool(mine) and all(row.child != parcel_id for row in steps)


def _back(parcel_id: str, way: Sequence[int], steps: Steps) -> tuple[Kin, ...]:
    now, found = {parcel_id: 1.0}, []
    for number in reversed(way):
        rows = [row for row in steps.get(number, ()) if row.child in now]
        if not rows:
            continue
        # children give way to their parents, each with its share
        shares: dict[str, float] = defaultdict(float)
        for row in rows:
            shares[row.parent] += now[row.child] * row.share
        now = {one: share for one, share in now.items() if one not in {row.child for row in rows}}
        for parent, share in sorted(shares.items()):
            now[parent] = now.get(parent, 0.0) + share
            found.append(Kin(number, rows[0].kind, parent, now[parent], is_last=False))
    return _with_last(found, now)


def _on(parcel_id: str, way: Sequence[int], steps: Steps) -> tuple[Kin, ...]:
    now, found = {parcel_id: 1.0}, []
    for number in way:
        rows = [row for row in steps.get(number, ()) if row.parent in now]
        if not rows:
            continue
        shares: dict[str, float] = defaultdict(float)
        for row in rows:
            shares[row.child] += now[row.parent] * row.share
        now = {one: share for one, share in now.items() if one not in {row.parent for row in rows}}
        for child, share in sorted(shares.items()):
            now[child] = share
            found.append(Kin(number, rows[0].kind, child, share, is_last=False))
    return _with_last(found, now)


def _with_last(found: Sequence[Kin], now: Mapping[str, float]) -> tuple[Kin, ...]:
    """Marks the newest mention of every parcel that the walk ended with."""
    seen: set[str] = set()
    marked = []
    for kin in reversed(found):
        last = kin.parcel_id in now and kin.parcel_id not in seen
        seen.add(kin.parcel_id)
        marked.append(Kin(kin.version, kin.kind, kin.parcel_id, round(kin.share, 6), is_last=last))
    return tuple(reversed(marked))
