"""The bad files beside the project, one by one: a clean read, or an error that names what is wrong."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import shapely

from geo import validate
from geo.errors import LuodiError, ManyLayers, UnknownCrs, UnreadableFile, WrongPlace
from geo.model import RawLayer
from geo.read import How, read_layer
from tests.geo.features.land import plan

NASTY = Path(__file__).resolve().parents[3] / "shared" / "nasty"
pytestmark = pytest.mark.needs("../shared/nasty")
DISTRICT = plan(boundary=shapely.box(453_000, 3_830_000, 470_000, 3_849_000))
PARTS = {".shx", ".prj", ".cpg", ".xsd"}

# file -> (how it is read, what comes of it: rows, or an error and a word of it)
OUTCOMES: dict[str, tuple[How, int | tuple[type[LuodiError], str]]] = {
    "cn_generated/districts_4547.gpkg": (How(), 12),
    "cn_generated/zhengzhou.gdb.zip": (How(), 12),
    "cn_generated/gbk_names.zip": (How(), 12),
    "cn_generated/gbk_nocpg/郑州区县.shp": (How(), 12),
    "cn_generated/utf8_nocpg/districts.shp": (How(), 12),
    "cn_generated/erqi.kml": (How(), 1),
    "cn_generated/erqi_4547.dxf": (How(), (UnknownCrs, "--crs EPSG:4547")),
    "cn_generated/epsg4526_noprj/districts.shp": (How(), (UnknownCrs, "--crs EPSG:4526")),
    "cn_generated/epsg4547_noprj/districts.shp": (How(), (UnknownCrs, "--crs EPSG:4547")),
    "cn_generated/parcels_gbk.csv": (How(), (UnknownCrs, "--crs EPSG:4490")),
    "cn_generated/parcels_utf8bom.csv": (How(crs="EPSG:4490"), 3),
    "dbf/dbf/gbk.dbf": (How(), (UnreadableFile, r"\.shp")),
    "dbf/dbf/ldid/chinese.shp": (How(), 1),
    "dbf/dbf/cpg/big5.shp": (How(), (UnknownCrs, "--crs")),
    "dbf/features/gzip/utf8_bom.csv.gz": (How(), (UnreadableFile, "gzip")),
    "dbf/features/zip/points.zip": (How(), 295),
    "dbf/features/zip/zip-in-zip.zip": (How(), (UnreadableFile, "还是压缩包")),
    "dbf/flatgeobuf/empty.fgb": (How(), (UnreadableFile, "没有要素")),
    "dbf/flatgeobuf/poly00.fgb": (How(), 10),
    "dbf/geojson/six_counties_three_null.json": (How(), 6),
    "dbf/geopackage/Oregon_customCRS.gpkg": (How(), 1),
    "dbf/geopackage/mixed_crs.gpkg": (How(), (ManyLayers, "oregon_2269, oregon_4326")),
    "dbf/geopackage/missing_crs_mixed_ranges.gpkg": (How(layer="OR_land_2269"), (UnknownCrs, "--crs")),
    "dbf/geopackage/null_crs_gdal.gpkg": (How(), (UnknownCrs, "--crs")),
    "dbf/geoparquet/data-polygon-encoding_native.parquet": (How(), 4),
    "dbf/geoparquet/data-polygon-encoding_wkb.parquet": (How(), 4),
    "dbf/kml/Albania.kmz": (How(), 63),
    "fiona/!test.geojson": (How(), 1),
    "fiona/test_tin.shp": (How(), (UnreadableFile, "TIN")),
    "fiona/multicurve.gml": (How(), (UnreadableFile, "FeatureCollection")),
}


def attempt(path: Path, how: How) -> RawLayer | LuodiError:
    """What comes of reading a file; whatever is not an error of ours breaks the test."""
    try:
        return read_layer(path, how, DISTRICT)
    except LuodiError as error:
        return error


@pytest.fixture(scope="module")
def everything() -> dict[str, RawLayer | LuodiError]:
    """Every file, read as it comes; two worker processes at a time."""
    files = sorted(path for path in NASTY.rglob("*") if path.is_file() and path.suffix not in PARTS)
    with ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda path: attempt(path, How()), files)
        return dict(zip((path.relative_to(NASTY).as_posix() for path in files), results, strict=True))


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_bad_file_has_its_outcome(name: str, everything: dict[str, RawLayer | LuodiError]):
    how, expected = OUTCOMES[name]

    result = everything[name] if how == How() else attempt(NASTY / name, how)

    if isinstance(expected, int):
        assert isinstance(result, RawLayer), result
        assert result.provenance.rows == expected
    else:
        kind, word = expected
        with pytest.raises(kind, match=word):
            raise result  # type: ignore[misc]


def test_every_file_has_its_row_in_the_table(everything: dict[str, RawLayer | LuodiError]):
    lines = Path(__file__).with_name("nasty.tsv").read_text("utf-8").splitlines()[1:]
    table = dict(line.split("\t") for line in lines)

    found = {
        name: str(one.provenance.rows) if isinstance(one, RawLayer) else one.code
        for name, one in everything.items()
    }

    assert found == table


def test_every_file_is_read_or_refused_in_two_languages(everything: dict[str, RawLayer | LuodiError]):
    refused = [result for result in everything.values() if isinstance(result, LuodiError)]

    assert len(everything) > 100
    assert all(error.zh and error.en for error in refused)


def test_no_file_that_was_read_breaks_the_check(everything: dict[str, RawLayer | LuodiError]):
    checks = 0
    for name, result in everything.items():
        if isinstance(result, RawLayer):
            ids = [f"{name}-{row}" for row in range(len(result.frame))]
            raw = RawLayer(result.frame.assign(parcel_id=ids, use_code="0701"), result.provenance)
            with contextlib.suppress(WrongPlace):
                checked = validate.check(raw, DISTRICT)
                checks += 1
                assert len(checked.quarantine) == checked.report.rejected, name
                assert len(checked.parcels) + len(checked.quarantine) == len(result.frame) > 0, name

    assert checks >= 5


@pytest.mark.parametrize("folder", ["gbk_nocpg/郑州区县", "utf8_nocpg/districts"])
def test_chinese_tables_without_cpg_read_as_chinese(
    folder: str, everything: dict[str, RawLayer | LuodiError]
):
    raw = everything[f"cn_generated/{folder}.shp"]

    assert isinstance(raw, RawLayer)
    assert "二七区" in raw.frame.iloc[:, 1].tolist()
    assert [finding.rule for finding in raw.findings] == ["encoding_recognised"]


def test_the_messy_table_gives_its_good_rows_and_says_what_is_wrong_with_the_rest():
    raw = read_layer(NASTY / "cn_generated" / "parcels_gbk.csv", How(crs="EPSG:4490"), DISTRICT)

    checked = validate.check(raw, DISTRICT)

    rules = {(finding.rule, finding.row) for finding in checked.report.findings if finding.row}
    # a bow tie, a row without a shape, 1,204.5 in a column of hectares
    assert checked.parcels.index.tolist() == ["A-01", "A-02"]
    assert {("shape_repaired", 2), ("shape_missing", 3), ("area_differs", 2)} <= rules
