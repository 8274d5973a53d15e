"""A small district with a service over it, and one sheet of every template."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from api import plates
from api.plates import Look, Wanted
from api.schemas import BriefIn
from api.service import Service
from api.settings import Settings
from geo.model import AllocationAsk, AssemblyAsk, Project
from maps.static import Sheet
from tests.api.district import write_plan

# A1 and A2 share an edge; so do A3 and A4: two assemblies of 120亩.
NTH = {"A1": 0.0, "A2": 0.4, "A3": 1.2, "A4": 1.6, "A5": 3.0, "B1": 4.0}
USES = {"A1": "100101", "A2": "100101", "A3": "100101", "A4": "100102", "A5": "100101", "B1": "0901"}
STATUS = {"A1": "net", "A2": "net", "A3": "clearing", "A4": "uncleared", "A5": "supplied", "B1": "net"}
PROJECTS = (
    Project("P1", "谋划中的食品厂", "food", "plan", area_mu=60.0, park="west", acquire_by=date(2024, 3, 1)),
    Project("P2", "已签约的饮料厂", "food", "signed", area_mu=60.0, axis="main", open_by=date(2025, 5, 31)),
    Project("P3", "没有产业的项目", "", "signed", area_mu=60.0),
)


def service(names: dict[str, str] | None = None) -> Service:
    """A service over the six parcels, under other names where they are given."""
    folder = Path(mkdtemp(prefix="luodi-plates-"))
    parcels = {
        id_: {
            "use_code": USES[id_],
            "status": STATUS[id_],
            "nth": NTH[id_],
            "price_wan_per_mu": 30 + 10 * place,
            "holder": f"权利人{id_}",
            "township": "甲镇",
            **({"name": names[id_]} if names and id_ in names else {}),
        }
        for place, id_ in enumerate(NTH)
    }
    it = Service(Settings(home=folder / "workspace", plan=write_plan(folder / "plan", parcels=parcels)))
    it.load()
    return it


@cache
def usual() -> Service:
    """The service over the parcels as they are."""
    return service()


def wanted(template: str) -> Wanted:
    """What a plate of a template is asked for."""
    brief = BriefIn(industry="food", area_min_mu=50, area_max_mu=130, k=3)
    filled: dict[str, Any] = {"template": template, "brief": brief, "parcel": "A3"}
    asked = {
        "sets": AssemblyAsk(least=2, most=2, k=2),
        "turns": AllocationAsk(members=1),
        "projects": PROJECTS,
    }
    return Wanted(**filled, **asked)


def sheet(template: str, it: Service | None = None, **look: Any) -> Sheet:
    """A template filled with the small district."""
    return filled(wanted(template), it or usual(), Look(**look))


def filled(what: Wanted, it: Service, look: Look) -> Sheet:
    """A template filled with what the service's land may be told of."""
    return plates.sheet_for(plates.case_of(it, what, look))
