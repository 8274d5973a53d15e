"""Cells as people type them -> numbers, dates, tokens, text; what cannot be meant is no data, and is said."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from geo.schema import PARCEL, Column
from geo.validate.log import Log
from geo.validate.names import plain, read_table

# how tables say that nothing is known
NOTHING = frozenset(
    [
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "/",
        "\\",
        ".",
        "?",
        "？",
        "无",
        "空",
        "暂无",
        "不详",
        "待定",
        "待核实",
        "未知",
    ]
) | {"null", "none", "nan", "n/a", "na", "nat", "<na>", "#n/a", "#value!", "#ref!", "#null!"}
# units people write behind a number: the factor to ours, by column
UNITS: Mapping[str, Mapping[str, float]] = {
    "area_stated_m2": {
        "㎡": 1, "m2": 1, "m²": 1, "平方米": 1, "平米": 1, "平": 1, "亩": 10000 / 15, "mu": 10000 / 15,
        "公顷": 10000, "ha": 10000, "hm2": 10000,
    },
    "price_wan_per_mu": {"万元/亩": 1, "万/亩": 1, "元/m2": 1 / 15, "元/平方米": 1 / 15},
    "height_max_m": {"m": 1, "米": 1},
    "density_max": {"%": 0.01},
    "green_min": {"%": 0.01},
}  # fmt: skip
_NUMBER = re.compile(r"[≤≥<>=＜＞不大于小高低超过约]*([-+]?\d[\d,]*\.?\d*(?:e[-+]?\d+)?|[-+]?\.\d+)\s*(.*)")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?)?\s*月?(?:[ T].*)?")
_EXCEL_DAY_0 = dt.date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 … 2119
# letters of a cell that is text as it stands: ASCII, the common characters, their punctuation
_LETTER = r"[!-~\x{4E00}-\x{9FEF}（）、，。；：～－·]"
_PLAIN_TEXT = f"^{_LETTER}+( {_LETTER}+)*$"
_SPLIT = re.compile(r"[\s,，;；、/|+＋和及]+")


def typed(table: pd.DataFrame, log: Log) -> pd.DataFrame:
    """Every column of the contract with its type, absent ones without data; further columns after them.

    Text and tokens are ``""`` where there is no data, numbers NaN, dates NaT.
    """
    factors = table.attrs.get("factors", {})
    columns: dict[str, pd.Series] = {}
    for column in PARCEL:
        if column.name not in table.columns:
            columns[column.name] = _absent(column, table.index)
        elif column.kind == "number":
            columns[column.name] = _numbers(table[column.name], column, factors.get(column.name, 1.0), log)
        elif column.kind == "date":
            columns[column.name] = _dates(table[column.name], column, log)
        elif column.tokens:
            columns[column.name] = _tokens(table[column.name], column, log)
        else:
            columns[column.name] = text(table[column.name])
    more = {str(name): _as_is(table[name]) for name in table.columns if name not in columns}
    return pd.DataFrame(columns | more, index=table.index)


def named(table: pd.DataFrame, log: Log) -> None:
    """Tell the log the parcel ids, by which planners decided about single parcels."""
    log.named(text(table["parcel_id"]).tolist())


def text(cells: pd.Series) -> pd.Series:
    """Trimmed text, ``""`` for every way of saying nothing; whole numbers without ``.0``.

    >>> text(pd.Series([105.0, " A－1 ", "—", None])).tolist()
    ['105', 'A－1', '', '']
    """
    words = _mapped(cells, _text) if (as_is := _as_text(cells)) is None else as_is
    return words.astype("str")


def number(word: str, units: Mapping[str, float] | None = None) -> float | None:
    """A number as people write it; None when it is none.

    >>> number("1,204.5"), number("35%", {"%": 0.01}), number("12亩", {"亩": 10000 / 15}), number("≤2.5")
    (1204.5, 0.35, 8000.0, 2.5)
    >>> number("1.0-2.5"), number("3层")
    (None, None)
    """
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", word).strip().lower())
    if not found:
        return None
    unit = "".join(found.group(2).split())
    if unit and unit not in (units or {}):
        return None
    return round(float(found.group(1).replace(",", "")) * ((units or {})[unit] if unit else 1), 12)


def date(word: str) -> dt.date | None:
    """A day in the spellings of Chinese tables; the last day of a month when no day is given.

    >>> date("2024年5月31日"), date("2024/5/3"), date("20240531"), date("2024-02"), date("45443")
    (datetime.date(2024, 5, 31), datetime.date(2024, 5, 3), datetime.date(2024, 5, 31),
     datetime.date(2024, 2, 29), datetime.date(2024, 5, 31))
    >>> date("2024-13-01") is None
    True
    """
    plain_word = unicodedata.normalize("NFKC", word).strip().removesuffix(".0")
    if re.fullmatch(r"\d{8}", plain_word):
        plain_word = f"{plain_word[:4]}-{plain_word[4:6]}-{plain_word[6:]}"
    if plain_word.isascii() and plain_word.isdigit() and int(plain_word) in _EXCEL_DAYS:
        return _EXCEL_DAY_0 + dt.timedelta(days=int(plain_word))
    found = _DATE.fullmatch(plain_word)
    if not found:
        return None
    year, month, day = int(found.group(1)), int(found.group(2)), found.group(3)
    try:
        if day:
            return dt.date(year, month, int(day))
        return (dt.date(year, month, 1) + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    except ValueError:
        return None


# ---- columns ----------------------------------------------------------------------------------------------


def _numbers(cells: pd.Series, column: Column, factor: float, log: Log) -> pd.Series:
    if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
        values = cells.to_numpy(dtype="float64", na_value=np.nan)
        stated, words = ~np.isnan(values), values.astype(object)
    else:
        units = UNITS.get(column.name, {})
        words_series = text(cells)
        parsed = _mapped(words_series, lambda word: _number_or_nan(word, units, factor))
        values, words = parsed.to_numpy(dtype="float64"), words_series.to_numpy(dtype=object)
        # a unit in the cell beats the one in the column's name
        stated = words != ""
        factor = 1.0
        _unreadable(log, column, np.flatnonzero(stated & np.isnan(values)), words)
    values = np.round(values * factor, 12)
    low, high = (
        column.low if column.low is not None else -np.inf,
        column.high if column.high is not None else np.inf,
    )
    with np.errstate(invalid="ignore"):
        beyond = stated & ~np.isnan(values) & ~((values >= low) & (values <= high) & np.isfinite(values))
    rows = np.flatnonzero(beyond)
    hints = [_percent_hint(column, values[row]) for row in rows]
    log.add(
        "value_implausible",
        rows,
        words[rows],
        label=[column.label] * len(rows),
        label_en=[column.label_en.lower()] * len(rows),
        window=[_window(column)] * len(rows),
        hint=[hint[0] for hint in hints],
        hint_en=[hint[1] for hint in hints],
    )
    return pd.Series(np.where(beyond, np.nan, values), index=cells.index)


def _number_or_nan(word: str, units: Mapping[str, float], factor: float) -> float:
    if word == "":
        return np.nan
    bare = number(word)
    if bare is not None:
        return round(bare * factor, 12)
    found = number(word, units)
    return np.nan if found is None else found


def _window(column: Column) -> str:
    """The values that can be meant, with their unit."""
    low, high = column.low, column.high
    unit = "" if column.unit in {"", "share"} else f" {column.unit}"
    return f"≥ {low:g}{unit}" if high is None else f"{low:g}–{high:g}{unit}"


def _percent_hint(column: Column, value: float) -> tuple[str, str]:
    """A share above 1 is most likely a percentage."""
    if column.unit == "share" and 1 < value <= 100:  # noqa: PLR2004 - per cent
        return " (像是百分数, 请写成 0–1 或带 %)", " (it looks like a percentage: write 0–1, or %)"
    return "", ""


def _dates(cells: pd.Series, column: Column, log: Log) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(cells):
        days = cells.dt.tz_localize(None) if getattr(cells.dt, "tz", None) else cells
        return days.astype("datetime64[s]").dt.normalize()
    words = text(cells)
    values = _mapped(words, lambda word: np.datetime64(date(word) if word else None, "s"))
    days = pd.Series(values.to_numpy().astype("datetime64[s]"), index=cells.index)
    _unreadable(log, column, np.flatnonzero((words != "") & days.isna()), words.to_numpy(dtype=object))
    return days


def _tokens(cells: pd.Series, column: Column, log: Log) -> pd.Series:
    """One token, or for utilities several, from our tokens and the spellings of ``value_names.csv``."""
    words = text(cells)
    many = column.kind == "text"
    known = spellings(column.name)
    found = _mapped(words, lambda word: _known_tokens(word, column, known, many=many))
    unknown = _mapped(words, lambda word: bool(_unknown_words(word, known, many=many)))
    _unreadable(log, column, np.flatnonzero(unknown.to_numpy(dtype=bool)), words.to_numpy(dtype=object))
    return found


def _known_tokens(word: str, column: Column, known: Mapping[str, str], *, many: bool) -> str:
    tokens = {token for part in _parts(word, many=many) for token in known.get(part, "").split()}
    return " ".join(token for token in column.tokens if token in tokens)


def _unknown_words(word: str, known: Mapping[str, str], *, many: bool) -> list[str]:
    return [part for part in _parts(word, many=many) if part not in known]


def _parts(word: str, *, many: bool) -> list[str]:
    if not many:
        return [plain(word)] if word else []
    return [plain(part) for part in _SPLIT.split(word) if part]


@cache
def spellings(column: str) -> dict[str, str]:
    """Spellings of a column's tokens -> tokens, space-separated."""
    rows = read_table("value_names.csv")
    mine = rows[rows["column"] == column]
    return {plain(word): token for word, token in zip(mine["spelling"], mine["token"], strict=True)}


