"""Encodings recognised from bytes, and characters that a field's end cut in half."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.read import How, dbf, encoding, read_layer
from tests.geo.read.files import land

NAMES = ["二七区马寨镇工业园区", "嵩山路与南三环交叉口", "地块编号", "权利人: 郑州市二七区土地储备中心"]


@pytest.mark.parametrize(
    ("written", "found"), [("utf-8", "UTF-8"), ("gbk", "GB18030"), ("gb18030", "GB18030")]
)
def test_chinese_names_tell_their_encoding(written: str, found: str):
    assert encoding.detect("\n".join(NAMES).encode(written)) == found


def test_rare_characters_do_not_mislead():
    assert encoding.detect("郑州市惠济区古荥镇 㙍镕玥 测试".encode("gb18030")) == "GB18030"


def test_traditional_big5_is_not_taken_for_gbk():
    assert encoding.detect("臺北市大安區地籍圖重測區".encode("big5")) != "GB18030"


def test_plain_ascii_needs_no_encoding():
    assert encoding.detect(b"EQ0001,100101,net") == ""


@pytest.mark.parametrize("written", ["utf-8", "gbk"])
def test_a_value_cut_in_the_middle_of_a_character_loses_that_character_only(tmp_path: Path, written: str):
    path = tmp_path / "land.shp"
    # the field is made as wide as the first value, then filled to its last byte with a longer one
    land(备注=["地块说明一二三", "x"]).to_file(path, encoding=written)
    path.with_suffix(".cpg").unlink()
    table = path.with_suffix(".dbf")
    known = dbf.layout(table.read_bytes())
    assert known is not None
    note = known.fields[-1]
    raw = bytearray(table.read_bytes())
    start, end = known.rows_at + note.start, known.rows_at + note.end
    raw[29] = 0
    raw[start:end] = ("a" + "地" * 200).encode(written)[: end - start]
    table.write_bytes(raw)

    cells = read_layer(path, How()).frame["备注"]

    assert set(cells[0].strip()) == {"a", "地"}
