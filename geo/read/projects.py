"""A table of projects (CSV or TOML) -> its rows, every cell as the file has it."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

from geo.errors import UnreadableFile
from geo.model import Alias
from geo.read.encoding import detect

NAMES = ("projects.csv", "projects.toml")
MOST_BYTES, MOST_ROWS = 32 * 2**20, 100_000
KINDS = {".csv", ".toml"}
SAMPLE = 100_000
EXTRA = "\0"  # where the reader puts cells beyond the heading


def table_in(folder: Path) -> Path | None:
    """The table of projects that a plan folder brings."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


def rows(path: Path) -> list[dict[str, object]]:
    """Rows of a CSV (its first line the headings) or of the ``[[projects]]`` of a TOML file.

    Raises:
        UnreadableFile: missing, empty, too large, damaged or of another kind.
    """
    if path.suffix.lower() not in KINDS:
        words = ("项目表须是 .csv 或 .toml。", "a table of projects is a .csv or .toml file.")
        raise UnreadableFile(path.name, *words, "请另存为 CSV。", "Save it as CSV.")
    text = _text(path)
    found = _from_toml(text, path.name) if path.suffix.lower() == ".toml" else _from_csv(text, path.name)
    if len(found) > MOST_ROWS:
        seen = (
            f"有 {len(found):,} 行, 至多 {MOST_ROWS:,}。",
            f"holds {len(found):,} rows, at most {MOST_ROWS:,}.",
        )
        raise UnreadableFile(path.name, *seen)
    return found


def aliases(folder: Path) -> tuple[Alias, ...]:
    """Names that may mean one project, from ``facts/aliases.csv`` of a plan folder; none without the file.

    ``confirmed`` is true where the plan has confirmed them; anything else is undecided.
    """
    file = folder / "facts" / "aliases.csv"
    if not file.is_file():
        return ()
    said = _from_csv(_text(file), file.name)
    return tuple(
        Alias(
            str(row.get("name", "")),
            str(row.get("other_name", "")),
            True if str(row.get("confirmed", "")).strip().lower() == "true" else None,
            str(row.get("source", "")),
            str(row.get("note", "")),
        )
        for row in said
    )


def _text(path: Path) -> str:
    try:
        body = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError as failed:
        why = failed.strerror or type(failed).__name__
        raise UnreadableFile(path.name, f"不能打开 ({why})。", f"cannot be opened ({why}).") from failed
    if body is None:
        raise UnreadableFile(path.name, "超过 32 MiB。", "is larger than 32 MiB.")
    if not body.strip():
        raise UnreadableFile(path.name, "是空文件。", "is empty.")
    encoding = detect(body[:SAMPLE]) or "UTF-8"
    try:
        return body.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError) as broken:
        words = (f"不是有效的 {encoding} 文本。", f"is not valid {encoding} text.")
        raise UnreadableFile(path.name, *words, "请另存为 UTF-8。", "Save it as UTF-8.") from broken


def _from_csv(text: str, name: str) -> list[dict[str, object]]:
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    try:
        reader = csv.DictReader(
            io.StringIO(text, newline=""), delimiter=separator, restkey=EXTRA, strict=True
        )
        found: list[dict[str, object]] = []
        for row in reader:
            if any(str(cell).strip() for cell in row.pop(EXTRA, ())):
                at = reader.line_num
                words = (f"第 {at} 行的单元格多于表头。", f"line {at} has more cells than the heading.")
                raise UnreadableFile(name, *words, "含逗号的文字请加引号。", "Quote text that holds a comma.")
            if any(cell and cell.strip() for cell in row.values()):
                found.append(dict(row))
    except csv.Error as broken:
        raise UnreadableFile(name, f"CSV 已损坏: {broken}。", f"the CSV is damaged: {broken}.") from broken
    return found


def _from_toml(text: str, name: str) -> list[dict[str, object]]:
    try:
        told: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        raise UnreadableFile(name, f"不是有效的 TOML: {broken}", f"not valid TOML: {broken}") from broken
    found = told.get("projects", [])
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        words = ("没有 [[projects]]。", "has no [[projects]].")
        raise UnreadableFile(
            name, *words, "每个项目写一节 [[projects]]。", "Write one [[projects]] per project."
        )
    return found
