"""国土TXT: every way in which offices write it; what contradicts is named by its line, nothing made up."""

from __future__ import annotations

import functools
import re
import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import crs, validate, write
from geo.errors import BrokenLines, Inexpressible, OldDatum, SwappedAxes, UnknownCrs, UnreadableFile
from geo.read import How, read_layer, survey
from geo.read.refusal import Refusal
from geo.write import About, Style
from tests.geo.features.land import plan
from tests.shapes import parcels, square

DISTRICT = plan(boundary=shapely.box(455_000, 3_830_000, 475_000, 3_850_000))
ABOUT = About("试", "Test", 1, "2024-05-31T00:00:00Z", "", "0" * 64, "EPSG:4547", "", "")
HEAD = (
    "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n投影类型=高斯克吕格\n计量单位=米\n带号=38\n"
    "[地块坐标]\n"
)
# a square of 90 m: without its prefix, not closed
SQUARE = [(3_840_000, 465_000), (3_840_000, 465_090), (3_840_090, 465_090), (3_840_090, 465_000)]


def lines(corners: list[tuple[float, float]], ring: int = 1, east: float = 38e6, first: int = 1) -> str:
    return "".join(
        f"J{number},{ring},{x:.3f},{y + east:.3f}\n" for number, (x, y) in enumerate(corners, first)
    )


def block(points: str, *, name: str = "DK1,马寨一号,面,I49,工业用地,1001", area: str = "0.81") -> str:
    return f"{points.count(chr(10))},{area},{name},@\n{points}"


def moved(corners: list[tuple[float, float]], by: float, size: float = 1.0) -> list[tuple[float, float]]:
    x0, y0 = corners[0]
    return [(x0 + by + (x - x0) * size, y0 + by + (y - y0) * size) for x, y in corners]


def file(tmp_path: Path, text: str, encoding: str = "gbk") -> Path:
    path = tmp_path / "勘界.txt"
    path.write_bytes(text.encode(encoding))
    return path


def read_bytes(body: bytes, encoding: str, *, swapped: bool = False) -> gpd.GeoDataFrame:
    """As the worker reads it, without the process around it."""
    with tempfile.NamedTemporaryFile(suffix=".txt") as copy:
        copy.write(body)
        copy.flush()
        job = {"path": copy.name, "encoding": encoding, "swap_xy": swapped, "stem": "x"}
        table, meta = survey.table(job)
    columns = table.drop_columns([survey.GEOMETRY]).to_pandas()
    shapes = shapely.from_wkb(table.column(survey.GEOMETRY).to_numpy())
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=meta["crs"])


def read(text: str) -> gpd.GeoDataFrame:
    return read_bytes(text.encode("gbk"), "GB18030")


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_file_reads_in_the_encodings_of_offices(tmp_path: Path, encoding: str):
    raw = read_layer(file(tmp_path, HEAD + block(lines(SQUARE)), encoding), How())

    row = raw.frame.iloc[0]
    assert (row["编号"], row["名称"], row["土地用途"], row["地类编码"]) == (
        "DK1",
        "马寨一号",
        "工业用地",
        "1001",
    )
    assert (raw.provenance.driver, raw.provenance.crs, raw.provenance.crs_known_by) == (
        "TXT", "EPSG:4526", "file",
    )  # fmt: skip
    assert row.geometry.bounds == (38_465_000, 3_840_000, 38_465_090, 3_840_090)


@pytest.mark.parametrize(
    ("head", "east", "epsg"),
    [
        ("几度分带=3\n带号=38\n", 38e6, 4526),
        ("几度分带=3\n带号=38\n", 0, 4547),
        ("几度分带=3\n", 38e6, 4526),
        ("带号=38\n", 0, 4547),
        ("几度分带=6\n带号=19\n", 19e6, 4497),
        ("几度分带=6\n带号=19\n", 0, 4508),
        ("几度分带=6度\n带号=20\n", 20e6, 4498),
    ],
)
def test_zone_and_prefix_tell_the_system(head: str, east: float, epsg: int):
    text = f"[属性描述]\n坐标系=CGCS2000\n{head}[地块坐标]\n" + block(lines(SQUARE, east=east))

    frame = read(text)

    assert frame.crs.to_epsg() == epsg


