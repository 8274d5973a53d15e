"""Native tables: fixed rows, hairlines, every cell cut to what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.oxml import parse_xml

from maps.deck.canvas import NS, Canvas
from maps.deck.letters import Align, Type, clean, colour, run_xml
from maps.deck.letters import Run as TextRun
from maps.deck.place import Box

PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid" of every PowerPoint
MARGIN = 5.0
HEAD = Type(10.5, bold=True, colour="muted")
CELL = Type(12)
HAIR, RULE = "#D5DBE0", "#8996A0"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``share`` of the width; ``lines`` that a cell may take."""

    title: str
    share: float
    align: Align = "l"
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says; ``kind`` how, ``fill`` its ground."""

    text: str
    kind: Type = CELL
    fill: str = ""


def table(
    canvas: Canvas,
    box: Box,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell | str]],
    *,
    name: str,
    row_pt: float = 26.0,
    head_pt: float = 22.0,
) -> Box:
    """A table at the head of a box.

    Args:
        canvas: The slide.
        box: Where; rows that do not fit are the caller's to leave out.
        columns: Left to right.
        rows: Top to bottom, one cell for each column.
        name: The table's name, also told to those who do not see it.
        row_pt: Height of a row [pt].
        head_pt: Height of the head [pt]; 0 for none.

    Returns:
        The box that it takes.
    """
    has_head = head_pt > 0
    count = len(rows) + has_head
    taken = Box(box.x, box.y, box.width, head_pt + row_pt * len(rows))
    frame: Any = canvas.slide.shapes.add_table(count, len(columns), *canvas.sheet.emu(taken))
    canvas.adopt(frame, name, name)
    whole = frame.table
    _unstyled(whole)
    whole.first_row, whole.horz_banding = has_head, False
    unit = box.width / sum(column.share for column in columns)
    for i, column in enumerate(columns):
        whole.columns[i].width = round(column.share * unit * canvas.sheet.scale)
    heights = [head_pt] * has_head + [row_pt] * len(rows)
    heads: list[Sequence[Cell | str]] = [[Cell(c.title, HEAD) for c in columns]] if has_head else []
    for i, (height, cells) in enumerate(zip(heights, [*heads, *rows], strict=True)):
        whole.rows[i].height = round(height * canvas.sheet.scale)
        is_head = has_head and i == 0
        for j, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            told = cell if isinstance(cell, Cell) else Cell(cell)
            lines = 1 if is_head else column.lines
            _write(canvas, whole.cell(i, j), told, column, (column.share * unit, height, lines), head=is_head)
    return taken


def rows_that_fit(box: Box, row_pt: float, head_pt: float = 22.0) -> int:
    """How many rows of a height a box holds.

    >>> rows_that_fit(Box(0, 0, 10, 100), 26)
    3
    """
    return max(int((box.height - head_pt) // row_pt), 0)


def _write(
    canvas: Canvas, cell: Any, told: Cell, column: Column, room: tuple[float, float, int], *, head: bool
) -> None:
    width, height, lines = room
    text, kind = clean(told.text), told.kind
    inner = width - 2 * MARGIN
    if lines * kind.line_pt > height:
        kind = replace(kind, size=height / lines / (kind.line_pt / kind.size))
    if lines == 1:
        kind = canvas.measure.shrunk(text, kind, inner, least=0.85 * kind.size)
    fitted = canvas.measure.fitted(text, kind, inner, lines)
    size = canvas.sheet.centipoints
    run = run_xml(TextRun(fitted, kind), size(kind.size), canvas.lang) if fitted else ""
    tc = cell._tc  # noqa: SLF001 (borders and exact lines have no door)
    body = parse_xml(
        f'<a:txBody {NS}><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{column.align}"><a:lnSpc>'
        f'<a:spcPts val="{size(kind.line_pt)}"/></a:lnSpc></a:pPr>{run}</a:p></a:txBody>'
    )
    tc.replace(tc.txBody, body)
    canvas.said.append(fitted)
    margin = round(MARGIN * canvas.sheet.scale)
    line, wide = (RULE, 1.0) if head else (HAIR, 0.75)
    edges = "".join(f"<a:{side} w='0'><a:noFill/></a:{side}>" for side in ("lnL", "lnR", "lnT"))
    ground = f"<a:solidFill>{colour(told.fill)}</a:solidFill>" if told.fill else "<a:noFill/>"
    look = parse_xml(
        f'<a:tcPr {NS} marL="{margin}" marR="{margin}" marT="0" marB="0" anchor="ctr">{edges}'
        f'<a:lnB w="{canvas.sheet.line(wide)}"><a:solidFill>{colour(line)}</a:solidFill></a:lnB>'
        f"{ground}</a:tcPr>"
    )
    for old in tc.findall(look.tag):
        tc.remove(old)
    tc.append(look)


def _unstyled(whole: Any) -> None:
    """No style of the template shows through: the cells say what they look like."""
    known = whole._tbl.tblPr  # noqa: SLF001 (python-pptx writes a style and has no door to it)
    for child in list(known):
        known.remove(child)
    known.append(parse_xml(f"<a:tableStyleId {NS}>{PLAIN}</a:tableStyleId>"))
