"""Why a parcel scores what it scores: additive parts, and the sentences that read them."""

from __future__ import annotations

from collections.abc import Sequence

from geo.explain.words import plain
from geo.match import Scores, points
from geo.model import ILLUSTRATIVE, LimitResult, Part, Reason

# a wish fulfilled to this degree is told as a strength; below the other one as a weakness
STRONG, WEAK = 0.75, 0.4
MOST_REASONS = 3


def parts(scores: Scores, row: int) -> tuple[Part, ...]:
    """Every wish's part of one row's score; their points sum to it."""
    return parts_of(scores, [row])[0]


def parts_of(scores: Scores, rows: Sequence[int]) -> list[tuple[Part, ...]]:
    """The same of several rows, in their order."""
    chosen = list(rows)
    got = scores.satisfaction[chosen].T.tolist()
    by_wish = [_column(scores, chosen, column, own) for column, own in enumerate(got)]
    return [tuple(shares[at] for shares in by_wish) for at in range(len(chosen))]


def reasons(told: tuple[Part, ...], limits: tuple[LimitResult, ...], basis: str) -> tuple[Reason, ...]:
    """Sentences for one parcel: what speaks for it, against it, and what is not known."""
    by_points = sorted(told, key=lambda part: -part.points)
    strong = [part for part in by_points if part.known and part.satisfaction >= STRONG][:MOST_REASONS]
    by_loss = sorted(told, key=lambda part: part.points - 100 * part.weight)
    weak = [part for part in by_loss if part.known and part.satisfaction < WEAK][:MOST_REASONS]
    sentences = [_sentence("strength", part) for part in strong]
    sentences += [_sentence("weakness", part) for part in weak]
    sentences += [_unknown_part(part) for part in told if not part.known]
    sentences += [_failed(limit) for limit in limits if not limit.passed]
    sentences += [_unknown_limit(limit) for limit in limits if not limit.known]
    if basis in ILLUSTRATIVE:
        sentences.append(
            Reason(
                "caveat",
                "basis",
                "示意数据, 落地前须以权属与测绘成果为准",
                "illustrative data: verify against the cadastre",
            )
        )
    return tuple(sentences)


def column_of(scores: Scores, row: int, column: int) -> str:
    """The table column that a wish was judged by on this row (its best term's)."""
    wish = scores.question.wishes[column]
    return wish.terms[int(scores.best_term[row, column])].measure if wish.terms else wish.measure


def part(scores: Scores, row: int, column: int) -> Part:
    """One wish's part of one row's score."""
    return _column(scores, [row], column, [float(scores.satisfaction[row, column])])[0]


def _column(scores: Scores, rows: Sequence[int], column: int, got: Sequence[float]) -> list[Part]:
    """One wish's part of the score of each row: what does not depend on the row is read once."""
    wish, cells = scores.question.wishes[column], scores.cells
    full, has_none = points(1.0, wish.weight), "" in wish.curve.categories
    told: list[Part] = []
    for row, satisfaction in zip(rows, got, strict=True):
        value = cells.told(row, column_of(scores, row, column) if wish.terms else wish.measure)
        if value == "" and not has_none:
            value = None
        facts = (wish.id, wish.label, wish.label_en, value, wish.unit, satisfaction, wish.weight)
        told.append(Part(*facts, full * satisfaction, value is not None))
    return told


def _sentence(kind: str, part: Part) -> Reason:
    zh, en = plain(part.value, part.unit)
    got, full = f"{part.points:.1f}", f"{100 * part.weight:.1f}"
    word, word_en = ("好", "good") if kind == "strength" else ("弱", "weak")
    text = f"{part.label}{word}: {zh}, 得 {got}/{full} 分"
    text_en = f"{part.label_en} is {word_en}: {en}, {got} of {full} points"
    return Reason("strength" if kind == "strength" else "weakness", part.wish, text, text_en)


def _unknown_part(part: Part) -> Reason:
    return Reason(
        "caveat",
        part.wish,
        f"{part.label}无数据, 按中性 {part.satisfaction:.0%} 计, 待核实",
        f"{part.label_en}: no data, judged neutral at {part.satisfaction:.0%}; to be checked",
    )


def _failed(limit: LimitResult) -> Reason:
    zh, en = plain(limit.value, limit.unit)
    text = f"{limit.label}不符: {zh}; {limit.change}"
    return Reason("limit", limit.limit, text, f"fails “{limit.label_en}”: {en}; {limit.change_en}")


def _unknown_limit(limit: LimitResult) -> Reason:
    return Reason(
        "caveat",
        limit.limit,
        f"{limit.label}无数据, 未据此排除, 待核实",
        f"{limit.label_en}: no data; not excluded for it, to be checked",
    )
