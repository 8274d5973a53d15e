"""Compiled loops: where nothing can be cached, and how rows are cut among cores."""

from __future__ import annotations

import numpy as np
import pytest

from geo.features.compiled import ROWS_PER_THREAD, compiled, over_rows


def test_a_loop_without_a_place_for_its_cache_is_compiled_all_the_same():
    # code without a file stands for an install that may be written to nowhere
    room: dict[str, object] = {}
    exec("def twice(x):\n    return 2 * x\n", room)  # noqa: S102

    twice = compiled(room["twice"])

    assert twice(21) == 42


@pytest.mark.parametrize("rows", [0, 1, ROWS_PER_THREAD, 5 * ROWS_PER_THREAD + 1])
def test_every_row_is_done_once_and_answers_stay_in_order(rows):
    done = np.zeros(rows, int)

    def count(first, last):
        done[first:last] += 1
        return list(range(first, last))

    answers = over_rows(count, rows)

    assert (done == 1).all()
    assert [row for answer in answers for row in answer] == list(range(rows))
