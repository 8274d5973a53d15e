"""活公式: a shortlist as a workbook whose scores follow whatever weight, curve or figure is changed in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from geo.criteria import curves
from geo.criteria.columns import column as column_of
from geo.model import Answer, Question, Term, Wish
from geo.schema import STATUS_NAMES, STATUS_NAMES_EN
from geo.write.cells import Cell
from geo.write.reckoning import FARTHEST, Block, Book, Formula, address, judged, span
from geo.write.shortlist import COLUMNS, Lang, foot, heads, shown

SHEETS = {
    "zh": ("推荐地块", "计算", "权重与曲线", "说明"),
    "en": ("Shortlist", "Reckoning", "Weights and curves", "About"),
}
_WIDTHS = {"parcel_id": 12, "name": 18, "use_name": 18, "reasons": 60, "township": 12}
_CURVE_HEADS = (
    ("偏好", "Wish"),
    ("权重 (可改)", "Weight (change it)"),
    ("归一权重", "Share"),
    ("指标", "Measure"),
    ("单位", "Unit"),
    ("系数", "Factor"),
    ("无数据时", "Without data"),
    ("其他取值", "Other values"),
    ("", ""),
    ("曲线 (可改)", "Curve (change it)"),
)
COLUMNS_BEFORE = (("地块编号", "parcel_id"), ("地块名称", "name"), ("得分", "score"))
FIRST_POINT = 10  # column of a curve's first point
_HOW = {
    "zh": (
        "黄色单元格可改: 权重、曲线、系数和地块的数值。得分与名次随之重算, 与“答复得分”的差列在最后一列。",
        "得分 = 100 × Σ 归一权重 × 满意度。",
        "满意度由数值按曲线线性内插, 曲线以外取端点; 有多个指标的偏好取最好的一个。",
        "硬约束不在此重算: 改动数值后是否仍符合下列各条, 请在系统里再问一次。",
    ),
    "en": (
        "Yellow cells may be changed: weights, curves, factors and the parcels' figures.",
        "Scores and ranks follow; how far they are from the answer's stands in the last column.",
        "Score = 100 × Σ share × satisfaction, read from the curves: linear between points, level outside.",
        "Of several measures of a wish the best counts.",
        "Limits are not reckoned here: ask the system again whether changed figures still pass them.",
    ),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A wish as the workbook holds it: the address of its share, and each term with its curve's place."""

    wish: Wish
    share: str
    terms: tuple[tuple[Term, Block], ...]


def workbook(
    answer: Answer, question: Question, rows: pd.DataFrame, lang: Lang = "zh", note: str = ""
) -> bytes:
    """The shortlist, its reckoning in formulas, and the weights and curves that they read.

    Args:
        answer: Whose suggestions are written.
        question: The brief as it was compiled, with every weight and curve.
        rows: The feature rows of the suggestions, indexed by parcel id.
        lang: Of headings, names and reasons.
        note: A sentence of the level of disclosure; "" for none.

    Returns:
        An XLSX that Excel and LibreOffice reckon to the same scores as ours within 1e-9; the present
        values stand beside the formulas for viewers that do not reckon.
    """
    book = Book()
    first, second, third, fourth = (book.sheet(title) for title in SHEETS[lang])
    wishes = _curves(book, third, question, lang)
    scores = _reckoning(book, second, (answer, wishes), rows, lang)
    _shortlist(book, first, (answer, note), scores, lang)
    _about(book, fourth, answer, lang, note)
    return book.saved()


