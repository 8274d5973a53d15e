"""时间可行: 净地, 供地, 开工 and 投产 against the days a project wants."""

from geo.schedule.dates import State, schedule

__all__ = ["State", "schedule"]