def test_degrees_are_latitude_before_longitude():
    corners = [(34.70, 113.60), (34.70, 113.61), (34.71, 113.61)]
    text = "[属性描述]\n坐标系=2000国家大地坐标系\n计量单位=度\n[地块坐标]\n" + block(lines(corners, east=0))

    frame = read(text)

    assert frame.crs.to_epsg() == 4490
    assert frame.total_bounds.tolist() == [113.60, 34.70, 113.61, 34.71]


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("counted", [True, False])
def test_a_ring_may_repeat_its_first_point_and_count_it_or_not(*, closed: bool, counted: bool):
    text = HEAD + block(lines([*SQUARE, SQUARE[0]] if closed else SQUARE))
    text = text if counted else text.replace("5,0.81", "4,0.81")

    shape = read(text).geometry[0]

    assert (shape.area, len(shape.exterior.coords)) == (8100, 5)


def test_a_further_ring_is_a_hole_inside_and_a_part_outside():
    hole, apart = moved(SQUARE, 30, 1 / 3), moved(SQUARE, 200)
    text = HEAD + block(lines(SQUARE) + lines(hole, 2, first=5) + lines(apart, 3, first=9))

    shape = read(text).geometry[0]

    assert shape.geom_type == "MultiPolygon"
    assert [(round(part.area), len(part.interiors)) for part in shape.geoms] == [(7200, 1), (8100, 0)]


def test_an_island_in_a_hole_is_a_part():
    rings = [SQUARE, moved(SQUARE, 10, 7 / 9), moved(SQUARE, 30, 1 / 3)]
    text = HEAD + block("".join(lines(ring, at) for at, ring in enumerate(rings, 1)))

    shape = read(text).geometry[0]

    assert [(round(part.area), len(part.interiors)) for part in shape.geoms] == [(8100 - 4900, 1), (900, 0)]


def test_a_head_without_code_names_the_use():
    text = HEAD + block(lines(SQUARE), name="DK1,马寨一号,面,,工业用地")

    columns = read(text).columns

    assert "土地用途" in columns
    assert "地类编码" not in columns


def test_stated_and_computed_area_are_compared(tmp_path: Path):
    right = read_layer(file(tmp_path, HEAD + block(lines(SQUARE))), How())
    wrong = read_layer(file(tmp_path, HEAD + block(lines(SQUARE), area="0.9100")), How())

    assert "area_differs" not in validate.check(right, DISTRICT).report.counts
    assert validate.check(wrong, DISTRICT).report.counts["area_differs"] == 1


