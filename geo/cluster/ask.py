"""One question to all pieces, and their answers made into one: exactly that of a single machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from distributed import Client, as_completed
from numpy.typing import NDArray

from geo import match
from geo.cluster import work
from geo.cluster.parts import Parts
from geo.codes import CodeTable
from geo.explain import answer as answering
from geo.explain import relax
from geo.match import Cells
from geo.model import Answer, Plan, Progress, Question, Relaxation, silent


def answer(
    client: Client,
    parts: Parts,
    plan: Plan,
    codes: CodeTable,
    question: Question,
    held: Mapping[str, str],
    progress: Progress = silent,
) -> Answer:
    """The document that one process would give for the same version, byte for byte.

    The best of all pieces are among the best of each; equal scores are in the order of parcel ids, which
    is that of the version. A worker that dies costs time: its pieces are looked at again elsewhere.

    Args:
        client: Workers that see the folder under the same path.
        parts: The version in pieces.
        plan: Its plan.
        codes: The plan's land-use codes.
        question: Compiled brief.
        held: Parcel id -> project.
        progress: Told ("match", pieces done, pieces in all).
    """
    pieces: list[work.Piece] = _everywhere(client, parts, progress, work.look, question, held)
    most, eligible = question.brief.k, sum(piece.eligible for piece in pieces)
    table = pd.concat([piece.table for piece in pieces])
    told = pd.concat([piece.told for piece in pieces])
    score, cost, is_best = _laid_out(pieces)
    ids = table.index.to_numpy(dtype=object).astype(str)
    best, near = np.flatnonzero(is_best), np.flatnonzero(~is_best)
    best = best[np.lexsort((ids[best], -score[best]))][:most]
    near = near[np.lexsort((ids[near], -score[near], cost[near]))][:most]
    shown = np.concatenate([best, near])
    cells = Cells(table.iloc[shown])
    shortlist = answering.Shortlist(
        top=tuple(range(len(best))),
        near=tuple(range(len(best), len(shown))),
        considered=sum(piece.considered for piece in pieces),
        eligible=eligible,
        excluded_by=_sums([piece.excluded_by for piece in pieces]),
        only=_sums([piece.only for piece in pieces]),
        relaxations=() if eligible else _ways_out(client, parts, question, held),
    )
    scores = match.judged(match.pack(cells.frame), cells, question)
    holders = tuple(held[one] for one in sorted(held))
    scene = answering.Scene(plan, parts.version, Cells(told.iloc[shown]), codes, tuple(sorted(held)), holders)
    return answering.told(shortlist, scores, scene)


def shapes(client: Client, parts: Parts, ids: list[str]) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Some parcels with their shapes, and their features, from wherever they are."""
    found = _everywhere(client, parts, silent, work.whole, ids)
    some = [one for one in found if len(one[0])] or found[:1]
    return gpd.GeoDataFrame(pd.concat([one[0] for one in some])), pd.concat([one[1] for one in some])


def _everywhere(
    client: Client, parts: Parts, progress: Progress, do: Callable[..., Any], *given: object
) -> list[Any]:
    """What a piece of work gives for every piece, in the order of the pieces."""
    asked = [client.submit(do, parts.folder, name, *given, pure=False) for name in parts.names]
    for done, _ in enumerate(as_completed(asked), start=1):
        progress("match", done, len(asked))
    return list(client.gather(asked))


def _laid_out(
    pieces: list[work.Piece],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Score, cost and whether it is one of the best, for the rows of all pieces one after another."""
    score = np.concatenate([piece.score for piece in pieces])
    cost = np.concatenate([np.concatenate([np.zeros(piece.best), piece.cost]) for piece in pieces])
    is_best = np.concatenate([np.arange(len(piece.score)) < piece.best for piece in pieces])
    return score, cost, is_best


def _sums(counts: list[NDArray[np.int64]]) -> tuple[int, ...]:
    return tuple(map(int, np.sum(counts, axis=0)))


def _ways_out(
    client: Client, parts: Parts, question: Question, held: Mapping[str, str]
) -> tuple[Relaxation, ...]:
    """Looked for among all rows that no law and no promise excludes, in the order of the version."""
    rows = pd.concat(_everywhere(client, parts, silent, work.ajar, question, held)).sort_index()
    scores = match.judged(match.pack(rows), Cells(rows), question)
    return relax.relaxations(scores, relax.costs(scores))
