"""One file per defect of a file as a whole, through the real reader: read, or refused by name."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo import validate
from geo.errors import LuodiError
from geo.read import How, read_layer
from geo.validate import Checked
from tests.geo.defects.rows import CRS, DISTRICT, at

Writer = Callable[[Path], Path]


def sound() -> gpd.GeoDataFrame:
    """Two parcels in the district."""
    cells = {"parcel_id": ["甲", "乙"], "use_code": ["0701", "0701"]}
    return gpd.GeoDataFrame(cells, geometry=[at(0, 0), at(300, 0)], crs=CRS)


def shapefile(folder: Path, *without: str) -> Path:
    """A Shapefile whose table is in GBK, some of its parts left out."""
    sound().to_file(folder / "land.shp", encoding="GBK")
    for ending in without:
        (folder / f"land{ending}").unlink(missing_ok=True)
    return folder / ("land.dbf" if ".shp" in without else "land.shp")


def cut(folder: Path, name: str, share: float) -> Path:
    """A file that ends too early."""
    path = folder / name
    sound().to_file(path)
    body = path.read_bytes()
    path.write_bytes(body[: int(len(body) * share)])
    return path


def two_layers(folder: Path) -> Path:
    for name in ("现状", "规划"):
        sound().to_file(folder / "land.gpkg", layer=name)
    return folder / "land.gpkg"


def csv_in_gbk(folder: Path) -> Path:
    rows = sound()
    table = pd.DataFrame(rows.drop(columns="geometry")).assign(wkt=shapely.to_wkt(rows.geometry.to_numpy()))
    table.to_csv(folder / "land.csv", index=False, encoding="gb18030")
    return folder / "land.csv"


def saved(frame: gpd.GeoDataFrame, path: Path) -> Path:
    frame.to_file(path)
    return path


def of_text(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def archive(path: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, body in entries.items():
            made.writestr(name, body)
    return path


TXT = (
    "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=38\n计量单位=米\n"
    "[地块坐标]\n4,1,甲,甲,面,,,0701,@\nJ1,1,abc,def\n"
)
FAR = sound().set_geometry(sound().translate(900_000, 0))
SWAPPED = sound().to_crs("EPSG:4490")
SWAPPED = SWAPPED.set_geometry(shapely.transform(SWAPPED.geometry.to_numpy(), lambda xy: xy[:, ::-1]))
# name -> (how it is written, how it is read, what comes of it: the rows that are in, or an error's code)
FILES: dict[str, tuple[Writer, How, int | str]] = {
    "gbk_table_without_cpg": (lambda to: shapefile(to, ".cpg"), How(), 2),
    "no_prj": (lambda to: shapefile(to, ".prj", ".cpg"), How(), "unknown_crs"),
    "table_alone": (lambda to: shapefile(to, ".shp", ".shx"), How(), "unreadable_file"),
    "gbk_csv_without_crs": (csv_in_gbk, How(), "unknown_crs"),
    "gbk_csv_with_crs": (csv_in_gbk, How(crs=CRS), 2),
    "cut_geopackage": (lambda to: cut(to, "land.gpkg", 0.3), How(), "unreadable_file"),
    "cut_geojson": (lambda to: cut(to, "land.geojson", 0.6), How(), "unreadable_file"),
    "two_layers": (two_layers, How(), "many_layers"),
    "empty_file": (lambda to: of_text(to / "land.geojson", ""), How(), "unreadable_file"),
    "zip_of_nothing": (lambda to: archive(to / "land.zip", readme=b"land"), How(), "unreadable_file"),
    "xian_80": (lambda to: saved(sound().to_crs("EPSG:2383"), to / "land.gpkg"), How(), "old_datum"),
    "words_for_coordinates": (lambda to: of_text(to / "land.txt", TXT), How(), "broken_lines"),
    "north_first": (lambda to: saved(SWAPPED, to / "land.gpkg"), How(), "wrong_place"),
    "another_city": (lambda to: saved(FAR, to / "land.gpkg"), How(), "wrong_place"),
    "no_fields": (
        lambda to: saved(sound()[["geometry"]].assign(x=1), to / "land.gpkg"),
        How(),
        "missing_columns",
    ),
}


def outcome(name: str, folder: Path) -> Checked | LuodiError:
    """What comes of a file; whatever is not an error of ours breaks the test."""
    write, how, _ = FILES[name]
    folder.mkdir()
    try:
        return validate.check(read_layer(write(folder), how, DISTRICT), DISTRICT)
    except LuodiError as refused:
        return refused


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Checked | LuodiError]]:
    """Every file, two worker processes at a time."""
    folder = tmp_path_factory.mktemp("defects")
    with ThreadPoolExecutor(2) as pool:
        yield dict(zip(FILES, pool.map(lambda name: outcome(name, folder / name), FILES), strict=True))


@pytest.mark.parametrize("name", FILES)
def test_a_file_with_a_defect_is_read_or_refused_by_name(
    name: str, outcomes: dict[str, Checked | LuodiError]
):
    expected, result = FILES[name][2], outcomes[name]

    if isinstance(expected, str):
        assert isinstance(result, LuodiError), result
        assert result.code == expected
        assert result.zh
        assert result.en
    else:
        assert isinstance(result, Checked), result
        assert len(result.parcels) == expected
        assert result.report.rows == len(result.parcels) + len(result.quarantine)


def test_north_first_is_named_with_the_option_that_helps(outcomes: dict[str, Checked | LuodiError]):
    refused = outcomes["north_first"]

    assert isinstance(refused, LuodiError)
    assert "--swap-xy" in refused.remedy_zh