# ---- cells ------------------------------------------------------------------------------------------------


def _text(cell: Any) -> str:
    if cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    word = unicodedata.normalize("NFC", str(cell))
    word = " ".join("".join(letter if _shows(letter) else " " for letter in word).split())
    return "" if word.casefold() in NOTHING else word


def _shows(letter: str) -> bool:
    """Whether a letter may stand in a name: rare ones that this Python does not know may, controls not."""
    return letter.isprintable() or unicodedata.category(letter) in {"Cn", "Co"}


def _as_text(cells: pd.Series) -> pd.Series | None:
    """What ``_text`` makes of every cell, for columns of text or whole numbers: most cells need no look.

    Text of printable letters that no normalisation changes, with single spaces between, is itself.
    """
    if pd.api.types.is_integer_dtype(cells) and not cells.hasnans:
        return cells.astype("str")
    if not isinstance(cells.dtype, pd.StringDtype):
        return None
    letters = pa.chunked_array(pa.array(cells))
    as_it_is = compute.match_substring_regex(letters, _PLAIN_TEXT)
    nothing = compute.is_in(compute.utf8_lower(letters), pa.array(sorted(NOTHING)))
    plain_cells = compute.fill_null(compute.and_not(as_it_is, nothing), fill_value=False).to_numpy()
    rest = np.flatnonzero(~plain_cells)
    if not len(rest):
        return cells.astype("str")
    words = cells.to_numpy(dtype=object).copy()
    words[rest] = _mapped(cells.iloc[rest], _text).to_numpy()
    return pd.Series(words, index=cells.index, dtype="str")


