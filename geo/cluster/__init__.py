"""Beyond one machine: the same features and matches over spatially partitioned land, on Dask."""

from geo.cluster.ask import answer, shapes
from geo.cluster.engine import connected
from geo.cluster.measure import measured
from geo.cluster.parts import Parts, divide, open_parts

__all__ = ["Parts", "answer", "connected", "divide", "measured", "open_parts", "shapes"]