def _say(lang: Lang, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


def _terms(wish: Wish) -> tuple[Term, ...]:
    return wish.terms or (Term(wish.measure, wish.curve),)


def _curves(book: Book, sheet: Worksheet, question: Question, lang: Lang) -> tuple[Judged, ...]:
    """Weights and curves, two lines for each curve: values, and what they are worth."""
    book.heads(sheet, 1, [_say(lang, *pair) for pair in _CURVE_HEADS])
    starts = np.cumsum([2, *(2 * len(_terms(wish)) for wish in question.wishes)])
    cells = [address(sheet, int(at), 2) for at in starts[:-1]]
    # only the cells with weights: between them stand the further curves of a wish
    total = "+".join(cells) or "1"
    told = []
    for wish, at, weight in zip(question.wishes, starts[:-1].tolist(), cells, strict=True):
        book.put(sheet, at, 1, _say(lang, wish.label, wish.label_en), bold=True)
        book.put(sheet, at, 2, wish.weight, is_input=True)
        share = book.put(sheet, at, 3, Formula(f"{weight}/({total})", wish.weight), form="0.0000")
        terms = [
            (term, _curve(book, sheet, at + 2 * nth, (wish, term), lang))
            for nth, term in enumerate(_terms(wish))
        ]
        told.append(Judged(wish, share, tuple(terms)))
    for column, width in enumerate((22, 12, 10, 18, 9, 8, 10, 10, 10), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"
    return tuple(told)


def _curve(book: Book, sheet: Worksheet, at: int, of: tuple[Wish, Term], lang: Lang) -> Block:
    wish, term = of
    curve = term.curve
    pairs: list[tuple[Cell, float]] = (
        [(_word(term.measure, key, lang), worth) for key, worth in curve.categories.items() if key]
        if curve.categories
        else list(curve.points)
    ) or [(None, curve.otherwise)]
    book.put(sheet, at, 4, term.measure)
    book.put(sheet, at, 5, wish.unit)
    factor = book.put(sheet, at, 6, term.factor, is_input=True)
    missing = book.put(sheet, at, 7, curve.categories.get("", wish.missing), is_input=True)
    other = curve.otherwise if curve.categories else None
    otherwise = book.put(sheet, at, 8, other, is_input=bool(curve.categories))
    book.put(sheet, at, 9, _say(lang, "取值", "value") if curve.categories else _say(lang, "数值", "value"))
    book.put(sheet, at + 1, 9, _say(lang, "满意度", "worth"))
    last = FIRST_POINT + len(pairs) - 1
    for column, (key, worth) in enumerate(pairs, start=FIRST_POINT):
        book.put(sheet, at, column, key, is_input=True)
        book.put(sheet, at + 1, column, worth, is_input=True)
    (low_x, high_x), (low_y, high_y) = (
        (address(sheet, row, FIRST_POINT), address(sheet, row, last)) for row in (at, at + 1)
    )
    return Block(
        keys=span(low_x, high_x),
        values=span(low_y, high_y),
        first=(low_x, low_y),
        last=(high_x, high_y),
        missing=missing,
        otherwise=otherwise,
        factor=factor,
    )


def _reckoning(
    book: Book, sheet: Worksheet, asked: tuple[Answer, Sequence[Judged]], rows: pd.DataFrame, lang: Lang
) -> list[str]:
    """Measured values, satisfactions and points of every parcel; returns the addresses of the scores."""
    answer, wishes = asked
    # the last column of each wish holds its points
    points = (len(COLUMNS_BEFORE) + np.cumsum([_width(one) for one in wishes], dtype=int)).tolist()
    _reckoning_heads(book, sheet, wishes, lang)
    scores = []
    for at, one in enumerate(answer.suggestions, start=3):
        book.put(sheet, at, 1, one.parcel_id)
        book.put(sheet, at, 2, one.name)
        cells = [address(sheet, at, column).rpartition("!")[2] for column in points]
        total = Formula("+".join(cells) or "0", one.score)
        scores.append(book.put(sheet, at, 3, total, form="0.0000", bold=True))
        row = rows.loc[[one.parcel_id]]
        for (wish, column), part in zip(zip(wishes, points, strict=True), one.parts, strict=True):
            worth = _worth(book, sheet, at, column - _width(wish) + 1, wish, row, lang)
            reckoned = Formula(f"100*{wish.share}*{worth}", part.points)
            book.put(sheet, at, column, reckoned, form="0.0000")
    sheet.freeze_panes = "D3"
    return scores


def _width(judged_wish: Judged) -> int:
    """Columns that a wish takes: value and satisfaction of each term, the best of several, the points."""
    terms = len(judged_wish.terms)
    return 2 * terms + (terms > 1) + 1


def _reckoning_heads(book: Book, sheet: Worksheet, wishes: Sequence[Judged], lang: Lang) -> None:
    book.heads(sheet, 1, [""] * len(COLUMNS_BEFORE))
    book.heads(sheet, 2, [_say(lang, *pair) for pair in COLUMNS_BEFORE])
    column = len(COLUMNS_BEFORE) + 1
    worth, best, points = (
        _say(lang, *pair) for pair in (("满意度", "worth"), ("最好", "best"), ("得分", "points"))
    )
    for one in wishes:
        unit = f" ({one.wish.unit})" if one.wish.unit else ""
        below = [head for term, _ in one.terms for head in (f"{term.measure}{unit}", worth)]
        below += [best] * (len(one.terms) > 1) + [points]
        above = _say(lang, one.wish.label, one.wish.label_en)
        book.heads(sheet, 1, [above] + [""] * (len(below) - 1), column)
        book.heads(sheet, 2, below, column)
        column += len(below)
    for at in range(1, column):
        sheet.column_dimensions[get_column_letter(at)].width = 18 if at <= 2 else 12  # noqa: PLR2004


def _worth(
    book: Book, sheet: Worksheet, at: int, column: int, wish: Judged, row: pd.DataFrame, lang: Lang
) -> str:
    """The values of a wish and the formulas that judge them; the address of the satisfaction that counts."""
    cells, present = [], []
    for nth, (term, block) in enumerate(wish.terms):
        measured = column_of(row, term.measure)
        value = _value(measured.iloc[0], term, lang)
        where = book.put(sheet, at, column + 2 * nth, value, is_input=True).rpartition("!")[2]
        worth = term.factor * float(curves.satisfaction(term.curve, measured, wish.wish.missing)[0])
        made = Formula(judged(where, term.curve, block), worth)
        cells.append(book.put(sheet, at, column + 2 * nth + 1, made, form="0.0000").rpartition("!")[2])
        present.append(worth)
    if len(cells) == 1:
        return cells[0]
    best = Formula(f"MAX({','.join(cells)})", max(present))
    return book.put(sheet, at, column + 2 * len(cells), best, form="0.0000").rpartition("!")[2]


def _value(raw: Any, term: Term, lang: Lang) -> Cell:
    """A measured value as its cell holds it: nothing where there is no data."""
    if pd.isna(raw):
        return None
    if term.curve.categories:
        return _word(term.measure, str(raw), lang) or None
    return float(np.clip(float(raw), -FARTHEST, FARTHEST))


def _word(measure: str, key: str, lang: Lang) -> str:
    """A category as people say it; only for names that stay apart."""
    names: Mapping[str, str] = STATUS_NAMES if lang == "zh" else STATUS_NAMES_EN
    return names.get(key, key) if measure == "status" else key


def _shortlist(
    book: Book, sheet: Worksheet, told: tuple[Answer, str], scores: Sequence[str], lang: Lang
) -> None:
    """The list that people read, its ranks and scores taken from the reckoning."""
    answer, note = told
    more = (("answer_score", "答复得分"), ("difference", "相差"))
    book.heads(sheet, 1, heads((*COLUMNS, *more), lang))
    names = [name for name, _ in COLUMNS]
    score_at, last = names.index("score") + 1, len(names)
    letter, end = get_column_letter(score_at), len(answer.suggestions) + 1
    everyone = f"${letter}$2:${letter}${end}"
    for at, (one, score) in enumerate(zip(answer.suggestions, scores, strict=True), start=2):
        mine = f"${letter}${at}"
        ahead = f"SUMPRODUCT(--({everyone}>{mine}))"
        tied = f"SUMPRODUCT(({everyone}={mine})*(ROW({everyone})<ROW({mine})))"
        live: Mapping[str, Formula] = {
            "rank": Formula(f"1+{ahead}+{tied}", float(one.rank)),
            "score": Formula(score, one.score),
        }
        for column, (name, value) in enumerate(zip(names, shown(one, lang), strict=True), start=1):
            form = {"score": "0.00", "area_mu": "#,##0.0", "area_m2": "#,##0"}.get(name, "General")
            book.put(sheet, at, column, live.get(name, value), form=form)
        book.put(sheet, at, last + 1, one.score, form="0.00")
        book.put(
            sheet, at, last + 2, Formula(f"{mine}-${get_column_letter(last + 1)}${at}", 0.0), form="0.00"
        )
    for at, line in enumerate(foot(answer, lang, note), start=end + 2):
        book.put(sheet, at, 1, line)
    for at, name in enumerate((*names, "answer_score", "difference"), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(name, 10)
    sheet.freeze_panes = "D2"


def _about(book: Book, sheet: Worksheet, answer: Answer, lang: Lang, note: str) -> None:
    """How to read the workbook, and under which limits the shortlist was made."""
    lines = _HOW[lang]
    sheet.column_dimensions["A"].width = 100
    for at, line in enumerate(lines, start=1):
        book.put(sheet, at, 1, line)
        sheet.cell(at, 1).alignment = Alignment(wrap_text=True, vertical="top")
    at = len(lines) + 2
    book.heads(sheet, at, [_say(lang, "硬约束", "Limits")])
    for limit in answer.limits:
        at += 1
        book.put(sheet, at, 1, _say(lang, limit.text, limit.text_en))
    for line in foot(answer, lang, note):
        at += 1
        book.put(sheet, at + 1, 1, line)
