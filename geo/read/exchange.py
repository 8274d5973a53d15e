"""国土TXT (勘测定界界址点坐标交换格式): its lines -> attributes and parcels; or every line that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_LINE = re.compile(r"\r\n|\r|\n")
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{0,15})?", re.ASCII)
_RING = re.compile(r"\d{1,6}", re.ASCII)
_COUNT, _AREA = re.compile(r"\d{1,7}", re.ASCII), re.compile(r"\d+(?:\.\d+)?|", re.ASCII)
_SECTION = re.compile(r"\[(.*)\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ATTRIBUTES, _BLOCKS = "属性描述", "地块坐标"
_WITHOUT_CODE, _WITH_CODE = 8, 9
_CORNERS = 3
_CELLS = 4  # of a point: its name, its ring, X, Y
_SEEN = 60

Flaw = tuple[int, str, str]  # line, rule, what was seen
Row = tuple[int, int, float, float]  # line, ring, X (north), Y (east)


class Broken(Exception):
    """Lines that are wrong."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        self.flaws = tuple(sorted(flaws))
        super().__init__(self.flaws)


@dataclass(slots=True)
class Block:
    """A parcel as its lines say it; ``rows`` as written, ``rings`` without their closing points."""

    line: int
    points: int
    area_ha: str
    parcel_id: str
    name: str
    sheet: str
    use: str
    code: str
    rows: list[Row] = field(default_factory=list)
    rings: list[list[Row]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """A whole file: the attributes of its head with the line of each, and its parcels."""

    attributes: dict[str, str]
    lines: dict[str, int]
    blocks: list[Block]


def parse(text: str) -> Written:
    r"""The attributes and parcels of a file.

    Closing points may be repeated or not, 地类编码 may be absent, blank lines may stand anywhere.

    Raises:
        Broken: names every line that is wrong; nothing is made of a file with one.

    Examples:
        >>> text = "[地块坐标]\n3,0.5,A,甲,面,,工业,1001,@\nJ1,1,0,0\nJ2,1,100,0\nJ3,1,0,100\nJ1,1,0,0"
        >>> [(block.parcel_id, len(block.rings[0])) for block in parse(text).blocks]
        [('A', 3)]
    """
    flaws: list[Flaw] = []
    attributes: dict[str, str] = {}
    lines: dict[str, int] = {}
    blocks: list[Block] = []
    section = ""
    for number, line in _lines(text, flaws):
        named = _SECTION.fullmatch(line)
        if named:
            section = named.group(1).strip()
            if section not in {_ATTRIBUTES, _BLOCKS}:
                flaws.append((number, "section", line[:_SEEN]))
        elif line.endswith("@"):
            section = section or _BLOCKS
            blocks.append(_block(number, line, flaws))
        elif section == _ATTRIBUTES:
            _attribute(number, line, attributes, lines, flaws)
        else:
            _point(number, line, blocks, flaws)
    if not flaws:
        flaws = [flaw for block in blocks for flaw in _settle(block)]
    if flaws:
        raise Broken(flaws)
    return Written(attributes, lines, blocks)


def _lines(text: str, flaws: list[Flaw]) -> Iterator[tuple[int, str]]:
    """Lines that say something, numbered from 1 as an editor does."""
    for number, raw in enumerate(_LINE.split(text.removeprefix("\ufeff")), start=1):
        line = raw.strip()
        odd = _CONTROL.search(line)
        if odd:
            flaws.append((number, "control", f"U+{ord(odd.group()):04X}"))
        elif line:
            yield number, line


def _attribute(
    number: int, line: str, attributes: dict[str, str], lines: dict[str, int], flaws: list[Flaw]
) -> None:
    name, sign, value = (part.strip() for part in line.partition("="))
    if not sign or not name:
        flaws.append((number, "attribute", line[:_SEEN]))
    elif attributes.setdefault(name, value) != value:
        flaws.append((number, "attribute_twice", name))
    else:
        lines.setdefault(name, number)


def _block(number: int, line: str, flaws: list[Flaw]) -> Block:
    """A parcel's first line: 点数,面积,编号,名称,面,图幅号,用途[,地类编码],@."""
    cells = [cell.strip() for cell in line.split(",")]
    if len(cells) not in {_WITHOUT_CODE, _WITH_CODE} or cells[-1] != "@":
        flaws.append((number, "fields", f"{len(cells)}: {line[:_SEEN]}"))
        return Block(number, -1, "", "", "", "", "", "")
    points, area, parcel_id, name, kind, sheet, use = cells[:7]
    if not _COUNT.fullmatch(points):
        flaws.append((number, "number", f"点数 {points}"))
        points = "-1"
    if not _AREA.fullmatch(area):
        flaws.append((number, "number", f"面积 {area}"))
    if kind not in {"面", ""}:
        flaws.append((number, "kind", kind))
    return Block(number, int(points), area, parcel_id, name, sheet, use, "".join(cells[7:-1]))


def _point(number: int, line: str, blocks: list[Block], flaws: list[Flaw]) -> None:
    cells = [cell.strip() for cell in line.removesuffix(",").split(",", _CELLS)]
    if (
        len(cells) != _CELLS
        or not _RING.fullmatch(cells[1])
        or not (_NUMBER.fullmatch(cells[2]) and _NUMBER.fullmatch(cells[3]))
    ):
        flaws.append((number, "line", line[:_SEEN]))
    elif not blocks:
        flaws.append((number, "before_block", line[:_SEEN]))
    else:
        blocks[-1].rows.append((number, int(cells[1]), float(cells[2]), float(cells[3])))


def _settle(block: Block) -> Iterator[Flaw]:
    """Part the rows of a parcel into rings; yields what contradicts."""
    if not block.rows:
        yield block.line, "empty_block", block.parcel_id
        return
    numbers: list[int] = []
    closings = 0
    for row in block.rows:
        ring = row[1]
        if not numbers or numbers[-1] != ring:
            if ring in numbers:
                yield row[0], "ring_returns", str(ring)
            numbers.append(ring)
            block.rings.append([])
        block.rings[-1].append(row)
    for ring, rows in zip(numbers, block.rings, strict=True):
        start = rows[0][2:]
        back = next((at for at, row in enumerate(rows) if at and row[2:] == start), len(rows))
        if back < len(rows) - 1:
            yield rows[back + 1][0], "ring_closed_early", str(ring)
        closings += back == len(rows) - 1
        del rows[back:]
        if len({row[2:] for row in rows}) < _CORNERS:
            yield rows[0][0], "ring_short", str(ring)
    written = len(block.rows)
    if block.points not in {-1, written, written - closings}:
        yield block.line, "count", f"{block.points} ≠ {written}"
