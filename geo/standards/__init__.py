"""标准地预审: a project's figures against the parcel's conditions and the plan's policy tables."""

from geo.standards.check import Conditions, check

__all__ = ["Conditions", "check"]
