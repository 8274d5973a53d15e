"""The house holds: style, types and the direction of imports, by the same commands as ``make check``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    ["ruff check .", "ruff format --check .", "mypy", "lint-imports --no-logo"],
)
def test_the_code_passes(command: str):
    program, *arguments = command.split()

    done = subprocess.run([BIN / program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_is_much_longer_than_300_lines():
    modules = [path for room in ("geo", "api", "maps", "data") for path in (ROOT / room).rglob("*.py")]

    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in modules
    }

    assert {name: length for name, length in lengths.items() if length > 360} == {}