def _mapped(cells: pd.Series, rule: Callable[[Any], Any]) -> pd.Series:
    """The rule applied once to every distinct cell."""
    same = cells if isinstance(cells.dtype, pd.StringDtype) else cells.astype(object)
    codes, distinct = pd.factorize(same, use_na_sentinel=True)
    # missing cells have the code -1: the last result is theirs
    results = np.empty(len(distinct) + 1, dtype=object)
    results[:-1] = [rule(cell) for cell in distinct]
    if (codes < 0).any():
        results[-1] = rule(None)
    return pd.Series(results[codes], index=cells.index, dtype=object)


def _unreadable(log: Log, column: Column, rows: np.ndarray, words: np.ndarray) -> None:
    log.add(
        "value_unreadable",
        rows,
        words[rows],
        label=[column.label] * len(rows),
        label_en=[column.label_en.lower()] * len(rows),
    )


def _absent(column: Column, index: pd.Index) -> pd.Series:
    if column.kind == "number":
        return pd.Series(np.nan, index=index, dtype="float64")
    if column.kind == "date":
        return pd.Series(pd.NaT, index=index).astype("datetime64[s]")
    return pd.Series("", index=index, dtype="str")


def _as_is(cells: pd.Series) -> pd.Series:
    """A column beyond the contract: numbers stay numbers, the rest is text."""
    return cells.astype("float64") if pd.api.types.is_numeric_dtype(cells) else text(cells)