# every way to break a file of a square (its parcel in line 8, points in 9 to 12) -> line, rule
BROKEN = {
    "a letter in a number": (lambda t: t.replace("3840000.000,38465090", "38400OO.000,38465090"), 10, "line"),
    "a point lost": (lambda t: t.replace("J3,1,3840090.000,38465090.000\n", ""), 8, "count"),
    "a point twice": (lambda t: t.replace("J2,1", "J2,1,3840000.000,38465090.000\nJ2,1"), 8, "count"),
    "a field lost": (lambda t: t.replace("面,I49,", ""), 8, "fields"),
    "a comma too many": (lambda t: t.replace("马寨一号", "马寨,一号,二号"), 8, "fields"),
    "the sign of a parcel lost": (lambda t: t.replace(",@", ","), 8, "line"),
    "a line and not a face": (lambda t: t.replace(",面,", ",线,"), 8, "kind"),
    "a count that is none": (lambda t: t.replace("4,0.81", "四,0.81"), 8, "number"),
    "an area that is none": (lambda t: t.replace("4,0.81", "4,0.8.1"), 8, "number"),
    "a section broken": (lambda t: t.replace("[地块坐标]", "地块坐标]"), 7, "attribute"),
    "a section unknown": (lambda t: t.replace("[地块坐标]", "[地块坐柱]"), 7, "section"),
    "a zone that differs": (
        lambda t: t.replace("3840000.000,38465090", "3840000.000,39465090"), 10, "prefix_differs",
    ),
    "a head of another zone": (lambda t: t.replace("带号=38", "带号=39"), 6, "zone"),
    "a zone of the other kind": (lambda t: t.replace("几度分带=3", "几度分带=6"), 3, "zone"),
    "a unit unknown": (lambda t: t.replace("计量单位=米", "计量单位=尺"), 5, "unit"),
    "a point turned round": (
        lambda t: t.replace("3840000.000,38465090.000", "38465090.000,3840000.000"), 10, "swapped_here",
    ),
    "a northing beyond the pole": (lambda t: t.replace("J2,1,3840000", "J2,1,38400000"), 10, "range"),
    "a ring left and taken up": (lambda t: t.replace("J2,1", "J2,2"), 11, "ring_returns"),
    "a ring of two": (lambda t: t.replace("J3,1", "J3,2").replace("J4,1", "J4,2"), 9, "ring_short"),
    "a ring closed early": (
        lambda t: t.replace("3840090.000,38465090.000", "3840000.000,38465000.000"), 12, "ring_closed_early",
    ),
    "a control character": (lambda t: t.replace("J3,1", "J3\x07,1"), 11, "control"),
    "a parcel without points": (lambda t: t + "4,0.1,DK2,甲,面,,,1001,@\n", 13, "empty_block"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_contradicts_is_named_by_its_line(name: str):
    break_it, line, rule = BROKEN[name]

    with pytest.raises(Refusal) as refusal:
        read(break_it(HEAD + block(lines(SQUARE))))

    told = BrokenLines("勘界.txt", refusal.value.facts[0])
    assert (line, rule) in {flaw[:2] for flaw in told.flaws}
    assert f"第 {line} 行" in told.zh
    assert f"line {line} " in told.en


def test_bytes_that_are_no_text_are_named_by_their_line(tmp_path: Path):
    path = file(tmp_path, HEAD + block(lines(SQUARE)))
    path.write_bytes(path.read_bytes().replace("马寨".encode("gbk"), b"\xff\xff\xfe"))

    with pytest.raises(BrokenLines, match="第 8 行"):
        read_layer(path, How())


def test_points_before_any_parcel_are_named(tmp_path: Path):
    with pytest.raises(BrokenLines, match="第 8 行"):
        read_layer(file(tmp_path, HEAD + lines(SQUARE)), How())


def test_x_and_y_that_changed_places_are_named_and_turned_only_when_asked(tmp_path: Path):
    turned = [(y + 38e6, x - 38e6) for x, y in SQUARE]
    path = file(tmp_path, HEAD + block(lines(turned)))

    with pytest.raises(SwappedAxes, match="--swap-xy"):
        read_layer(path, How())
    raw = read_layer(path, How(swap_xy=True))

    assert raw.frame.total_bounds.tolist() == [38_465_000, 3_840_000, 38_465_090, 3_840_090]
    assert raw.provenance.crs == "EPSG:4526"


def test_a_file_that_names_no_system_is_asked_for_it_with_what_fits(tmp_path: Path):
    text = "[地块坐标]\n" + block(lines(SQUARE, east=0))

    with pytest.raises(UnknownCrs, match="--crs EPSG:4547"):
        read_layer(file(tmp_path, text), How(), DISTRICT)


@pytest.mark.parametrize(
    "name", ["1980西安坐标系", "80国家大地坐标系", "西安80", "1954年北京坐标系", "北京54"]
)
def test_the_old_datums_are_refused(name: str):
    frame_of = functools.partial(read, HEAD.replace("2000国家大地坐标系", name) + block(lines(SQUARE)))

    with pytest.raises(OldDatum):
        crs.parse(frame_of().crs)


def test_an_empty_exchange_file_says_so(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="没有数据行"):
        read_layer(file(tmp_path, HEAD), How())


# ---- write, read, equal ------------------------------------------------------------------------------------

IDS = st.text(
    st.characters(codec="utf-8", exclude_characters=",@", exclude_categories=("C", "Z")), min_size=1
)
ZONE_OF = {zone: f"EPSG:{4534 + zone - 25}" for zone in range(25, 46)}


@st.composite
def star(draw: st.DrawFn) -> shapely.Polygon:
    """A polygon around a middle that can be seen from it, corners on whole millimetres, maybe with a hole."""
    radii = np.array(draw(st.lists(st.integers(20_000, 200_000), min_size=3, max_size=9)))
    middle = np.array(
        [draw(st.integers(400_000_000, 600_000_000)), draw(st.integers(2_000_000_000, 5_000_000_000))]
    )
    angles = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    way = np.column_stack([np.cos(angles), np.sin(angles)])
    rings = [np.round(way * radii[:, None]) + middle]
    if draw(st.booleans()):
        rings.append(np.round(way[::-1] * radii.min() * 0.3) + middle)
    return shapely.Polygon(rings[0] / 1000, [ring / 1000 for ring in rings[1:]])


@st.composite
def land(draw: st.DrawFn) -> gpd.GeoDataFrame:
    """Some parcels in a zone, of one part or two."""
    ids = draw(st.lists(IDS, min_size=1, max_size=4, unique=True))
    shapes = [draw(star()) for _ in ids]
    two = shapely.MultiPolygon([shapes[0], shapely.transform(shapes[0], lambda at: at + 1000)])
    shapes[0] = two if draw(st.booleans()) else shapes[0]
    names = draw(st.lists(st.text(max_size=9), min_size=len(ids), max_size=len(ids)))
    frame = gpd.GeoDataFrame(
        {"name": names, "use_code": "1001"}, geometry=shapes, crs=ZONE_OF[draw(st.integers(25, 45))]
    )
    return frame.set_axis(gpd.pd.Index(ids, name="parcel_id"))


styles = st.builds(
    Style,
    unit=st.just("米"),
    prefix=st.booleans(),
    closing=st.booleans(),
    encoding=st.sampled_from(["GB18030", "UTF-8", "UTF-8-sig"]),
)


@given(land(), styles)
@settings(max_examples=40)
def test_what_is_written_reads_back_equal(frame: gpd.GeoDataFrame, style: Style):
    back = read_bytes(write.txt(frame, ABOUT, style), style.encoding)

    shapes = back.to_crs(frame.crs).geometry.values
    assert back["编号"].tolist() == frame.index.tolist()
    assert [one.area for one in shapes] == pytest.approx([one.area for one in frame.geometry], rel=1e-9)
    assert (shapely.hausdorff_distance(shapes, frame.geometry.values) < 0.001).all()


@given(land())
@settings(max_examples=20)
def test_degrees_read_back_to_a_millimetre(frame: gpd.GeoDataFrame):
    back = read_bytes(write.txt(frame, ABOUT, Style(unit="度")), "GB18030")

    assert back.crs == "EPSG:4490"
    shapes = back.to_crs(frame.crs).geometry.values
    assert (shapely.hausdorff_distance(shapes, frame.geometry.values) < 0.001).all()


@pytest.mark.parametrize("parcel_id", ["A,1", "A@", "A\n1", " A"])
def test_an_id_that_the_format_cannot_hold_is_named_not_changed(parcel_id: str):
    frame = parcels(A=square(90, 465_000, 3_840_000)).assign(use_code="1001").set_axis([parcel_id])

    with pytest.raises(Inexpressible, match="编号"):
        write.txt(frame, ABOUT)


# ---- random damage -----------------------------------------------------------------------------------------


def slowly(text: str) -> list[list[list[tuple[float, float]]]]:
    """What a file says, read without any check: rings of (east, north) by parcel."""
    found: list[dict[str, list[tuple[float, float]]]] = []
    for line in re.split(r"\r\n|\r|\n", text.partition("坐标]")[2]):
        cells = line.strip().split(",")
        if cells[-1] == "@":
            found.append({})
        elif len(cells) >= 4:
            ring = found[-1].setdefault(str(int(cells[1])), [])
            point = float(cells[3]), float(cells[2])
            ring += [point] if not ring or point != ring[0] else []
    return [list(one.values()) for one in found]


GOOD = HEAD + block(lines([*SQUARE, SQUARE[0]]) + lines(moved(SQUARE, 30, 1 / 3), 2, first=5)) + block(
    lines(moved(SQUARE, 300)), name="DK2,马寨二号,面,,商业,0901"
)  # fmt: skip


def attempt(body: bytes) -> tuple[tuple[list[tuple[int, str, str]], ...], gpd.GeoDataFrame]:
    """The list of lines that were refused, or the parcels read; neither where the file has no parcel."""
    try:
        return (), read_bytes(body, "GB18030")
    except Refusal as refusal:
        flaws = {"broken_lines": refusal.facts, "no_rows": (), "swapped": ()}
        return flaws[refusal.kind], gpd.GeoDataFrame()


@given(st.data())
@settings(max_examples=300)
def test_a_damaged_file_is_refused_by_line_or_says_what_is_read(data: st.DataObject):
    body = bytearray(GOOD.encode("gb18030"))
    at = data.draw(st.integers(0, len(body) - 1))
    how = data.draw(st.sampled_from(["change", "lose", "insert", "cut", "repeat"]))
    if how == "change":
        body[at] = data.draw(st.integers(0, 255))
    elif how == "lose":
        del body[at : at + data.draw(st.integers(1, 40))]
    elif how == "insert":
        body[at:at] = data.draw(st.binary(min_size=1, max_size=8))
    elif how == "cut":
        del body[at:]
    else:
        body[at:at] = body[at : at + data.draw(st.integers(1, 80))]

    refused, frame = attempt(bytes(body))

    if refused:
        known = len(re.split(rb"\r\n|\r|\n", bytes(body)))
        (flaws,) = refused
        assert flaws
        assert all(1 <= line <= known for line, _rule, _seen in flaws)
        assert BrokenLines("x", flaws).zh
    elif len(frame):
        said = slowly(bytes(body).decode("gb18030"))
        most = [sum(shapely.Polygon(ring).area for ring in rings) for rings in said]
        corners = [{point for ring in rings for point in ring} for rings in said]
        assert [set(map(tuple, shapely.get_coordinates(one).tolist())) for one in frame.geometry] == corners
        assert all(one.area <= least + 1e-6 for one, least in zip(frame.geometry, most, strict=True))
