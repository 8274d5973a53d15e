"""Settings, from the environment (LUODI_…)."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from geo.errors import BadSetting
from maps.basemap import Basemap, basemap

LogLevel = Literal["debug", "info", "warning", "error"]


def bundled_plan() -> Path:
    """The folder of the plan that comes with the program."""
    return Path(str(resources.files("data").joinpath("erqi")))


class Settings(BaseSettings):
    """Where things lie and how the service behaves.

    ``home`` is the workspace; ``plan`` a plan folder in place of the bundled one; ``font`` a Chinese font
    for plates; ``who`` the name recorded with changes made from the shell; ``database_url`` a PostgreSQL
    server that keeps the land bank in place of the workspace. An upload may have ``upload_mib``, take
    ``upload_seconds`` in all and be silent for ``upload_idle_seconds``; a job may take ``job_seconds``;
    ``jobs_waiting`` may wait; an upload that nobody committed is kept for ``spool_hours``. With ``beside`` a
    second process answers briefs where there is a core for it; it has the land in memory too.

    ``basemap_url`` is the template of another host's tiles beneath the page's map, with
    ``basemap_attribution`` and ``basemap_datum``; without it nothing is asked of any other host.
    """

    model_config = SettingsConfigDict(env_prefix="LUODI_", env_ignore_empty=True, extra="ignore")

    home: Path = Path("workspace")
    plan: Path | None = None
    database_url: str = ""
    font: Path | None = None
    who: str = "luodi"
    log_level: LogLevel = "info"
    upload_mib: int = Field(2048, ge=1)
    upload_seconds: float = Field(1800, gt=0)
    upload_idle_seconds: float = Field(30, gt=0)
    job_seconds: float = Field(3600, gt=0)
    jobs_waiting: int = Field(8, ge=1)
    spool_hours: float = Field(24, gt=0)
    beside: bool = True
    basemap_url: str = ""
    basemap_attribution: str = ""
    basemap_datum: str = ""

    @property
    def plan_folder(self) -> Path:
        """The plan in use: LUODI_PLAN, else the bundled one."""
        return self.plan or bundled_plan()

    @property
    def basemap(self) -> Basemap | None:
        """The basemap that is asked for.

        Raises:
            BadSetting: it cannot be meant, or does not fit the map.
        """
        return basemap(self.basemap_url, self.basemap_attribution, self.basemap_datum)


def settings(**given: Any) -> Settings:
    """The settings of the environment; what is given wins.

    Raises:
        BadSetting: a variable cannot be meant.
    """
    try:
        meant = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        name = f"LUODI_{'_'.join(map(str, first['loc'])).upper()}"
        raise BadSetting(name, first.get("input"), str(first["msg"])) from wrong
    _ = meant.basemap  # a wrong one is told before anything is opened
    return meant
