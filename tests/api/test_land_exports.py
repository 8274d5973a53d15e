"""The land bank out and in again, over HTTP and from the shell: the same bytes at both doors."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from fastapi.testclient import TestClient

from geo.read import How, read_layer
from geo.store.files import FileStore
from geo.write import ENDINGS


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_format_is_the_same_over_http_and_from_the_shell(
    luodi, client: TestClient, tmp_path: Path, ending: str
):
    path = tmp_path / f"land{ending}"

    answer = client.get("/api/v1/exports/land", params={"format": ENDINGS[ending]})
    done = luodi("export", "land", "-o", path)

    assert (answer.status_code, done.exit_code) == (200, 0)
    assert answer.content == path.read_bytes()
    assert answer.headers["content-disposition"] == f'attachment; filename="luodi-small-v1{ending}"'


def test_some_parcels_of_a_version_are_exported_by_name(client: TestClient):
    asked = {"format": "geojson", "version": 1, "parcel": ["B1", "A2"]}

    body = client.get("/api/v1/exports/land", params=asked).json()

    assert [one["id"] for one in body["features"]] == ["B1", "A2"]
    assert body["luodi"]["notice"] == "示意数据: 试验"


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("land?parcel=Z9", 404, "Z9"),
        ("land?version=9", 404, "9"),
        ("land?format=dwg", 422, "format"),
        ("corners", 422, "parcel"),
        ("corners?parcel=Z9", 404, "Z9"),
    ],
)
def test_what_is_not_there_is_refused(client: TestClient, path: str, status: int, word: str):
    answer = client.get(f"/api/v1/exports/{path}")

    assert answer.status_code == status
    assert word in answer.text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_of_corners_is_the_same_at_both_doors(luodi, client: TestClient, tmp_path: Path, form: str):
    path = tmp_path / f"corners.{form}"

    answer = client.get("/api/v1/exports/corners", params={"parcel": "A1", "format": form})
    done = luodi("export", "corners", "A1", "-o", path)

    assert (answer.status_code, done.exit_code) == (200, 0)
    assert answer.content == path.read_bytes()


@pytest.mark.parametrize("words", [("land", "-o", "land.dwg"), ("corners", "A1", "-o", "corners.pdf")])
def test_an_ending_that_is_no_format_is_wrong_use(luodi, words: tuple[str, ...]):
    assert luodi("export", *words).exit_code == 2


def test_txt_to_the_land_bank_to_txt_keeps_every_corner_to_a_millimetre(luodi, home: Path, tmp_path: Path):
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    corners = [(3_840_000.1234, 463_000.4321), (3_840_000.0, 463_200.7), (3_840_200.55, 463_200.0)]
    rows = [f"J{at},1,{x:.4f},{y + 38e6:.4f}" for at, (x, y) in enumerate(corners, 1)]
    head = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n计量单位=米\n带号=38\n[地块坐标]\n"
    first.write_bytes((head + "3,2.0,甲-1,马寨,面,,一类工业用地,100101,@\n" + "\n".join(rows)).encode("gbk"))

    imported = luodi("import", first, "--yes")
    exported = luodi("export", "land", "-o", second)

    assert (imported.exit_code, exported.exit_code) == (0, 0), imported.stdout
    before, after = (read_layer(path, How()).frame.geometry for path in (first, second))
    assert shapely.hausdorff_distance(before[0], after[0]) <= 0.001
    assert FileStore(home).parcels("small", 2).index.tolist() == ["甲-1"]
