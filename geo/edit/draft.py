"""An order -> a draft: which parcels go, which shapes and attributes stand in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from geo.edit import check, cut, inherit
from geo.edit.bank import Alter, Bank, Merge, Order, Redraw, Split, Values
from geo.edit.inherit import Row
from geo.edit.join import joined
from geo.errors import (
    DrawnElsewhere,
    LineOrParts,
    LongId,
    Miscounted,
    NotCut,
    NothingStated,
    OneParcel,
    PartsMismatch,
    PartsOverlap,
)
from geo.model import VersionKind

# an id of many parents is better given than made
LONGEST_ID = 60
# what longitude and latitude of seven digits are off by: so near a boundary, that boundary is meant
DIGITS_M = 0.02
# one parcel is whole already, one piece is the parcel itself
LEAST = 2


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """New parcels by id, in place of their parents."""

    kind: VersionKind
    parents: Sequence[str]
    rows: Mapping[str, Row]
    shapes: Mapping[str, BaseGeometry]


def drafted(order: Order, bank: Bank) -> Draft:
    """What an order comes to.

    Raises:
        NotFound: a parcel is not there.
        HeldLand: its land is promised, and the order is not about attributes alone.
        BadInput: the order cannot be meant.
    """
    match order:
        case Split():
            return _split(order, bank)
        case Merge():
            return _merge(order, bank)
        case Redraw():
            return _redraw(order, bank)
        case Alter():
            return _alter(order, bank)


def _split(order: Split, bank: Bank) -> Draft:
    parent, shape = order.parcel_id, bank.shape(order.parcel_id)
    check.nobody_holds(bank, [parent])
    if (order.line is None) == (not order.parts) or (order.rest and not order.parts):
        raise LineOrParts
    pieces = _apart(order, bank, shape) if order.line is None else _along(parent, order.line, shape)
    if len(order.ids) not in {0, len(pieces)} or len(order.stated) > len(pieces):
        raise Miscounted(len(order.ids) or len(order.stated), len(pieces))
    said: Sequence[Values] = [*order.stated, *[{}] * (len(pieces) - len(order.stated))]
    ids = list(order.ids) or _numbered(parent, bank, len(pieces))
    inherited = inherit.row(bank.parcels, parent)
    rows = [
        inherit.stated(bank.parcels, inherit.of_part(inherited, nth), values)
        for nth, values in enumerate(said, start=1)
    ]
    check.ids_are_free(bank, ids, [parent])
    return Draft("split", [parent], dict(zip(ids, rows, strict=True)), dict(zip(ids, pieces, strict=True)))


def _along(parent: str, line: BaseGeometry, shape: BaseGeometry) -> list[BaseGeometry]:
    pieces = cut.by_line(shape, line)
    if len(pieces) <= shapely.get_num_geometries(shape):
        raise NotCut(parent)
    return pieces


def _apart(order: Split, bank: Bank, shape: BaseGeometry) -> list[BaseGeometry]:
    allowed = check.tolerance_m2(bank, shape)
    for nth, part in enumerate(order.parts):
        check.is_area(f"{order.parcel_id} #{nth + 1}", part)
        for other, second in enumerate(order.parts[:nth]):
            twice = part.intersection(second).area
            if twice > allowed:
                raise PartsOverlap(f"#{other + 1}", f"#{nth + 1}", twice, allowed)
    found = cut.by_parts(shape, order.parts)
    missing = float(found.rest.area)
    left_over = missing > allowed
    misplaced = any(piece.is_empty for piece in found.pieces)
    if found.beyond_m2 > allowed or misplaced or (left_over and not order.rest):
        raise PartsMismatch(order.parcel_id, missing, found.beyond_m2, allowed)
    pieces = [*found.pieces, found.rest] if left_over else list(cut.with_rest(found))
    if len(pieces) < LEAST:
        raise NotCut(order.parcel_id)
    return pieces


def _numbered(parent: str, bank: Bank, count: int) -> list[str]:
    """The parent's id with the next numbers that no parcel has or had."""
    ids: list[str] = []
    number = 0
    while len(ids) < count:
        number += 1
        one = f"{parent}-{number}"
        if not bank.has(one) and one not in bank.retired:
            ids.append(one)
    return ids


def _merge(order: Merge, bank: Bank) -> Draft:
    parents = sorted(dict.fromkeys(order.parcel_ids))
    if len(parents) < LEAST:
        raise OneParcel
    shapes = {parcel_id: bank.shape(parcel_id) for parcel_id in parents}
    check.nobody_holds(bank, parents)
    into = order.into or "+".join(parents)
    if not order.into and len(into) > LONGEST_ID:
        raise LongId(len(parents))
    check.ids_are_free(bank, [into], parents)
    whole = joined(shapes)
    row = inherit.of_whole(bank.parcels, parents, order.stated, order.like)
    return Draft("merge", parents, {into: row}, {into: whole})


def _redraw(order: Redraw, bank: Bank) -> Draft:
    ids, without = sorted(order.shapes), sorted(set(order.stated) - set(order.shapes))
    if not ids or without:
        raise NothingStated(without)
    before = {parcel_id: bank.shape(parcel_id) for parcel_id in ids}
    check.nobody_holds(bank, ids)
    rows, shapes = {}, {}
    for parcel_id in ids:
        check.is_area(parcel_id, order.shapes[parcel_id])
        if not before[parcel_id].intersection(order.shapes[parcel_id]).area:
            raise DrawnElsewhere(parcel_id)
        around = [bank.shape(one).boundary for one in bank.near(order.shapes[parcel_id].buffer(DIGITS_M))]
        shapes[parcel_id] = cut.onto(order.shapes[parcel_id], shapely.GeometryCollection(around), DIGITS_M)
        # a register's area speaks of the old shape
        row = inherit.row(bank.parcels, parcel_id) | {inherit.STATED_AREA: None}
        rows[parcel_id] = inherit.stated(bank.parcels, row, order.stated.get(parcel_id, {}))
    return Draft("redraw", ids, rows, shapes)


def _alter(order: Alter, bank: Bank) -> Draft:
    ids, empty = sorted(order.stated), sorted(id_ for id_, said in order.stated.items() if not said)
    if not ids or empty:
        raise NothingStated(empty)
    shapes = {parcel_id: bank.shape(parcel_id) for parcel_id in ids}
    rows = {
        parcel_id: inherit.stated(bank.parcels, inherit.row(bank.parcels, parcel_id), said)
        for parcel_id, said in sorted(order.stated.items())
    }
    return Draft("update", ids, rows, shapes)
