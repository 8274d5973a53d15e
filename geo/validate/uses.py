"""Land-use codes against the plan's table: unknown ones are out, what was read for another is said."""

from __future__ import annotations

import difflib
import unicodedata

import numpy as np
import pandas as pd

from geo import codes
from geo.codes import NATIONAL, CodeTable
from geo.errors import UnknownCode
from geo.model import Plan
from geo.plan import code_table
from geo.validate.log import FILE, Log

# what offices write in a column for the system
SYSTEMS = {
    "用地用海": "landuse_sea",
    "国土空间用地用海": "landuse_sea",
    "用地用海分类": "landuse_sea",
    "三调": "third_survey",
    "国土三调": "third_survey",
    "第三次国土调查": "third_survey",
    "gb50137": "gb50137",
    "gb 50137": "gb50137",
    "gb 50137-2011": "gb50137",
    "城市用地分类": "gb50137",
}


def checked(table: pd.DataFrame, plan: Plan, log: Log) -> pd.DataFrame:
    """The table with ``use_code``, ``use_system`` and ``use_edition`` certain in every row that is in."""
    own = code_table(plan)
    stated = table["use_system"].to_numpy(dtype=object) != ""
    system = (
        table["use_system"].map(lambda name: SYSTEMS.get(name.casefold(), name)).replace("", plan.code_system)
    )
    mine = (system == plan.code_system).to_numpy(dtype=bool)
    edition = table["use_edition"].to_numpy(dtype=object)
    edition = np.where(
        edition != "", edition, np.where(mine, plan.code_edition, [_edition(one) for one in system])
    )
    told = table["use_code"].map(_plain)
    found = told.to_numpy(dtype=object).copy()
    group, distinct = pd.factorize(pd.Series(list(zip(told, system, edition, strict=True)), dtype=object))
    members = np.split(np.argsort(group, kind="stable"), np.cumsum(np.bincount(group))[:-1])
    for (code, where, when), rows in zip(distinct, members, strict=True):
        if code == "":
            continue
        is_own = (where, when) == (plan.code_system, plan.code_edition)
        known = own if is_own else _table(where, when)
        found[rows] = _one(code, where, when, rows, known, own=is_own, log=log)
    _ambiguous(found, stated, own, log)
    return table.assign(use_code=found, use_system=system.to_numpy(dtype=object), use_edition=edition)


def _one(
    code: str, system: str, edition: str, rows: np.ndarray, known: CodeTable | None, *, own: bool, log: Log
) -> str:
    """One distinct code of the file in its table."""
    count = len(rows)
    if known is not None and code in known.names:
        if not own:
            log.add("use_other_system", rows, [code] * count, system=[f"{system} {edition}"] * count)
        return code
    meant = _meant(code, known) if known is not None else ""
    if meant and known is not None:
        log.add("use_restored", rows, [code] * count, code=[meant] * count, name=[known.name(meant)] * count)
        return meant
    hint, hint_en = _hints(code, known)
    log.add(
        "use_unknown",
        rows,
        [code] * count,
        system=[f"{system} {edition}"] * count,
        hint=[hint] * count,
        hint_en=[hint_en] * count,
    )
    return code


def _meant(code: str, known: CodeTable) -> str:
    """The code meant by a name, by a code and its name, or by a code that lost its leading 0; else ""."""
    by_name: dict[str, list[str]] = {}
    for each, name in known.names.items():
        by_name.setdefault(_plain(name), []).append(each)
    if len(by_name.get(code, [])) == 1:
        return by_name[code][0]
    if code.isdigit() and len(code) % 2 and f"0{code}" in known.names:
        return f"0{code}"
    first = code.replace("(", " ").split(" ")[0].rstrip("-_、,")
    head = first if first in known.names else "".join(ch for ch in first if ch.isascii())
    rest = code.removeprefix(head).strip(" -_、,()") if head in known.names else ""
    return head if rest and _plain(known.name(head)) == rest else ""


def _hints(code: str, known: CodeTable | None) -> tuple[str, str]:
    """Where the code exists, or which ones are near."""
    elsewhere = codes.meanings(code)
    if elsewhere:
        text = "; ".join(f"{where}: {name}" for where, name in elsewhere.items())
        return f" (在 {text})", f" (it is in {text})"
    near = difflib.get_close_matches(code, list(known.names), n=3, cutoff=0.6) if known else []
    if near and known:
        text = ", ".join(f"{each} {known.name(each)}" for each in near)
        return f" (相近: {text})", f" (near: {text})"
    return "", ""


def _ambiguous(found: np.ndarray, stated: np.ndarray, own: CodeTable, log: Log) -> None:
    """Codes without a stated system that mean something else in another national table: once each."""
    if (own.system, own.edition) not in NATIONAL:
        return
    values, counts = np.unique(found[~stated & ~log.rejected].astype(str), return_counts=True)
    for code, count in zip(values, counts, strict=True):
        others = {
            where: name
            for where, name in codes.meanings(code).items()
            if not where.startswith(own.system) and name != own.names.get(code)
        }
        if code in own.names and others:
            log.add(
                "use_ambiguous",
                [FILE],
                [code],
                count=[int(count)],
                system=[f"{own.system} {own.edition}"],
                name=[own.name(code)],
                others=["; ".join(f"{where}: {name}" for where, name in others.items())],
            )


def _table(system: str, edition: str) -> CodeTable | None:
    try:
        return codes.national(system, edition)
    except UnknownCode:
        return None


def _edition(system: str) -> str:
    """The newest edition of a national system, "" for others."""
    return next((edition for name, edition in NATIONAL if name == system), "")


def _plain(code: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", code).split())
