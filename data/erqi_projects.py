"""Makes ``data/erqi/projects.csv``, the table of projects, from the articles' facts.

Run ``python -m data.erqi_projects [folder]``. Dates and figures were read from the quotes in
``erqi_source/projects_read.csv``. A fact with no pool (named in a caption only, or no project of the pools)
makes no row. 签约额 and 合作规模 are not 总投资 and stay with the facts.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "erqi"
READINGS = Path(__file__).parent / "erqi_source" / "projects_read.csv"
COLUMNS = (
    "id", "name", "aliases", "industry", "pool", "axis", "park", "area_mu", "invest_yi", "output_yi",
    "tax_yi", "acquire_by", "start_by", "open_by", "basis", "source", "quote", "as_of", "note",
)  # fmt: skip
TOTAL_INVESTMENT = {"P053"}  # the one project whose own 总投资 is printed


def build(folder: Path = FOLDER) -> None:
    """Write the table into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "projects.csv").write_bytes(table().encode())


def table() -> str:
    """The table as text, one row per named project that is in a pool."""
    read: dict[str, list[dict[str, str]]] = {}
    for row in _rows(READINGS):
        read.setdefault(row["id"], []).append(row)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for fact in _rows(FOLDER / "facts" / "projects.csv"):
        if fact["pool"]:
            writer.writerow(_project(fact, read.get(fact["id"], [])))
    return text.getvalue()


def _project(fact: Mapping[str, str], readings: list[dict[str, str]]) -> dict[str, str]:
    notes = [f"{one['field']} {one['value']}: “{one['quote']}” ({one['source']})" for one in readings]
    stated = {
        "axis": fact["axis_stated"],
        "park": fact["park_stated"],
        "invest_yi": fact["investment_yi_yuan"] if fact["id"] in TOTAL_INVESTMENT else "",
        "basis": "published",
        "note": "; ".join([f"阶段: {fact['stage_text']} (库为推断)", *notes]),
    }
    row = {name: fact.get(name, "") for name in COLUMNS} | stated
    return row | {one["field"]: one["value"] for one in readings}


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
    print("✓ projects.csv")
