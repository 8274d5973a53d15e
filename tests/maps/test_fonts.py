"""The font of plates: what it draws, what it lacks, and the part of it that a file needs."""

import io

import pytest
from fontTools.ttLib import TTFont

from geo.errors import FontUnusable, MissingGlyph
from maps import fonts

RARE = "\U0002b739"  # 𫜹, in CJK Extension D


def test_the_delivered_font_draws_what_plates_say_in_both_weights():
    found = fonts.find()

    for face in (found.regular, found.bold):
        fonts.require(face, ["郑州市二七区产业选址 亩㎡°′″±≥≤−–—·…“”、。＋－", "m² km 1:25,000"])


def test_a_missing_character_is_named_with_its_code_point():
    face = fonts.find().regular

    with pytest.raises(MissingGlyph) as refused:
        fonts.require(face, ["二七区", f"{RARE}家沟"])

    assert refused.value.glyphs == (RARE,)
    assert "U+2B739" in str(refused.value)


def test_a_rare_character_that_the_font_has_is_drawn():
    fonts.require(fonts.find().regular, ["𰻞面"])


def test_a_chinese_character_is_one_em_wide_and_a_text_as_wide_as_its_characters():
    face = fonts.find().regular

    assert face.width("亩") == pytest.approx(1.0)
    assert face.width("亩ab") == pytest.approx(1.0 + face.width("a") + face.width("b"))


def test_a_file_that_is_no_font_or_absent_is_refused_by_name(tmp_path):
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"not a font")

    with pytest.raises(FontUnusable, match=r"broken\.ttf"):
        fonts.find(broken)
    with pytest.raises(FontUnusable, match=r"absent\.ttf"):
        fonts.find(tmp_path / "absent.ttf")


def test_a_font_alone_serves_as_bold_too(tmp_path):
    lone = tmp_path / "Own-Regular.ttf"
    lone.write_bytes(fonts.find().regular.cut("亩"))

    found = fonts.find(lone)

    assert found.regular is found.bold


def test_a_cut_font_has_the_characters_asked_for_and_no_others():
    cut = fonts.find().bold.cut("落地")

    assert set(TTFont(io.BytesIO(cut)).getBestCmap()) == {ord("落"), ord("地")}


def test_the_same_characters_in_any_order_give_the_same_cut():
    face = fonts.find().regular

    assert face.cut("落地") == face.cut("地落落")


def test_turning_marks_and_line_breaks_never_reach_a_label():
    assert fonts.printable("甲\u202e乙\u200f\n\t丙\x00") == "甲乙 丙"
