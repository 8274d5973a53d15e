"""项目: rows of a table made into projects, names told apart, and what a project asks of the land."""

from geo.projects.brief import brief_of, stated_area_mu
from geo.projects.names import confirmed, resolve, same_groups
from geo.projects.rows import projects
from geo.projects.signal import signal

__all__ = ["brief_of", "confirmed", "projects", "resolve", "same_groups", "signal", "stated_area_mu"]
