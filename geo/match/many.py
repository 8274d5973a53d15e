"""Many questions in one pass over the columns: what they share is judged once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import over_rows
from geo.match.kernels import scan_many
from geo.match.packed import Packed, room
from geo.match.program import limit_program, wish_program
from geo.match.scores import MAX_LIMITS, points
from geo.model import Limit, Question, Wish

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Best:
    """The best rows of one question, and its counts in the order of its limits."""

    question: Question
    considered: int
    eligible: int
    rows: Ints
    score: NDArray[np.float64]
    excluded_by: Ints
    only: Ints


def many(packed: Packed, questions: Sequence[Question], k: int) -> list[Best]:
    """Match packed columns against several questions, as ``top`` does one by one.

    Args:
        packed: Columns of a version, with ``held``.
        questions: Compiled briefs; those that ask for the same limits and curves cost least.
        k: How many rows of each.

    Returns:
        One outcome per question, in their order; rows, scores and counts equal ``top``'s to the bit.

    Raises:
        UnknownName: a limit or wish looks at a column that the table does not have.
        BadBrief: a limit or curve does not go with its column.
    """
    found: list[Best] = []
    for batch in _batches(questions):
        found += _together(packed, batch, min(k, len(packed)))
    return found


def _batches(questions: Sequence[Question]) -> list[list[Question]]:
    """Questions in their order, cut where their different limits would exceed a bitset."""
    batches: list[list[Question]] = []
    seen: set[Limit] = set()
    for question in questions:
        more = seen | set(question.limits)
        if not batches or len(more) > MAX_LIMITS:
            batches.append([])
            more = set(question.limits)
        batches[-1].append(question)
        seen = more
    return batches


def _together(packed: Packed, questions: list[Question], k: int) -> list[Best]:
    limits = list(dict.fromkeys(limit for question in questions for limit in question.limits))
    wishes = {_key(wish): wish for question in questions for wish in question.wishes}
    names = list(wishes)
    shared = replace(questions[0], limits=tuple(limits), wishes=tuple(wishes.values()))
    programs = (limit_program(shared, packed), wish_program(shared, packed))
    asked = _asked(questions, limits, names)
    parts = over_rows(scan_many, len(packed), room(packed), *programs, asked, k)
    by = np.sum([part[2] for part in parts], axis=0)
    only = np.sum([part[3] for part in parts], axis=0)
    eligible = np.sum([part[4] for part in parts], axis=0)
    found = []
    for at, question in enumerate(questions):
        rows, score = (np.concatenate([part[i][at] for part in parts]) for i in (0, 1))
        order = np.lexsort((rows, -score))
        order = order[rows[order] >= 0][:k]
        own = [limits.index(limit) for limit in question.limits]
        counts = (by[own].astype(np.int64), only[at][own].astype(np.int64))
        found.append(Best(question, len(packed), int(eligible[at]), rows[order], score[order], *counts))
    return found


def _key(wish: Wish) -> str:
    """What a wish asks, whatever it counts here."""
    return repr(replace(wish, weight=0.0))


def _asked(
    questions: list[Question], limits: list[Limit], names: list[str]
) -> tuple[NDArray[np.uint64], Ints, Ints, NDArray[np.float64], NDArray[np.float64]]:
    masks = [sum(1 << limits.index(limit) for limit in set(question.limits)) for question in questions]
    begin = np.cumsum([0, *(len(question.wishes) for question in questions)])
    which = [names.index(_key(wish)) for question in questions for wish in question.wishes]
    full = np.array([points(1.0, wish.weight) for question in questions for wish in question.wishes])
    rest = np.zeros(len(full))
    for low, high in pairwise(begin):
        rest[low:high] = full[low:high].sum() - np.cumsum(full[low:high])
    return (
        np.array(masks, np.uint64),
        begin.astype(np.int64),
        np.array(which, np.int64),
        full.astype(np.float64),
        rest,
    )
