"""A question put to the land: the whole outcome row by row, or at once the best rows of a province."""

from geo.match.cells import Cells
from geo.match.colour import packed_bytes
from geo.match.judged import judged
from geo.match.many import Best, many
from geo.match.packed import Packed, codes_of, pack, with_column
from geo.match.passing import failed_bits, open_rows
from geo.match.scores import (
    MAX_LIMITS,
    Scores,
    as_bytes,
    excluded_by,
    excluded_only_by,
    points,
    score,
)
from geo.match.top import Near, Top, parts, top

__all__ = [
    "MAX_LIMITS",
    "Best",
    "Cells",
    "Near",
    "Packed",
    "Scores",
    "Top",
    "as_bytes",
    "codes_of",
    "excluded_by",
    "excluded_only_by",
    "failed_bits",
    "judged",
    "many",
    "open_rows",
    "pack",
    "packed_bytes",
    "parts",
    "points",
    "score",
    "top",
    "with_column",
]
