"""What a plate shows and promises, read back from its files."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from geo.errors import MissingGlyph, UnknownName
from geo.model import Basis
from maps import style
from maps.static import plate
from tests.maps import plates

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</text><script>",
    "$\\frac{1}{2}$",
    "x" * 500,
    "甲\u202e乙",
    "=1+1",
)


def made(kind="svg", **how):
    """A plate of the small district."""
    land = how.pop("land", plates.parcels())
    about = how.pop("answer", None) or plates.answer(land)
    return plate(how.pop("plan", plates.plan()), land, about, plates.scores(), format=kind, dpi=72, **how)


@cache
def usual():
    """The plate of the small district as it is, in SVG."""
    return made()


def parsed(svg):
    """The tree of an SVG that we made ourselves."""
    return ET.fromstring(svg)  # noqa: S314


def texts(svg):
    """Every text of an SVG, in drawing order."""
    return [element.text or "" for element in parsed(svg).iter(f"{SVG}text")]


def said(svg):
    """All texts in one string."""
    return "\n".join(texts(svg))


# ---- the files ------------------------------------------------------------------------------------


def test_an_a3_png_at_300_dpi_has_the_pixels_of_the_paper():
    land = plates.parcels()

    picture = plate(plates.plan(), land, plates.answer(land), plates.scores(), format="png", dpi=300)

    with Image.open(io.BytesIO(picture)) as opened:
        opened.load()
        assert opened.size == (4961, 3508)
        assert opened.info["dpi"] == pytest.approx((300, 300), abs=0.02)
        assert opened.info["Title"] == "试验区产业选址地块推荐图"


def test_a_pdf_is_one_page_of_a3():
    sheet = made("pdf")

    left, bottom, right, top = map(float, re.search(rb"/MediaBox \[ (.*?) \]", sheet).group(1).split())
    assert (right - left, top - bottom) == pytest.approx((420 / 25.4 * 72, 297 / 25.4 * 72), abs=0.01)
    assert sheet.count(b"/Type /Page ") == 1


def test_an_svg_is_well_formed_and_of_the_papers_size():
    root = parsed(usual())

    assert root.tag == f"{SVG}svg"
    assert float(root.get("width").removesuffix("pt")) == pytest.approx(420 / 25.4 * 72, abs=0.01)


@pytest.mark.parametrize(
    ("paper", "landscape", "size"), [("A4", True, (842, 595)), ("A3", False, (842, 1191))]
)
def test_other_papers_have_their_own_size(paper, landscape, size):
    with Image.open(io.BytesIO(made("png", paper=paper, landscape=landscape))) as opened:
        assert opened.size == pytest.approx(size, abs=1)


def test_an_unknown_paper_is_refused_with_the_known_ones():
    with pytest.raises(UnknownName, match="A3, A4"):
        made(paper="B5")


@pytest.mark.needs("poppler-utils")
def test_the_text_of_a_pdf_can_be_found(tmp_path):
    file = tmp_path / "plate.pdf"
    file.write_bytes(made("pdf"))

    found = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True).stdout.decode()

    for words in (
        "试验区产业选址地块推荐图",
        "EPSG:4547",
        "推荐地块",
        "一类工业用地",
        "60.0 亩",
        "审图号",
        "0123456789abcdef",
    ):
        assert words in found


# ---- the same input, the same bytes ---------------------------------------------------------------


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_same_input_gives_the_same_bytes_also_in_a_fresh_process(kind):
    script = "import sys; from tests.maps.test_static import made; sys.stdout.buffer.write(made(sys.argv[1]))"
    root = Path(__file__).parents[2]

    fresh = subprocess.run(
        [sys.executable, "-c", script, kind], capture_output=True, check=True, cwd=root
    ).stdout

    assert made(kind) == fresh == made(kind)


def test_plates_made_at_the_same_time_do_not_mix():
    alone = {lang: made("svg", lang=lang) for lang in ("zh", "en")}

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda lang: (lang, made("svg", lang=lang)), ["zh", "en"] * 3))

    assert all(svg == alone[lang] for lang, svg in together)


# ---- what stands on it ------------------------------------------------------------------------------


def test_a_plate_states_system_scale_version_and_slots():
    words = said(usual())

    assert "CGCS2000 / 3° GK CM 114E, EPSG:4547" in words
    assert re.search(r"1 : \d+,000", words)
    assert "第 3 版" in words
    assert "0123456789abcdef" in words
    for slot in ("制图单位", "制图日期", "审图号", "图例", "北"):
        assert slot in texts(usual())


def test_the_grid_is_numbered_in_kilometres_and_in_degrees():
    words = texts(usual())

    assert any(re.fullmatch(r"46\d km", one) for one in words)
    assert any(re.fullmatch(r"3,84\d km", one) for one in words)
    assert any(one.startswith("113°3") and one.endswith("E") for one in words)
    assert any(one.startswith("34°4") and one.endswith("N") for one in words)


def test_the_table_lists_the_shortlist_with_area_score_and_reason():
    words = said(usual())

    for cell in ("甲", "乙", "丙", "一类工业用地", "60.0 亩", "40,000 ㎡", "91.0", "嵩山路", "地铁便利"):
        assert cell in words


def test_the_counts_say_what_was_considered_and_what_limits_exclude():
    words = texts(usual())

    assert {"6", "4", "3"} <= set(words)
    assert words.count("−1") == 2


def test_the_legend_shows_the_classes_on_the_map_and_no_others():
    words = texts(usual())

    assert {"85–100", "70–85", "40–55", "0–40"} <= set(words)
    assert "55–70" not in words
    assert {style.EXCLUDED_LABELS["bound"][0], style.EXCLUDED_LABELS["use"][0]} <= set(words)
    assert style.EXCLUDED_LABELS["area"][0] not in words


def test_a_plate_of_no_suggestion_shows_the_ways_out():
    land = plates.parcels()

    words = said(made(land=land, answer=plates.answer(land, best=0)))

    assert "没有地块同时满足全部条件" in words
    assert "面积下限 290亩 → 150亩" in words


def test_synthetic_land_is_said_to_be_illustrative():
    notice = "示意数据: 地块为生成示意。"
    land = plates.parcels(basis="synthetic")

    shown = said(made(land=land, answer=plates.answer(land, note=notice), plan=plates.plan(note=notice)))

    assert "示意数据" in shown
    assert "地块为生成示意。" in shown
    assert "示意: 地块" in shown


def test_published_land_carries_no_such_notice():
    assert "示意数据" not in said(usual())


def test_a_synthetic_layer_alone_calls_for_the_notice():
    assert "示意数据" in said(made(plan=plates.plan(basis=Basis.SYNTHETIC)))


def test_an_english_plate_says_its_own_words_in_english():
    words = said(made(lang="en"))

    assert "Test district: sites recommended for industry" in words
    assert "Industry, class 1" in words
    assert "Songshan Road" in words
    assert "图例" not in words


def test_an_investors_plate_has_no_grid_numbers_and_a_watermark():
    words = said(made(disclosure="investor"))

    assert not re.search(r"\d km$|°\d\d′", words, re.MULTILINE)
    assert "不作定位依据" in words
    assert "内部使用" not in words


def test_a_far_away_shortlist_keeps_the_whole_district_and_a_close_one_gets_a_locator():
    land = plates.parcels()
    close = plates.answer(land)
    sixth = replace(close.suggestions[2], parcel_id="P6")
    wide = replace(close, suggestions=(*close.suggestions[:2], sixth))

    assert "区位" in texts(made(land=land, answer=close))
    assert "区位" not in texts(made(land=land, answer=wide))


# ---- text is text -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text(name):
    land = plates.parcels((name, "乙", "丙", "丁", "戊", "己"))

    root = parsed(made(land=land))

    assert not {e.tag for e in root.iter()} & {f"{SVG}script", f"{SVG}img", f"{SVG}foreignObject"}
    begin = name.replace("\u202e", "")[:4]
    assert any((e.text or "").startswith(begin) for e in root.iter(f"{SVG}text"))


def test_the_fonts_of_an_svg_travel_with_it():
    svg = usual().decode()

    assert svg.count("@font-face") == 2
    assert "'Noto Sans SC'" in svg


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_character_that_the_font_lacks_fails_the_plate_by_name(kind):
    land = plates.parcels(("甲", "\U0002b739家沟", "丙", "丁", "戊", "己"))

    with pytest.raises(MissingGlyph, match=r"U\+2B739"):
        made(kind, land=land)


def test_a_name_that_is_not_drawn_needs_no_glyph():
    land = plates.parcels(("甲", "乙", "丙", "\U0002b739", "戊", "己"))

    assert made(land=land)


# ---- colours ----------------------------------------------------------------------------------------


def test_parcels_wear_the_colour_of_their_class_and_the_shortlist_the_accent():
    svg = usual().decode().lower()

    for colour in (
        style.SCORE_COLOURS[4],
        style.SCORE_COLOURS[0],
        style.EXCLUDED_COLOURS["use"],
        style.ACCENT,
    ):
        assert colour.lower() in svg


def test_scores_beyond_the_limits_listed_are_still_drawn_as_excluded():
    land, odd = plates.parcels(), np.full(6, 253, np.uint8)

    words = texts(plate(plates.plan(), land, plates.answer(land), odd, format="svg"))

    assert style.EXCLUDED_LABELS["other"][0] in words


def test_png_chunks_are_whole():
    picture = made("png")

    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", picture[8:12])[0] == 13
    assert picture.endswith(b"IEND\xaeB`\x82")
