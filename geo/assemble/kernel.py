"""The compiled search: every connected set once, from its best member on, as long as it can win.

Sets are enumerated as in Wernicke (2006), Efficient detection of network motifs, IEEE/ACM TCBB 3(4):
a set is grown only by neighbours ranked after its first member, each branch by those not yet seen.
Nodes are ranked by their own score, so that no set beats what its first member promises.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.features.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Nodes = tuple[Floats, Floats, Floats, Ints, NDArray[np.bool_], Ints]
Edges = tuple[Ints, Ints, Floats]
Curve = tuple[Floats, Floats]
Chosen = tuple[Ints, Ints, Floats]

ROUNDING = 1e-7


@compiled
def best_sets(
    nodes: Nodes, edges: Edges, curve: Curve, knobs: Floats, chosen: Chosen, most: int, effort: int
) -> tuple[Ints, Ints, Floats, int, float]:
    """The best connected sets of ranked nodes.

    Args:
        nodes: Area [亩], points of the wishes, perimeter [m], holder (-1 unknown), whether it fails a
            limit, row in the table; ranked by falling points.
        edges: CSR of neighbours with shared length [m].
        curve: Points of the area wish (x [亩], y), empty for none.
        knobs: Least and most area [亩], least and most members, members that may fail, full points of
            the area wish, of compactness and of holders, share of area in common with a chosen set.
        chosen: Sets already chosen: starts, nodes, areas.
        most: How many sets to keep.
        effort: How many sets may be looked at.

    Returns:
        Sizes, members (nodes, by row of the table) and scores of the sets, best first; sets looked
        at; a bound on the score of every set that was not looked at (-inf when all were).
    """
    area, points, members = nodes[0], nodes[1], int(knobs[3])
    best = (np.zeros(most, np.int64), np.full((most, members), -1, np.int64), np.full(most, -np.inf))
    degree = np.max(np.diff(edges[0])) if len(area) else 0
    room = (members + 1) * (members + 1) * (degree + 1) + 2
    path = (np.zeros(members, np.int64), np.zeros((members + 1, 4)), np.zeros(len(area), np.bool_))
    stack = (
        np.empty(room, np.int64), np.zeros(members + 1, np.int64), np.zeros(members + 1, np.int64),
        np.empty(room, np.int64), np.zeros(members + 1, np.int64),
    )  # fmt: skip
    biggest = area.max() if len(area) else 0.0
    extras, explored = knobs[5] + knobs[6] + knobs[7], 0
    for root in range(len(area)):
        if points[root] + extras < best[2][most - 1] - ROUNDING:
            break
        if area[root] + (members - 1) * biggest < knobs[0]:
            continue
        done, left = _from_root(
            nodes, edges, curve, knobs, chosen, path, stack, best, root, biggest, effort - explored
        )
        explored += done
        if left:
            return best[0], best[1], best[2], explored, points[root] + extras
    return best[0], best[1], best[2], explored, -np.inf


@compiled
def _from_root(  # noqa: PLR0913, PLR0917 (arrays, not tuples of tuples, keep the loop fast)
    nodes: Nodes,
    edges: Edges,
    curve: Curve,
    knobs: Floats,
    chosen: Chosen,
    path: tuple[Ints, Floats, NDArray[np.bool_]],
    stack: tuple[Ints, Ints, Ints, Ints, Ints],
    best: tuple[Ints, Ints, Floats],
    root: int,
    biggest: float,
    effort: int,
) -> tuple[int, bool]:
    """Look at every set whose best member is ``root``; how many, and whether some were left."""
    inside, held, seen = path
    front, at, end, marked, first_mark = stack
    members, most, explored, depth = int(knobs[3]), len(best[2]), 0, 0
    # the empty set, whose only way on is the root
    front[0], at[0], end[0], marked[0], first_mark[0], marks = root, 0, 1, root, 0, 1
    seen[root] = True
    while depth >= 0:
        if at[depth] == end[depth]:
            # all ways on from here are gone: its neighbours are free again for the set before
            low = first_mark[depth]
            for i in range(low, marks):
                seen[marked[i]] = False
            marks, depth = low, depth - 1
            continue
        if explored >= effort:
            return explored, True
        node, count = front[at[depth]], depth + 1
        at[depth] += 1
        inside[depth] = node
        explored += 1
        _grow(nodes, inside, depth, held)
        if held[count, 0] > knobs[1] or held[count, 3] > knobs[4]:
            continue
        if held[count, 0] >= knobs[0] and count >= knobs[2]:
            _try(nodes, edges, curve, knobs, chosen, inside[:count], best)
        hope = _promise(held[count], nodes[1][root], biggest, members - count, knobs)
        if count < members and hope >= best[2][most - 1] - ROUNDING:
            first_mark[count] = marks
            marks = _open(edges, root, node, depth, stack, seen, marks)
            depth = count
    return explored, False


@compiled
def _open(
    edges: Edges,
    root: int,
    node: int,
    depth: int,
    stack: tuple[Ints, Ints, Ints, Ints, Ints],
    seen: NDArray[np.bool_],
    marks: int,
) -> int:
    """The ways on after taking ``node``: what is left of this front, then its neighbours nobody had."""
    front, at, end, marked, _ = stack
    start, other = edges[0], edges[1]
    new = end[depth]
    for i in range(at[depth], end[depth]):
        front[new] = front[i]
        new += 1
    for i in range(start[node], start[node + 1]):
        if other[i] > root and not seen[other[i]]:
            front[new], marked[marks] = other[i], other[i]
            seen[other[i]] = True
            new += 1
            marks += 1
    at[depth + 1], end[depth + 1] = end[depth], new
    return marks


@compiled
def _grow(nodes: Nodes, inside: Ints, depth: int, held: Floats) -> None:
    """Area, points × area, holders known, failing members after taking in ``inside[depth]``."""
    node = inside[depth]
    held[depth + 1, 0] = held[depth, 0] + nodes[0][node]
    held[depth + 1, 1] = held[depth, 1] + nodes[0][node] * nodes[1][node]
    new = nodes[3][node] >= 0
    for i in range(depth):
        new &= nodes[3][inside[i]] != nodes[3][node]
    held[depth + 1, 2] = held[depth, 2] + new
    held[depth + 1, 3] = held[depth, 3] + nodes[4][node]


@compiled
def _promise(held: Floats, ceiling: float, biggest: float, left: int, knobs: Floats) -> float:
    """What no set grown from this one exceeds: all that may still come is as good as its first member."""
    room = min(knobs[1] - held[0], left * biggest)
    if held[0] + room < knobs[0]:
        return -np.inf
    mean = (held[1] + room * ceiling) / (held[0] + room)
    # an unknown holder counts half: no more known ones than two can do worse
    return float(mean + knobs[5] + knobs[6] + knobs[7] * max(0.5, 1.0 / max(1.0, held[2])))


@compiled
def _try(
    nodes: Nodes,
    edges: Edges,
    curve: Curve,
    knobs: Floats,
    chosen: Chosen,
    inside: Ints,
    best: tuple[Ints, Ints, Floats],
) -> None:
    """Put a set among the best; its sums run in table order, whatever the way it was found."""
    size, sets, scores = best
    members = inside[np.argsort(nodes[5][inside])]
    score = set_score(nodes, edges, curve, knobs, members)
    last, at = len(scores) - 1, len(scores)
    while at > 0 and (
        scores[at - 1] < score
        or (scores[at - 1] == score and _after(nodes[5], sets[at - 1], size[at - 1], members))
    ):
        at -= 1
    if at > last or _in_common(nodes[0], chosen, members) > knobs[8]:
        return
    for i in range(last, at, -1):
        scores[i], size[i] = scores[i - 1], size[i - 1]
        sets[i] = sets[i - 1]
    scores[at], size[at] = score, len(members)
    sets[at, : len(members)] = members


@compiled
def set_score(nodes: Nodes, edges: Edges, curve: Curve, knobs: Floats, members: Ints) -> float:
    """Points of a set: area-weighted wishes, the area wish, the outline, the holders."""
    total, weighted, around, known, holders = 0.0, 0.0, 0.0, True, 0
    for i in range(len(members)):
        total += nodes[0][members[i]]
        weighted += nodes[0][members[i]] * nodes[1][members[i]]
        around += nodes[2][members[i]]
        new = True
        for j in range(i):
            new &= nodes[3][members[j]] != nodes[3][members[i]]
        holders += new
        known &= nodes[3][members[i]] >= 0
        for e in range(edges[0][members[i]], edges[0][members[i] + 1]):
            for j in range(len(members)):
                if edges[1][e] == members[j]:
                    around -= edges[2][e]
    fit = np.interp(total, curve[0], curve[1]) if len(curve[0]) else 0.0
    compact = min(1.0, 4 * np.pi * total * (10_000 / 15) / around**2) if around > 0 else 0.0
    few = 1.0 / holders if known else 0.5
    return float(weighted / total + knobs[5] * fit + knobs[6] * compact + knobs[7] * few)


@compiled
def _after(row: Ints, known: Ints, size: int, members: Ints) -> bool:
    """Whether a set of equal score stands after these members: larger, or later in the table."""
    if size != len(members):
        return bool(size > len(members))
    for i in range(size):
        if known[i] != members[i]:
            return bool(row[known[i]] > row[members[i]])
    return False


@compiled
def _in_common(area: Floats, chosen: Chosen, members: Ints) -> float:
    """The largest share of area in common with a chosen set, of the smaller of the two; 2 for the same."""
    worst, own = 0.0, 0.0
    for i in range(len(members)):
        own += area[members[i]]
    for one in range(len(chosen[2])):
        shared, same = 0.0, 0
        for i in range(len(members)):
            for j in range(chosen[0][one], chosen[0][one + 1]):
                if chosen[1][j] == members[i]:
                    shared += area[members[i]]
                    same += 1
        if same == len(members) and same == chosen[0][one + 1] - chosen[0][one]:
            return 2.0
        worst = max(worst, shared / min(own, chosen[2][one]))
    return worst
