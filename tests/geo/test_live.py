"""Lookups by place stay equal to asking every parcel in turn, whatever was edited before."""

from __future__ import annotations

import math
from threading import Event, Thread

import pytest
import shapely
from geopandas import GeoSeries
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from shapely.geometry import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.errors import NotFound
from geo.live import LiveIndex, Near

SIDE = 12  # of the world [m]: whole metres, so that edges meet and distances tie
places = st.tuples(st.integers(-2, SIDE + 2), st.integers(-2, SIDE + 2))
sizes = st.integers(1, 5)


def boxes() -> st.SearchStrategy[BaseGeometry]:
    return st.builds(lambda at, w, h: box(*at, at[0] + w, at[1] + h), places, sizes, sizes)


def triangles() -> st.SearchStrategy[BaseGeometry]:
    return st.builds(
        lambda at, w, h: Polygon([at, (at[0] + w, at[1]), (at[0], at[1] + h)]), places, sizes, sizes
    )


shapes = st.one_of(boxes(), triangles())


def at(world: dict[str, BaseGeometry], x: float, y: float) -> tuple[str, ...]:
    return tuple(sorted(id_ for id_, shape in world.items() if shape.intersects(Point(x, y))))


def within(world: dict[str, BaseGeometry], area: BaseGeometry) -> tuple[str, ...]:
    return tuple(sorted(id_ for id_, shape in world.items() if area.covers(shape)))


def touching(world: dict[str, BaseGeometry], area: BaseGeometry) -> tuple[str, ...]:
    return tuple(sorted(id_ for id_, shape in world.items() if area.intersects(shape)))


def nearest(world: dict[str, BaseGeometry], x: float, y: float, k: int) -> tuple[Near, ...]:
    far = sorted((shape.distance(Point(x, y)), id_) for id_, shape in world.items())
    return tuple(Near(id_, metres) for metres, id_ in far[:k])


@settings(max_examples=40, stateful_step_count=25, suppress_health_check=[HealthCheck.too_slow])
class Edits(RuleBasedStateMachine):
    """Random edits of a small world; a dictionary of shapes is the truth."""

    @initialize(first=st.lists(shapes, max_size=8), pack_after=st.sampled_from([None, 0, 3, 7]))
    def begin(self, first: list[BaseGeometry], pack_after: int | None) -> None:
        self.world = {f"p{nth}": shape for nth, shape in enumerate(first)}
        self.made = len(first)
        self.live = LiveIndex(self.world, pack_after=pack_after)

    def _new(self) -> str:
        self.made += 1
        # ids fall before, between and after those that are there
        return f"{'amz'[self.made % 3]}{self.made}"

    @rule(shape=shapes)
    def put_in(self, shape: BaseGeometry) -> None:
        id_ = self._new()
        self.live.replace([], {id_: shape})
        self.world[id_] = shape

    @precondition(lambda self: self.world)
    @rule(data=st.data())
    def take_out(self, data: st.DataObject) -> None:
        gone = data.draw(st.lists(st.sampled_from(sorted(self.world)), min_size=1, max_size=3))
        self.live.replace(gone, {})
        for id_ in set(gone):
            del self.world[id_]

    @precondition(lambda self: self.world)
    @rule(data=st.data(), shape=shapes)
    def redraw(self, data: st.DataObject, shape: BaseGeometry) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.world)))
        self.live.replace([], {id_: shape})
        self.world[id_] = shape

    @precondition(lambda self: self.world)
    @rule(data=st.data())
    def split(self, data: st.DataObject) -> None:
        parent = data.draw(st.sampled_from(sorted(self.world)))
        west, south, east, north = self.world[parent].bounds
        middle = (west + east) / 2
        halves = {
            self._new(): box(west, south, middle, north),
            self._new(): box(middle, south, east, north),
        }
        self.live.replace([parent], GeoSeries(halves))
        del self.world[parent]
        self.world |= halves

    @precondition(lambda self: len(self.world) > 1)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        pair = data.draw(st.lists(st.sampled_from(sorted(self.world)), min_size=2, max_size=2, unique=True))
        whole = shapely.union_all([self.world[id_] for id_ in pair])
        # the child may keep the name of a parent
        id_ = data.draw(st.sampled_from([pair[0], self._new()]))
        self.live.replace(pair, {id_: whole})
        for parent in pair:
            del self.world[parent]
        self.world[id_] = whole

    @rule(place=places)
    def asked_what_is_here(self, place: tuple[int, int]) -> None:
        assert self.live.at(*place) == at(self.world, *place)

    @rule(area=shapes)
    def asked_what_lies_within(self, area: BaseGeometry) -> None:
        assert self.live.within(area) == within(self.world, area)
        assert self.live.touching(area) == touching(self.world, area)

    @rule(place=places, k=st.integers(1, 12))
    def asked_what_is_nearest(self, place: tuple[int, int], k: int) -> None:
        assert self.live.nearest(*place, k) == nearest(self.world, *place, k)

    @invariant()
    def equals_one_built_anew(self) -> None:
        whole, anew = box(-9, -9, 99, 99), LiveIndex(self.world)
        assert len(self.live) == len(self.world)
        assert self.live.within(whole) == anew.within(whole) == tuple(sorted(self.world))
        assert self.live.nearest(3.5, 3.5, 4) == anew.nearest(3.5, 3.5, 4)
        assert all(id_ in self.live for id_ in self.world)


