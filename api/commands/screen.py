"""How the shell shows things: tables and lines in Chinese or English; text from data is never markup."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import orjson
import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from geo.errors import UnreadableFile

Lang = Literal["zh", "en"]
LangOption = Annotated[Lang, typer.Option("--lang", help="语言 | language")]
AnswerOption = Annotated[
    str, typer.Option("--answer", help="已有答复的编号, 代替需求 | an answer that was given, not a brief")
]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON 文档 | print the JSON document")]
WhoOption = Annotated[
    str, typer.Option("--who", help="经办人, 默认取 LUODI_WHO | by whom, LUODI_WHO by default")
]
Cells = Sequence[object]

# wide enough for a shortlist where no terminal says how wide it is
PIPED_WIDTH = 150


def console(*, stderr: bool = False) -> Console:
    """A console for this moment's standard output or error."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else PIPED_WIDTH
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, width=width)


def line(text: str, style: str = "", *, stderr: bool = False) -> None:
    """One line of text."""
    console(stderr=stderr).print(Text(text, style), soft_wrap=True)


def grid(
    heads: Sequence[str], rows: Iterable[Cells], *, numbers: Sequence[int] = (), title: str = ""
) -> None:
    """A table; ``numbers`` are the columns set flush right. Nothing is printed for no rows."""
    listed = list(rows)
    if not listed:
        return
    table = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    for at, head in enumerate(heads):
        table.add_column(Text(head), justify="right" if at in numbers else "left", overflow="fold")
    for row in listed:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console().print(table)


def document(body: bytes) -> None:
    """A JSON document on standard output, byte for byte; a person at a terminal gets a line end after it."""
    sys.stdout.flush()
    sys.stdout.buffer.write(body + (b"\n" if sys.stdout.isatty() else b""))
    sys.stdout.buffer.flush()


def json(value: object) -> None:
    """A value as a JSON document."""
    document(orjson.dumps(value))


def save(path: Path, body: bytes) -> None:
    """Write a file the user named, and say so on standard error.

    Raises:
        UnreadableFile: it cannot be written there.
    """
    with writing(path):
        path.write_bytes(body)
    line(f"✓ {path} ({len(body) / 1024:,.0f} KiB)", stderr=True)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the operating system has against a file, in our words.

    Raises:
        UnreadableFile: it cannot be written there.
    """
    try:
        yield
    except OSError as failed:
        why = failed.strerror or type(failed).__name__
        raise UnreadableFile(str(path), f"不能写入 ({why})。", f"cannot be written ({why}).") from failed
