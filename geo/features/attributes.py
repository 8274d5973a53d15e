"""A parcel's own attributes as dense columns: categories, float32, dates, a bitset of utilities."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
from pandas.api.types import is_float_dtype, is_numeric_dtype

from geo.schema import STATUSES, UTILITIES

# Bit k of the column ``utilities`` is UTILITIES[k]. All bits set means nobody said: it passes every
# "has all of" test, as no data must, and differs from all seven connected (127).
UTILITIES_UNKNOWN = 255

NUMBERS = (
    "far_max",
    "far_min",
    "height_max_m",
    "density_max",
    "green_min",
    "price_wan_per_mu",
)


def utility_bits(tokens: Iterable[str]) -> int:
    """The bitset of some utilities.

    >>> utility_bits(["road", "power"])
    9

    Raises:
        ValueError: A token is not one of ``geo.schema.UTILITIES``.
    """
    return sum(1 << UTILITIES.index(token) for token in set(tokens))


def utilities(text: pd.Series) -> pd.Series:
    """Space-separated tokens -> uint8 bitset; ``UTILITIES_UNKNOWN`` where nothing is stated.

    Tokens that the schema does not know set no bit: the import has reported them.

    >>> utilities(pd.Series({"a": "road power", "b": None, "c": " ".join(UTILITIES)})).to_dict()
    {'a': 9, 'b': 255, 'c': 127}
    """
    codes, stated = pd.factorize(text)
    bits = [
        utility_bits(t for t in words.split() if t in UTILITIES) if words.strip() else UTILITIES_UNKNOWN
        for words in map(str, stated)
    ]
    # the code of a missing cell is -1: the last
    every = np.array([*bits, UTILITIES_UNKNOWN], dtype="uint8")
    return pd.Series(every[codes], index=text.index, name="utilities")


def category(text: pd.Series, known: Collection[str] = ()) -> pd.Series:
    """Text -> Categorical with "" for no data: ``known`` categories first, then the others sorted.

    >>> category(pd.Series(["idle", None]), ["net", "idle"]).cat.categories.tolist()
    ['net', 'idle', '']
    """
    codes, found = pd.factorize(text)
    words = [str(word) for word in found]
    others = sorted({*words} - {*known, ""})
    dtype = pd.CategoricalDtype([*dict.fromkeys(known), *others, ""])
    # the code of a missing cell is -1: the last
    places = dtype.categories.get_indexer(pd.Index([*words, ""]))
    return pd.Series(pd.Categorical.from_codes(places[codes], dtype=dtype), text.index, name=text.name)


def joined(one: pd.Series, two: pd.Series, known: Collection[str] = ()) -> pd.Series:
    """Two parts of a column of the table under one another, as if they had been one from the start.

    Categories that no row names any more are gone; a part without any data follows the other; numbers
    beside names are names.

    >>> both = joined(category(pd.Series(["b"])), category(pd.Series(["a", None])))
    >>> both.tolist(), both.cat.categories.tolist()
    (['b', 'a', ''], ['a', 'b', ''])
    """
    one, two = alike(one, two), alike(two, one)
    if not any(isinstance(part.dtype, pd.CategoricalDtype) for part in (one, two)):
        return pd.concat([one, two])
    one, two = (category(part) if is_float_dtype(part) else part for part in (one, two))
    words = [*one.cat.categories, *two.cat.categories]
    codes = np.concatenate([one.cat.codes, two.cat.codes.to_numpy("int64") + len(one.cat.categories)])
    others = sorted({words[code] for code in np.unique(codes)} - {*known, ""})
    dtype = pd.CategoricalDtype([*dict.fromkeys(known), *others, ""])
    places = pd.Categorical.from_codes(dtype.categories.get_indexer(pd.Index(words))[codes], dtype=dtype)
    return pd.Series(places, one.index.append(two.index))


def alike(column: pd.Series, other: pd.Series) -> pd.Series:
    """A column of the table without any data as the kind of ``other``; else as it is.

    >>> alike(category(pd.Series([None])), attribute(pd.Series([1.5]))).tolist()
    [nan]
    """
    named, other_named = (isinstance(one.dtype, pd.CategoricalDtype) for one in (column, other))
    if named and not other_named and (column == "").all() and is_float_dtype(other):
        return pd.Series(np.nan, column.index, dtype="float32")
    if other_named and not named and column.isna().all():
        return category(column)
    return column


def attribute(column: pd.Series) -> pd.Series:
    """Any further parcel column as the table keeps it: numbers float32, the rest a Categorical.

    >>> attribute(pd.Series([1, 2])).dtype, attribute(pd.Series(["x"])).dtype.name
    (dtype('float32'), 'category')
    """
    if is_numeric_dtype(column):
        return column.astype("float32")
    return category(column)


def attributes(parcels: pd.DataFrame) -> pd.DataFrame:
    """The parcel columns a match reads, on the index of ``parcels``; no data where one is absent.

    >>> one = attributes(pd.DataFrame({"use_code": ["100101"], "far_max": [2]}, index=["a"])).loc["a"]
    >>> one["use_code"], float(one["far_max"]), one["status"], float(one["price_wan_per_mu"]), one["net_date"]
    ('100101', 2.0, '', nan, NaT)
    """
    columns = {
        "use_code": category(_column(parcels, "use_code")),
        "status": category(_column(parcels, "status"), STATUSES),
        "township": category(_column(parcels, "township")),
    }
    for name in NUMBERS:
        columns[name] = pd.to_numeric(_column(parcels, name), errors="coerce").astype("float32")
    columns["net_date"] = pd.to_datetime(_column(parcels, "net_date")).astype("datetime64[s]")
    columns["utilities"] = utilities(_column(parcels, "utilities"))
    return pd.DataFrame(columns, index=parcels.index)


def _column(parcels: pd.DataFrame, name: str) -> pd.Series:
    """A column of the parcels, or one of missing values."""
    if name in parcels.columns:
        return parcels[name]
    return pd.Series(None, index=parcels.index, dtype="object")
