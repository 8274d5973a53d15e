"""Every template of a plate: what it says, to whom, and that it looks as it was approved."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PIL import Image

from api.plates import Template
from geo.errors import BadBrief, MissingGlyph
from maps import static
from tests.maps import plated
from tests.maps.looks import difference
from tests.maps.test_static import HOSTILE, SVG, parsed, texts

TEMPLATES = get_args(Template)
APPROVED = Path(__file__).parent / "approved"
# what each template must say of the small district, beside its furniture
SAID = {
    "suitability": ("试验区产业选址地块推荐图", "筛选过程", "推荐地块", "适宜度得分"),
    "shortlist": ("试验区推荐地块短名单", "推荐地块与分项", "其余地块", "地铁便利"),
    "site": ("地块A3地块及周边", "硬约束", "分项得分", "权利人A3", "距地块 500 / 1,000 m", "40,000"),
    "assembly": ("试验区连片组合图", "A1、A2", "120.0", "已证明", "200 m"),
    "allocation": ("试验区项目统筹落位图", "已签约的饮料厂", "谋划中的食品厂", "未落位", "影子价格"),
    "layout": ("试验区“三区三轴”空间布局图", "主轴", "西园", "沿轴供地 (亩)"),
    "ledger": ("试验区可开发用地台账图", "按规划用途", "净地", "征迁中", "已供地", "360"),
    "projects": ("试验区四库项目进度图", "口径", "绿灯: 按期", "谋划"),
}
FURNITURE = ("图例", "北", "坐标系", "资料来源与依据", "制图单位", "制图日期", "审图号", "示意数据")


@cache
def svg(template: str, lang: str = "zh", disclosure: str = "internal") -> bytes:
    """A plate of the small district."""
    return static.render(plated.sheet(template, lang=lang, disclosure=disclosure), format="svg", paper="A4")


def said(template: str, **how: str) -> str:
    return "\n".join(texts(svg(template, **how)))


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_says_what_it_is_about_and_has_all_furniture(template):
    words = said(template)

    assert [one for one in SAID[template] if one not in words] == []
    assert [one for one in FURNITURE if one not in words] == []
    assert re.search(r"1 : [\d,]+", words)
    assert "EPSG:4547" in words


def test_a_larger_sheet_shows_the_same_land_from_nearer_not_more_of_it():
    a3, a0 = (static.render(plated.sheet("site"), format="svg", paper=paper) for paper in ("A3", "A0"))

    large, small = (
        int(re.findall(r"1 : ([\d,]+)", "\n".join(texts(one)))[0].replace(",", "")) for one in (a3, a0)
    )
    assert large / small == pytest.approx(841 / 297, rel=0.1)


def test_the_day_of_every_project_is_written_out():
    days = [line for line in said("projects").splitlines() if " 日 (" in line]

    assert days
    assert [line for line in days if not re.search(r"\d{4}-\d\d-\d\d\)", line)] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_investors_copy_has_the_watermark_no_grid_numbers_no_holder_and_nobody_who_negotiates(template):
    words = said(template, disclosure="investor")

    assert "招商参考 · 不作定位依据" in words
    assert not re.search(r"\d km$|°\d\d′", words, re.MULTILINE)
    assert "权利人A" not in words
    assert "内部使用" not in words


def test_a_project_under_negotiation_has_no_name_on_an_investors_allocation():
    open_words, veiled = said("allocation"), said("allocation", disclosure="investor")

    assert "谋划中的食品厂" in open_words
    assert "谋划中的食品厂" not in veiled
    assert "在谈项目" in veiled
    assert "已签约的饮料厂" in veiled


def test_an_investors_outlines_lie_on_a_grid_of_fifty_metres():
    shapes = plated.sheet("ledger", disclosure="investor").subject.shapes
    corners = np.concatenate([np.asarray(one.exterior.coords) for one in shapes])

    assert (corners % 50 == 0).all()


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_english_plate_of_every_template_says_its_own_words_in_english(template):
    words = said(template, lang="en")

    assert "Legend" in words
    assert "Map approval no." in words
    assert not {"图例", "硬约束", "落位", "台账"} & set(words.split("\n"))


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_looks_as_it_was_approved(template):
    """Approved by eye; see ``looks.difference`` for what is compared and how much may differ."""
    sheet = static.render(plated.sheet(template), format="png", paper="A4", dpi=72)

    with Image.open(io.BytesIO(sheet)) as now, Image.open(APPROVED / f"{template}.png") as then:
        apart = difference(now, then)
    assert apart.holds, apart


def test_a_plate_that_lost_its_legend_is_not_taken_for_the_approved_one():
    with Image.open(APPROVED / "ledger.png") as then:
        lost = then.convert("RGB")
        lost.paste((255, 255, 255), (515, 435, 820, 525))

        assert not difference(lost, then).holds


def test_hostile_names_of_parcels_are_text_on_tags_tables_and_titles():
    it = plated.service(dict(zip(("A1", "A2", "A3"), HOSTILE, strict=False)))

    for template in ("shortlist", "site"):
        root = parsed(static.render(plated.sheet(template, it), format="svg", paper="A4"))
        assert not {e.tag for e in root.iter()} & {f"{SVG}script", f"{SVG}img", f"{SVG}foreignObject"}
        words = [e.text or "" for e in root.iter(f"{SVG}text")]
        shown = HOSTILE[:3] if template == "shortlist" else HOSTILE[2:3]
        assert all(any(one.startswith(name[:4]) for one in words) for name in shown)


def test_a_rare_character_in_a_tag_fails_the_plate_by_name():
    it = plated.service({"A1": "\U0002a6a5家沟"})

    with pytest.raises(MissingGlyph, match=r"U\+2A6A5"):
        static.render(plated.sheet("shortlist", it), format="pdf", paper="A4")


def test_a_hundred_thousand_parcels_are_pixels_in_an_svg_and_its_words_stay_words():
    sheet = plated.sheet("ledger")
    crowd = np.repeat(sheet.subject.shapes, 20_000)

    many = static.render(
        replace(sheet, subject=replace(sheet.subject, shapes=crowd)), format="svg", paper="A4"
    )

    assert b"<image" not in svg("ledger")
    assert b"<image" in many
    assert texts(many) == texts(svg("ledger"))


@pytest.mark.parametrize("template", ["suitability", "shortlist", "site", "assembly"])
def test_a_template_of_a_brief_without_one_says_what_is_missing(template):
    with pytest.raises(BadBrief, match="industry"):
        plated.filled(plated.Wanted(template, parcel="A1"), plated.usual(), plated.Look())
