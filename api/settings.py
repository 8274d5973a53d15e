"""Settings, from the environment (LUODI_…)."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


def bundled_plan() -> Path:
    """The folder of the plan that comes with the program."""
    return Path(str(resources.files("data").joinpath("erqi")))


class Settings(BaseSettings):
    """Where things lie and how the service behaves."""

    model_config = SettingsConfigDict(env_prefix="LUODI_", extra="ignore")

    home: Path = Path("workspace")
    plan: Path | None = None
    database_url: str = ""
    font: Path | None = None
    who: str = "luodi"

    @property
    def plan_folder(self) -> Path:
        """The plan in use: LUODI_PLAN, else the bundled one."""
        return self.plan or bundled_plan()
