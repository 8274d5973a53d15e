"""周边: who would be in the way, who would help, and who would share the customers."""

from geo.surroundings.near import around

__all__ = ["around"]
