"""What a deck shows and promises, read back from its file."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pandas as pd
import pytest
import shapely
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.util import Pt

from geo.disclosure import veil
from geo.errors import BadTemplate, MissingGlyph
from geo.model import LimitResult
from maps import fonts
from maps.deck.canvas import NS
from maps.deck.letters import Measure, Type, para
from maps.deck.material import Material
from maps.static.subject import subject
from tests.maps import decks, plates

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</a:t></a:r><script>",
    '"&amp;&quot;',
    "x" * 500,
    "甲\u202e乙\x00",
    "=cmd|'/c calc'!A1",
)


def test_the_slides_follow_the_talk():
    titles = [slide.shapes.title.text for slide in decks.opened(decks.usual())]

    assert titles == [
        "制造项目选址建议",
        "首选 甲: 91.0 分, 60.0 亩, 净地",
        "空间布局: 1 条发展轴, 1 个园区",
        "需求: 制造, 40–80 亩",
        "从 6 宗到 4 宗: 每一宗被排除的地都说得出原因",
        "推荐 3 宗, 得分 91.0 到 42.0",
        "第 1 名 · 甲: 91.0 分, 60.0 亩",
        "第 2 名 · 乙: 74.0 分, 60.0 亩",
        "比较: 甲 领先 乙 17.0 分",
        "土地台账: 共 360 亩, 其中净地 360 亩",
        "依据与说明",
    ]


def test_nothing_on_the_slides_is_a_picture():
    kinds = {name.split(".")[-1] for name in decks.parts(decks.usual())}

    assert not kinds & {"png", "jpg", "jpeg", "emf", "wmf", "svg", "gif", "bin"}


def test_tables_charts_and_maps_are_native():
    slides = decks.opened(decks.usual())

    tables = [one for slide in slides for one in decks.shapes(slide) if getattr(one, "has_table", False)]
    charts = [one for slide in slides for one in decks.shapes(slide) if getattr(one, "has_chart", False)]
    assert len([one for one in tables if one.has_table]) >= 6
    assert len([one for one in charts if one.has_chart]) >= 4
    assert decks.xml(decks.usual()).count("<a:custGeom>") > 40


def test_each_recommended_parcel_is_a_shape_named_after_it():
    names = [one.name for slide in decks.opened(decks.usual()) for one in decks.shapes(slide)]

    assert {"推荐 1 P1", "推荐 2 P2", "推荐 3 P3"} <= set(names)


def test_a_chart_s_workbook_holds_the_figures_of_the_answer():
    site = decks.opened(decks.usual())[6]

    (chart,) = [one.chart for one in decks.shapes(site) if getattr(one, "has_chart", False) and one.has_chart]

    assert [list(series.values) for series in chart.plots[0].series] == [[91.0], [9.0]]


def test_every_letter_is_in_microsoft_yahei_and_chinese():
    theme = decks.parts(decks.usual())["ppt/theme/theme1.xml"].decode()

    runs = re.findall(r"<a:rPr[^>]*?(?:/>|>.*?</a:rPr>)", "\n".join(_slides_xml(decks.usual())))
    assert runs
    assert all('lang="zh-CN"' in run for run in runs)
    assert all('<a:ea typeface="Microsoft YaHei"' in run for run in runs)
    assert 'typeface="Calibri"' not in theme


def test_ids_on_a_slide_are_each_used_once():
    for part in _slides_xml(decks.usual()):
        ids = re.findall(r'<p:cNvPr id="(\d+)"', part)
        assert len(ids) == len(set(ids))


def test_the_same_input_gives_the_same_bytes():
    assert decks.made() == decks.usual()


def test_its_dates_are_the_version_s():
    known = Presentation(io.BytesIO(decks.usual())).core_properties

    assert known.created.isoformat() == "2024-06-01T08:00:00"
    assert known.modified == known.created
    assert known.identifier == "0123456789abcdef"


def test_the_sheet_is_sixteen_by_nine():
    deck = Presentation(io.BytesIO(decks.usual()))

    assert deck.slide_width * 9 == deck.slide_height * 16


def test_every_shape_stands_on_the_sheet():
    deck = Presentation(io.BytesIO(decks.usual()))

    for nth, slide in enumerate(deck.slides):
        for one in slide.shapes:
            assert 0 <= one.left <= one.left + one.width <= deck.slide_width, (nth, one.name)
            assert 0 <= one.top <= one.top + one.height <= deck.slide_height, (nth, one.name)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name):
    parcels = decks.land(names=(name, "乙", "丙", "丁", name, "己"))

    body = decks.made(land=parcels)

    shown = name.replace("\u202e", "").replace("\x00", " ").strip()
    assert shown[:6] in decks.said(body)


def test_a_formula_in_a_name_stays_text_in_the_chart_s_workbook():
    parcels = decks.land(names=("=1+1", "=2+2", "丙", "丁", "戊", "己"))

    books = [
        part for name, part in decks.parts(decks.made(land=parcels)).items() if "/xl/worksheets/" in name
    ]

    assert books
    assert not [book for book in books if b"<f>" in book or b"<f " in book]


def test_a_character_that_nobody_can_read_fails_by_name():
    parcels = decks.land(names=("甲\U00013000", "乙", "丙", "丁", "戊", "己"))

    with pytest.raises(MissingGlyph, match="U\\+13000"):
        decks.made(land=parcels)


def test_an_investor_is_told_neither_holder_nor_exact_corner():
    body = decks.made(veil=veil("investor"))

    assert "某某公司" not in decks.xml(body)
    assert "某某公司" in decks.said(decks.usual())


def test_an_investor_s_copy_is_marked_on_every_slide():
    marked = decks.opened(decks.made(veil=veil("investor")))

    assert all("招商参考 · 不作定位依据" in list(decks.texts(slide)) for slide in marked)
    assert "不作定位依据" not in decks.said(decks.usual())


def test_an_investor_s_map_is_drawn_from_general_outlines():
    odd = decks.land()
    odd.geometry = odd.geometry.scale(1.1, 0.93)

    exact, general = decks.made(land=odd), decks.made(land=odd, veil=veil("investor"))

    assert _outlines(exact) != _outlines(general)


def test_illustrative_data_are_said_on_every_slide():
    slides = decks.opened(decks.made(answer=plates.answer(decks.land(), note="示意数据: 地块为生成示意。")))

    assert all(any("示意数据" in text for text in decks.texts(slide)) for slide in slides)


def test_when_nothing_fits_the_way_out_is_told():
    body = decks.made(best=0)

    assert "没有地块同时满足全部硬约束" in decks.said(body)
    assert "面积下限 290亩 → 150亩" in decks.said(body)
    assert "把握有多大" not in decks.said(body)
    assert len(decks.opened(body)) == 7


def test_one_site_is_not_compared():
    titles = [slide.shapes.title.text for slide in decks.opened(decks.made(best=1))]

    assert not [title for title in titles if title.startswith("比较")]


def test_english_is_english():
    said = decks.said(decks.made(lang="en"))

    assert "Sites for Manufacturing" in said
    assert "Why this one" in said


@pytest.mark.parametrize(("lang", "told"), [("zh", "zh-CN"), ("en", "en-US")])
def test_a_file_says_which_language_it_speaks(lang, told):
    assert Presentation(io.BytesIO(decks.made(lang=lang))).core_properties.language == told


@pytest.mark.parametrize(("lang", "told"), [("zh", "面积只余 3亩"), ("en", "Area: only 3 mu to spare")])
def test_a_narrow_margin_is_told_in_the_unit_of_its_language(lang, told):
    about = plates.answer(decks.land())
    narrow = LimitResult(
        limit="area_min", label="面积", label_en="Area", value=63.0, threshold=60.0, unit="亩", margin=3.0,
        passed=True, known=True, firm=False, change="", change_en="", clause="", clause_en="",
    )  # fmt: skip
    asked = decks.evidence(about)
    sites = (replace(asked.sites[0], limits=(narrow,)), *asked.sites[1:])

    said = decks.said(decks.made(answer=about, evidence=replace(asked, sites=sites), lang=lang))

    assert told in said


def test_parcels_are_called_by_their_names_each_by_its_own():
    land = decks.land(names=("P2 号", "乙", "丙", "丁", "戊", "己"))
    about = plates.answer(land)
    whole = subject(plates.plan(), land, about.version, "1", "zh", "internal")
    material = Material(whole, about, land, (), whole.shapes[:3])

    assert material.named("P1 高于 P2, P3也是; P10 不在此列") == "P2 号 高于 乙, 丙也是; P10 不在此列"


def test_what_an_investor_must_know_comes_first_and_what_has_no_room_is_counted():
    about = plates.answer(decks.land(), note="说得很长的说明。" * 120)

    said = decks.said(decks.made(answer=about, veil=veil("investor")))

    assert "投资人版: 位置概化至 50 米" in said
    assert "另有 4 条" in said


def test_a_bullet_takes_room_from_every_line_of_its_paragraph():
    measure, kind = Measure(fonts.find()), Type(10)
    text = "地" * 20
    room = measure.width(text, kind)

    assert measure.height([para(text, kind)], room) == pytest.approx(kind.line_pt)
    assert measure.height([para(text, kind, bullet="•")], room) == pytest.approx(2 * kind.line_pt)


def test_an_office_s_own_template_keeps_its_master_and_loses_its_slides():
    body = decks.made(template=_template())

    deck = Presentation(io.BytesIO(body))
    assert deck.slide_width == Pt(720)
    assert "旧的一页" not in decks.xml(body)
    assert len(deck.slides) == len(decks.opened(decks.usual()))


def test_no_show_and_no_view_of_the_template_keeps_a_slide_of_it():
    body = decks.made(template=_shown_template())

    assert "旧的一页" not in decks.xml(body)
    assert not re.search(r"custShow|sldRg|viewProps", decks.xml(body))
    assert len(_slides_xml(body)) == len(decks.opened(body))


def test_on_a_template_nothing_covers_the_title():
    deck = Presentation(io.BytesIO(decks.made(template=_template())))

    for slide in list(deck.slides)[1:]:
        title = slide.shapes.title
        bottom = title.top + title.height
        assert all(one.top >= bottom for one in slide.shapes if one.shape_id != title.shape_id)


@pytest.mark.parametrize("template", [b"", b"PK\x05\x06" + bytes(18), b"no slides at all"])
def test_what_is_no_template_is_refused(template):
    with pytest.raises(BadTemplate):
        decks.made(template=template)


def test_a_template_without_a_titled_layout_is_refused():
    deck = Presentation()
    for layout in [one for one in deck.slide_layouts if one.name != "Blank"]:
        deck.slide_layouts.remove(layout)

    with pytest.raises(BadTemplate, match="版式"):
        decks.made(template=_bytes(deck))


def test_a_hundred_thousand_parcels_stay_a_small_file():
    few = decks.land()
    about = plates.answer(few)
    grid = [shapely.box(x, y, x + 9, y + 9) for x, y in _places(100_000)]
    many = few.iloc[[3] * len(grid)].set_geometry(grid, crs=few.crs)
    many.index = [f"Q{i}" for i in range(len(many))]
    whole = pd.concat([few, many])

    body = decks.made(land=whole, answer=about, scores=decks.scores(len(whole)))

    assert len(body) < 3_000_000
    assert "宗未画" in decks.said(body)


def _places(count):
    side = int(count**0.5) + 1
    return [(plates.EAST + 15.0 * (i % side), plates.NORTH + 15.0 * (i // side)) for i in range(count)]


def _template():
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "旧的一页"
    return _bytes(deck)


def _shown_template():
    """A template with a show of its own choice, a range to show, and a view that has a slide open."""
    deck = Presentation(io.BytesIO(_template()))
    part, slide = deck.part, deck.slides[0].part
    listed = part._element.sldIdLst  # noqa: SLF001 (python-pptx knows no shows)
    shown = f'<p:sldLst><p:sld r:id="{listed[0].rId}"/></p:sldLst>'
    shown = f'<p:custShow name="旧" id="0">{shown}</p:custShow>'
    listed.addnext(parse_xml(f"<p:custShowLst {NS}>{shown}</p:custShowLst>"))
    for rel in part.rels.values():
        if rel.reltype == RT.VIEW_PROPS:
            rel.target_part.relate_to(slide, RT.SLIDE)
        if rel.reltype == RT.PRES_PROPS:
            chosen = '<p:showPr><p:sldRg st="1" end="1"/></p:showPr>'
            rel.target_part.blob = f"<p:presentationPr {NS}>{chosen}</p:presentationPr>".encode()
    return _bytes(deck)


def _bytes(deck):
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _slides_xml(body):
    return [
        part.decode()
        for name, part in decks.parts(body).items()
        if re.match(r"ppt/slides/slide\d+\.xml", name)
    ]


def _outlines(body):
    return [re.findall(r"<a:pathLst>.*?</a:pathLst>", part) for part in _slides_xml(body)]
