"""A large table lies in a file: what questions look at is in memory, and no more than that."""

import resource

import numpy as np
import pandas as pd

from geo import match
from geo.store.mapped import MANY, keep

NUMBERS = 50


def large() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    columns: dict[str, object] = {
        f"m{at:02d}": rng.random(MANY, np.float32) * np.float32(9e3) for at in range(NUMBERS)
    }
    columns["area_mu"] = rng.random(MANY)
    columns["net_date"] = np.arange(MANY).astype("datetime64[s]")
    columns["use_code"] = pd.Categorical.from_codes(rng.integers(0, 3, MANY), ["0901", "1001", ""])
    columns["utilities"] = rng.integers(0, 128, MANY).astype(np.uint8)
    return pd.DataFrame(columns, pd.Index([f"P{at:05d}" for at in range(MANY)], name="parcel_id"))


def test_a_table_in_a_file_is_the_same_table():
    table = large()

    packed = keep(table)

    pd.testing.assert_frame_equal(packed.table, table)
    for name in [*table, *table]:  # what left memory is there again
        np.testing.assert_array_equal(packed.column(name), match.pack(table).column(name))


def test_without_room_for_a_file_the_table_stays_in_memory():
    table = large()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MANY, limits[1]))
    try:
        packed = keep(table)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert packed.note is None
    assert packed.table is table


def test_a_column_lies_in_memory_once():
    table = large()
    packed = match.pack(table)

    for name in table:
        packed.column(name)

    # a day is a number of its own
    assert packed.bytes_per_row == 4
