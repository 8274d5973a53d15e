"""切分与排布: cut a site so that the rest is usable, and fit halls into it."""

from geo.cut.halls import Stand, largest, stand
from geo.cut.lines import Division, divisions, frontage_m, width_m

__all__ = ["Division", "Stand", "divisions", "frontage_m", "largest", "stand", "width_m"]
