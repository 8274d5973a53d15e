"""Supply against the pipeline: by group, by use, and the day on which a use runs out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linprog

from geo.codes import CodeTable
from geo.errors import UnknownName
from geo.ledger.demand import Demand, Supply, admitted
from geo.ledger.land import GROUPS
from geo.model import POOLS, BalanceRow, Plan, RunOut

BY = (*GROUPS, "net_year")
# so little land is rounding: less than a ㎡
NOTHING = 1e-6


def balance(
    table: pd.DataFrame, land: Supply, asked: Sequence[Demand], by: str, codes: CodeTable
) -> tuple[tuple[BalanceRow, ...], float]:
    """Land of each group against the projects that name it, and the demand that names none [亩].

    By ``use`` a row is a set of uses that some project may stand on: its supply is what these uses admit, its
    demand every project that can stand nowhere else, so that rows overlap and each must hold by itself.
    By ``net_year`` the demand of a year is what needs land in it.

    Raises:
        UnknownName: no such group.
    """
    if by not in BY:
        raise UnknownName("分组", "group", by, BY)
    if by == "use":
        return tuple(_by_use(land, asked, codes)), 0.0
    keys = keys_of(table, by)
    wanted = [_key_of(one, by) for one in asked]
    names = sorted({*keys.tolist(), *(key for key in wanted if key)})
    rows = [
        _row(
            key, key, land, keys == key, [one for one, name in zip(asked, wanted, strict=True) if name == key]
        )
        for key in names
    ]
    return tuple(rows), float(sum(one.area_mu for one, key in zip(asked, wanted, strict=True) if not key))


def keys_of(table: pd.DataFrame, by: str) -> NDArray[np.str_]:
    """The group of each row; of ``net_year`` the year in which it is or was cleared, "" where nobody says."""
    if by != "net_year":
        return table[GROUPS[by]].astype(str).to_numpy(dtype=str)
    years = pd.to_datetime(table["net_date"]).dt.year
    return np.array(["" if pd.isna(year) else str(int(year)) for year in years], dtype=str)


def short_mu(land: Supply, asked: Sequence[Demand], codes: CodeTable) -> float:
    """Demand that no open land admits by its use, however the land is dealt out; land as divisible [亩].

    The greatest deal is a linear programme over sets of uses × land uses, solved exactly by HiGHS.
    """
    sets = sorted({one.uses for one in asked})
    uses = sorted(set(land.use[land.open].tolist()))
    wanted = [sum(one.area_mu for one in asked if one.uses == each) for each in sets]
    offered = [float(land.mu[land.open & (land.use == use)].sum()) for use in uses]
    pairs = [
        (i, j) for i, each in enumerate(sets) for j, use in enumerate(uses) if codes.is_within(use, each)
    ]
    if not pairs:
        return float(sum(wanted))
    rows = np.zeros((len(sets) + len(uses), len(pairs)))
    for column, (i, j) in enumerate(pairs):
        rows[i, column] = rows[len(sets) + j, column] = 1.0
    dealt = linprog(-np.ones(len(pairs)), A_ub=rows, b_ub=[*wanted, *offered], method="highs")
    missing = float(sum(wanted)) + float(dealt.fun or 0.0)
    return missing if missing > NOTHING else 0.0


def runs_out(land: Supply, asked: Sequence[Demand], plan: Plan, codes: CodeTable) -> tuple[RunOut, ...]:
    """For each set of uses that projects may stand on, the day on which its land runs out.

    Counted is who can stand nowhere else. Days are the projects' (stated, or by the plan's pace); land is
    cleared on its 净地 day; land not net whose day nobody states is never counted as cleared.
    """
    return tuple(_run_out(each, land, asked, plan, codes) for each in sorted({one.uses for one in asked}))


def _run_out(
    uses: tuple[str, ...], land: Supply, asked: Sequence[Demand], plan: Plan, codes: CodeTable
) -> RunOut:
    rows = land.open & admitted(land, uses, codes)
    only = [one for one in asked if _within(one.uses, uses, codes)]
    dated = sorted((one for one in only if one.day), key=lambda one: one.day or date.max)
    days = pd.to_datetime(land.net_day).to_numpy(dtype="datetime64[D]")
    cleared = np.where(land.net, np.datetime64(plan.as_of), days)
    open_mu = float(land.mu[rows].sum())
    taken, net, whole = 0.0, None, None
    for one in dated:
        taken += one.area_mu
        day = np.datetime64(one.day)
        ready = float(land.mu[rows & (cleared <= day)].sum())
        net = net or (one if taken > ready + NOTHING else None)
        whole = whole or (one if taken > open_mu + NOTHING else None)
    name = "、".join(codes.name(code) for code in uses)
    text, text_en = _told(name, ", ".join(codes.name_en(code) for code in uses), net, whole)
    return RunOut(
        uses=uses,
        name=name,
        industries=tuple(dict.fromkeys(one.project.industry for one in only)),
        open_mu=open_mu,
        net_now_mu=float(land.mu[rows & (cleared <= np.datetime64(plan.as_of))].sum()),
        undated_mu=float(land.mu[rows & np.isnat(cleared)].sum()),
        demand_mu=float(sum(one.area_mu for one in only)),
        net_on=net.day if net else None,
        net_project=net.project.id if net else "",
        all_on=whole.day if whole else None,
        all_project=whole.project.id if whole else "",
        text=text,
        text_en=text_en,
    )


def _told(name: str, name_en: str, net: Demand | None, whole: Demand | None) -> tuple[str, str]:
    if net is None:
        return f"{name}: 现有项目用不尽", f"{name_en}: the pipeline does not use it up"
    zh = f"{name}: {net.day} 起净地不足 ({net.project.name})"
    en = f"{name_en}: cleared land is short from {net.day} ({net.project.name})"
    if whole is not None:
        zh, en = f"{zh}, {whole.day} 起全部用尽", f"{en}, all of it is used up on {whole.day}"
    return zh, en


def _by_use(land: Supply, asked: Sequence[Demand], codes: CodeTable) -> list[BalanceRow]:
    rows = []
    for each in sorted({one.uses for one in asked}):
        only = [one for one in asked if _within(one.uses, each, codes)]
        name = "、".join(codes.name(code) for code in each)
        rows.append(_row(" ".join(each), name, land, admitted(land, each, codes), only))
    return rows


def _within(uses: tuple[str, ...], others: tuple[str, ...], codes: CodeTable) -> bool:
    return all(codes.is_within(use, others) for use in uses)


def _key_of(one: Demand, by: str) -> str:
    if by == "net_year":
        return str(one.day.year) if one.day else ""
    return {"axis": one.project.axis, "park": one.project.park}.get(by, "")


def _row(key: str, name: str, land: Supply, rows: NDArray[np.bool_], asked: Sequence[Demand]) -> BalanceRow:
    open_mu = float(land.mu[rows & land.open].sum())
    demand_mu = float(sum(one.area_mu for one in asked))
    by_pool = {pool: float(sum(one.area_mu for one in asked if one.project.pool == pool)) for pool in POOLS}
    return BalanceRow(
        key=key,
        name=name,
        parcels=int(np.count_nonzero(rows)),
        supply_mu=float(land.mu[rows].sum()),
        open_mu=open_mu,
        promised_mu=float(land.mu[rows & land.promised].sum()),
        projects=tuple(one.project.id for one in asked),
        demand_mu=demand_mu,
        demand_assumed_mu=float(sum(one.area_mu for one in asked if one.is_assumed)),
        demand_by_pool={pool: mu for pool, mu in by_pool.items() if mu},
        balance_mu=open_mu - demand_mu,
    )