TestEdits = Edits.TestCase


def test_an_id_that_is_not_there_stops_the_whole_edit():
    live = LiveIndex({"a": box(0, 0, 1, 1)})

    with pytest.raises(NotFound):
        live.replace(["a", "b"], {"c": box(5, 5, 6, 6)})

    assert live.within(box(-9, -9, 9, 9)) == ("a",)


def test_an_empty_bank_has_nothing_anywhere():
    live = LiveIndex({})

    assert (live.at(0, 0), live.within(box(0, 0, 1, 1)), live.nearest(0, 0, 3), len(live)) == ((), (), (), 0)


def test_the_first_parcel_of_an_empty_bank_is_found():
    live = LiveIndex({})

    live.replace([], {"a": box(100, 100, 110, 110)})

    assert live.nearest(0, 105) == (Near("a", 100.0),)


def test_equally_far_parcels_come_by_id_and_more_than_there_are_is_all_of_them():
    live = LiveIndex({name: box(x, 0, x + 1, 1) for name, x in (("c", -3), ("b", 2), ("a", 9))})

    assert [one.parcel_id for one in live.nearest(0, 0.5, 99)] == ["b", "c", "a"]


def test_a_hole_and_the_parts_of_a_parcel_are_looked_at():
    ring = box(0, 0, 9, 9).difference(box(3, 3, 6, 6))
    live = LiveIndex({"ring": ring, "two": shapely.union_all([box(20, 0, 21, 1), box(24, 0, 25, 1)])})

    assert (live.at(4, 4), live.at(1, 4), live.at(22, 0.5)) == ((), ("ring",), ())


@pytest.mark.parametrize("x", [math.nan, math.inf, -1e300])
def test_what_is_no_place_has_nothing_near(x: float):
    live = LiveIndex({"a": box(0, 0, 1, 1)})

    assert (live.nearest(x, 0), live.at(x, 0)) == ((), ())


def test_who_looks_while_others_edit_sees_the_parent_or_its_children():
    live = LiveIndex({"a": box(0, 0, 2, 2)}, pack_after=10)
    halves = {"a-1": box(0, 0, 1, 2), "a-2": box(1, 0, 2, 2)}
    seen, ended = set(), Event()

    def edit() -> None:
        while not ended.is_set():
            live.replace(["a"], halves)
            live.replace(list(halves), {"a": box(0, 0, 2, 2)})

    editor = Thread(target=edit)
    editor.start()
    try:
        for _ in range(2000):
            seen.add(live.within(box(0, 0, 2, 2)))
    finally:
        ended.set()
        editor.join()

    assert seen
    assert seen <= {("a",), ("a-1", "a-2")}
