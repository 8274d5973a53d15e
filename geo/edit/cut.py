"""One shape -> its pieces, which cover it exactly: cut along a line, or along the outlines of given parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

# drawn points that come so near to the outline are meant to lie on it: survey points are good to 5 cm
REACH_M = 0.05


def by_line(shape: BaseGeometry, line: BaseGeometry) -> list[BaseGeometry]:
    """Pieces on the sides of a line, from west to east, then from south to north.

    The line may end up to 5 cm short of the outline. A part of the shape that the line does not touch
    is a piece of its own.

    Returns:
        As many pieces as the shape has parts when nothing was cut.

    Examples:
        >>> [piece.area for piece in by_line(shapely.box(0, 0, 10, 4), LineString([(3, -1), (3, 5)]))]
        [12.0, 28.0]
    """
    pieces = _faces(shape, [_longer(part) for part in shapely.get_parts(line)])
    middle = [piece.centroid for piece in pieces]
    order = sorted(
        range(len(pieces)), key=lambda nth: (round(middle[nth].x, 3), round(middle[nth].y, 3), nth)
    )
    return [pieces[nth] for nth in order]


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """What came of a cut by parts. ``rest``: what no part claims; empty where nothing is left."""

    pieces: tuple[BaseGeometry, ...]
    rest: BaseGeometry
    beyond_m2: float  # of the parts outside the shape


def by_parts(shape: BaseGeometry, parts: Sequence[BaseGeometry]) -> Cut:
    """Pieces of a shape as some parts divide it.

    Corners of the parts within 5 cm of the outline are moved onto it. The pieces and the rest cover the
    shape exactly, whatever the parts leave out or claim twice.

    Args:
        shape: What is cut.
        parts: Valid, in the order of the pieces; a part that lies elsewhere gives an empty piece.

    Examples:
        >>> cut = by_parts(shapely.box(0, 0, 10, 4), [shapely.box(0.01, 0, 3, 3.99)])
        >>> cut.pieces[0].area, cut.rest.area, cut.beyond_m2
        (12.0, 28.0, 0.0)
    """
    fitted = [onto(part, shape.boundary, REACH_M) for part in parts]
    faces = _faces(shape, [part.boundary for part in fitted])
    # every face to the part that claims most of it, or to nobody
    claimed = np.array([[face.intersection(part).area / face.area for part in fitted] for face in faces])
    owner = np.where(claimed.max(axis=1) >= 0.5, claimed.argmax(axis=1), len(parts))  # noqa: PLR2004 (half)
    owner = _without_strips(faces, owner)
    pieces = [
        _joined([face for face, who in zip(faces, owner, strict=True) if who == nth])
        for nth in range(len(parts) + 1)
    ]
    beyond = shapely.union_all(fitted).difference(shape).area if fitted else 0.0
    return Cut(tuple(pieces[:-1]), pieces[-1], float(beyond))


def with_rest(cut: Cut) -> tuple[BaseGeometry, ...]:
    """The pieces with the rest given to those it borders on most: for a rest too slight to be land."""
    pieces = list(cut.pieces)
    for scrap in shapely.get_parts(cut.rest):
        borders = [piece.intersection(scrap).length for piece in pieces]
        best = int(np.argmax(borders))
        pieces[best] = _joined([pieces[best], scrap])
    return tuple(pieces)


def onto(drawn: BaseGeometry, outlines: BaseGeometry, reach_m: float) -> BaseGeometry:
    """A drawn area with its corners moved onto corners of some outlines, else onto those lines, if near.

    >>> onto(shapely.box(0.01, 0, 5, 9), shapely.box(0, 0, 10, 4).boundary, 0.05).bounds
    (0.0, 0.0, 5.0, 9.0)
    """

    def moved(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        near = shapely.distance(shapely.points(xy), outlines) <= reach_m
        found = xy.copy()
        # the end of the shortest line that lies on the outline
        found[near] = shapely.get_coordinates(shapely.shortest_line(shapely.points(xy[near]), outlines))[1::2]
        return found

    fitted = shapely.transform(shapely.snap(drawn, outlines, reach_m), moved)
    return fitted if fitted.is_valid else drawn


def width_m(shape: BaseGeometry) -> float:
    """Mean width of an area [m]: of a long strip, its width.

    >>> round(width_m(shapely.box(0, 0, 1000, 1)), 2)
    1.0
    """
    return float(2 * shape.area / shape.length) if shape.length else 0.0


def _faces(shape: BaseGeometry, lines: Sequence[BaseGeometry]) -> list[Polygon]:
    """The polygons into which lines divide a shape, its outline kept to the last digit."""
    noded = shapely.union_all([shape.boundary, *lines])
    faces = shapely.get_parts(shapely.polygonize([noded]))
    shapely.prepare(shape)
    return [face for face in faces if shape.covers(face.point_on_surface())]


def _without_strips(faces: Sequence[Polygon], owner: NDArray[np.intp]) -> NDArray[np.intp]:
    """Owners of faces, a strip narrower than drawing is exact going with the neighbour it borders on most."""
    slight = np.array([width_m(face) < REACH_M for face in faces])
    settled = owner.copy()
    if slight.all():
        return settled
    wide = np.flatnonzero(~slight).tolist()
    for nth in np.flatnonzero(slight).tolist():
        borders = [faces[nth].intersection(faces[other]).length for other in wide]
        settled[nth] = owner[wide[int(np.argmax(borders))]]
    return settled


def _longer(line: LineString) -> LineString:
    """A line a little longer at both ends, so that one drawn from edge to edge cuts through."""
    xy = shapely.get_coordinates(line)
    steps = np.hypot(*np.diff(xy, axis=0).T)
    if not steps.size or not steps[0] or not steps[-1] or (xy[0] == xy[-1]).all():
        return line
    first = xy[0] + (xy[0] - xy[1]) * REACH_M / steps[0]
    last = xy[-1] + (xy[-1] - xy[-2]) * REACH_M / steps[-1]
    return LineString(np.vstack([first, xy[1:-1], last]) if len(xy) > 2 else np.vstack([first, last]))  # noqa: PLR2004


def _joined(faces: Sequence[BaseGeometry]) -> BaseGeometry:
    """Faces as one shape, an empty one where there are none."""
    return shapely.union_all(list(faces)) if len(faces) else Polygon()
