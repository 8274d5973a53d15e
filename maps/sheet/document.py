"""一地一档 as a Word document: the same page with tables and sentences that the office can go on writing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from geo.explain.words import plain
from geo.write.cells import undated
from maps import fonts, style
from maps.sheet.evidence import KINDS, margin
from maps.sheet.parcel import Sheet, map_page, name_of
from maps.static.border import bank_words, crs_words
from maps.static.save import save
from maps.static.subject import Subject

FONT = "Microsoft YaHei"
MAP_MM = (98.0, 78.0)
FACTS_MM = (25.0, 53.0)
LONGEST = 60  # characters of a name, beyond which a page would be two
PICTURE_DPI = 200
NO_MOMENT = datetime(1980, 1, 1, tzinfo=UTC)
SHADE = "E6EBEE"
# Word's own shape for words across a page
WATERMARK = """<w:r {ns} xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office">
<w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
 path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>
<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom"/><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="LuodiMark" o:spid="_x0000_s2049" type="#_x0000_t136" style="position:absolute;margin-left:0;
margin-top:0;width:470pt;height:44pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;
mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin"
 fillcolor="#c8ced4" stroked="f"><v:fill opacity=".5"/>
<v:textpath style="font-family:&quot;Microsoft YaHei&quot;;font-size:1pt" string="{text}"/></v:shape>
</w:pict></w:r>"""


def document(sheets: Sequence[Sheet], faces: fonts.Fonts, watermark: str) -> bytes:
    """A page for each sheet, text as text and tables as tables; the same sheets give the same bytes.

    Args:
        sheets: At least one.
        faces: Of the map, which comes as a picture.
        watermark: Across every page; "" for none.

    Raises:
        MissingGlyph: the font lacks a character of the map.
    """
    made = docx.Document()
    _settle(made, watermark, sheets[0].subject)
    for nth, sheet in enumerate(sheets):
        _page(made, sheet, faces, is_first=nth == 0)
    return _bytes(made)


def _settle(made: Document, watermark: str, about: Subject) -> None:
    """Paper, fonts and what stands on every page."""
    part = made.sections[0]
    part.page_width, part.page_height = Mm(210), Mm(297)
    part.left_margin = part.right_margin = Mm(14)
    part.top_margin = part.bottom_margin = Mm(12)
    part.header_distance = part.footer_distance = Mm(5)
    usual = made.styles["Normal"]
    usual.font.name, usual.font.size = FONT, Pt(8)
    shape = usual.element.get_or_add_rPr()
    shape.get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    shape.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))
    usual.paragraph_format.space_after = usual.paragraph_format.space_before = Pt(0)
    known = made.core_properties
    known.created = known.modified = NO_MOMENT
    known.author = known.last_modified_by = "Luodi"
    known.title, known.language = about.say("一地一档", "Parcel sheet"), about.say("zh-CN", "en-US")
    known.comments = ""
    if watermark:
        drawn = WATERMARK.format(ns=nsdecls("w"), text=watermark)
        line = part.header.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(line, watermark, 8, colour="#8A949C")
        line._p.append(parse_xml(drawn))  # noqa: SLF001 (python-docx draws no marks)


def _page(made: Document, sheet: Sheet, faces: fonts.Fonts, *, is_first: bool) -> None:
    say, why = sheet.subject.say, sheet.dossier.why
    head = made.add_paragraph()
    head.paragraph_format.page_break_before = not is_first
    _run(head, f"{say('一地一档', 'Parcel sheet')}  ", 9, bold=True)
    name = fonts.printable(name_of(sheet.dossier))
    _run(head, name if len(name) <= LONGEST else f"{name[:LONGEST]}…", 15, bold=True)
    _run(head, f"  {why.parcel_id}" if why.name else "", 9)
    place = (
        say(f"第 {sheet.rank} 名", f"rank {sheet.rank}") if sheet.rank else say("未入选", "not shortlisted")
    )
    score = f"{say('得分', 'Score')} {why.score:.1f} · {place} · {sheet.subject.asked}"
    _run(made.add_paragraph(), score, 9, colour=style.SCORE_COLOURS[-1])
    if sheet.notice:
        _run(made.add_paragraph(), sheet.notice, 7.5, colour="#7A5200")
    both = _grid(made, 1, (102, 80))
    _picture(both.cell(0, 0), sheet, faces)
    _facts(both.cell(0, 1), sheet)
    _head(made, say("分项得分", "Parts of the score"))
    _parts(made, sheet)
    _head(made, say("硬约束与余量", "Limits and margins"))
    _limits(made, sheet)
    _head(made, say("为什么", "Why"))
    for reason in why.reasons:
        mark = say(*KINDS[reason.kind][:2])
        _run(made.add_paragraph(), f"{mark} {say(reason.text, reason.text_en)}", 8)
    _outlook(made, sheet)
    _foot(made, sheet)


def _picture(cell: _Cell, sheet: Sheet, faces: fonts.Fonts) -> None:
    page = map_page(sheet, faces, MAP_MM)
    body = save(page, "png", PICTURE_DPI, name_of(sheet.dossier))
    shape = cell.paragraphs[0].add_run().add_picture(io.BytesIO(body), width=Mm(page.sheet.width))
    words = sheet.subject.say(
        f"{name_of(sheet.dossier)}及周边", f"{name_of(sheet.dossier)} and its surroundings"
    )
    shape._inline.docPr.set("descr", fonts.printable(words))  # noqa: SLF001 (the text for who cannot see it)


def _facts(cell: _Cell, sheet: Sheet) -> None:
    say, listed = sheet.subject.say, sheet.dossier.facts
    table = cell.add_table(len(listed), 2)
    table.autofit = False
    for column, width in zip(table.columns, FACTS_MM, strict=True):
        column.width = Mm(width)
    for row, fact in zip(table.rows, listed, strict=True):
        _set(row.cells[0], say(fact.label, fact.label_en), 7, width=FACTS_MM[0])
        _set(row.cells[1], say(fact.text, fact.text_en), 7, width=FACTS_MM[1])
    # an empty line would lengthen the page
    cell._element.remove(cell.paragraphs[0]._element)  # noqa: SLF001
    _run(cell.add_paragraph(), "", 2)


def _parts(made: Document, sheet: Sheet) -> None:
    say, parts = sheet.subject.say, sheet.dossier.why.parts
    heads = (
        ("偏好", "Wish"),
        ("数值", "Value"),
        ("满意度", "Satisfaction"),
        ("权重", "Weight"),
        ("得分", "Points"),
    )
    rows = [
        (
            say(part.label, part.label_en),
            say(*plain(part.value, part.unit)) if part.known else say("无数据", "no data"),
            f"{part.satisfaction:.2f}",
            f"{part.weight:.3f}",
            f"{part.points:.1f}",
        )
        for part in parts
    ]
    total = (
        say("合计", "Total"),
        "",
        "",
        f"{sum(one.weight for one in parts):.3f}",
        f"{sheet.dossier.why.score:.1f}",
    )
    _table(made, [say(*head) for head in heads], [*rows, total], (62, 40, 26, 26, 28))


def _limits(made: Document, sheet: Sheet) -> None:
    say = sheet.subject.say
    heads = (
        ("硬约束", "Limit"),
        ("数值", "Value"),
        ("余量", "Margin"),
        ("结论", "Outcome"),
        ("条款", "Clause"),
    )
    words = {True: say("符合", "passes"), False: say("不符", "fails")}
    rows = [
        (
            say(one.label, one.label_en),
            say(*plain(one.value, one.unit)) if one.known else say("无数据", "no data"),
            say(*margin(one)),
            words[one.passed] if one.known else say("待核实", "unknown"),
            say(one.clause, one.clause_en),
        )
        for one in sheet.dossier.why.limits
    ]
    _table(made, [say(*head) for head in heads], rows, (42, 22, 25, 17, 76))


def _outlook(made: Document, sheet: Sheet) -> None:
    say, dossier = sheet.subject.say, sheet.dossier
    if dossier.schedule is not None:
        _head(made, say("最早时序", "Earliest days"))
        steps = (f"{say(one.name, one.name_en)} {one.earliest}" for one in dossier.schedule.milestones)
        _run(made.add_paragraph(), " → ".join(steps), 8)
    if dossier.surroundings is not None:
        around = dossier.surroundings
        _head(made, say("周边", "Around it"))
        listed = (*around.conflicts, *around.synergies, *around.rivals)
        texts = [say(one.text, one.text_en) for one in listed] or [say(around.text, around.text_en)]
        _run(made.add_paragraph(), "; ".join(texts), 8)


def _foot(made: Document, sheet: Sheet) -> None:
    say, why = sheet.subject.say, sheet.dossier.why
    data, crs = why.replay.data_sha256[:12], crs_words(sheet.subject.plan.crs)
    bank, bank_en = bank_words(why.version)
    answer, code = why.replay.answer, why.replay.code_version
    text = say(
        f"{bank}, 数据 {data}; {crs}; 答复编号 {answer}; 程序 {code}",
        f"{bank_en}, data {data}; {crs}; answer {answer}; program {code}",
    )
    line = made.add_paragraph()
    line.paragraph_format.space_before = Pt(5)
    _run(line, text, 6.5, colour="#5A6873")
    _run(made.add_paragraph(), sheet.note, 6.5, colour="#5A6873")
    slots = say(
        "制图单位 ____________  制图日期 ____________  审图号 ____________",
        "Made by ____________  Made on ____________  Map approval no. ____________",
    )
    line = made.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(line, slots, 7)


# ---- small things -----------------------------------------------------------------------------------


def _head(made: Document, text: str) -> None:
    line = made.add_paragraph()
    line.paragraph_format.space_before, line.paragraph_format.keep_with_next = Pt(5), True
    _run(line, text, 9.5, bold=True)


def _run(line: Paragraph, text: str, size: float, *, bold: bool = False, colour: str = "") -> None:
    """Words of a paragraph: one line, whatever marks came with them."""
    run = line.add_run(fonts.printable(text) if text.strip() else text)
    run.font.size, run.font.bold = Pt(size), bold
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))
    if text.startswith("  "):
        run.text = f"  {run.text}"
    elif text.endswith("  "):
        run.text = f"{run.text}  "


def _grid(made: Document, rows: int, widths: Sequence[float]) -> Table:
    table = made.add_table(rows, len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _table(
    made: Document, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> None:
    table = _grid(made, 1 + len(rows), widths)
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _set(cell, head, 7, bold=True)
        cell._element.get_or_add_tcPr().append(  # noqa: SLF001 (python-docx shades no cells)
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{SHADE}"/>')
        )
    for line, texts in zip(table.rows[1:], rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            _set(cell, text, 7)


def _set(cell: _Cell, text: str, size: float, *, bold: bool = False, width: float = 0) -> None:
    _run(cell.paragraphs[0], text, size, bold=bold)
    if width:
        cell.width = Mm(width)


def _bytes(made: Document) -> bytes:
    """The document without a moment of its making."""
    out = io.BytesIO()
    made.save(out)
    return undated(out.getvalue())
