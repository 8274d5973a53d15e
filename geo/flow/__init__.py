"""The order of the stages, and nothing else: land in, a version, a question, an answer."""

from geo.flow.allocations import allocation
from geo.flow.around import schedule, surroundings
from geo.flow.asking import (
    answer,
    answers,
    ask,
    compare,
    land_by,
    question,
    scene,
    score_bytes,
    understand,
    why,
)
from geo.flow.assemblies import assemblies, fabric
from geo.flow.cutting import cuts, hall
from geo.flow.disclosure import shown, veil
from geo.flow.dossier import dossiers
from geo.flow.history import difference, difference_layer, ensure_loaded
from geo.flow.intake import Imported, Intake, commit, dry_run, import_file, refuse_removal
from geo.flow.kept import keep, kept
from geo.flow.land import Land, open_land, with_held
from geo.flow.ledger import USUAL_POOLS, ledger_within, reverse, supply_and_demand
from geo.flow.pins import pins
from geo.flow.projects import (
    aliases,
    brief_of,
    confirm_same,
    project_by_id,
    project_table,
    sound_projects,
    whom,
)
from geo.flow.standards import standards_check
from geo.flow.sureness import differences, prices, robustness, twins

__all__ = [
    "USUAL_POOLS",
    "Imported",
    "Intake",
    "Land",
    "aliases",
    "allocation",
    "answer",
    "answers",
    "ask",
    "assemblies",
    "brief_of",
    "commit",
    "compare",
    "confirm_same",
    "cuts",
    "difference",
    "difference_layer",
    "differences",
    "dossiers",
    "dry_run",
    "ensure_loaded",
    "fabric",
    "hall",
    "import_file",
    "keep",
    "kept",
    "land_by",
    "ledger_within",
    "open_land",
    "pins",
    "prices",
    "project_by_id",
    "project_table",
    "question",
    "refuse_removal",
    "reverse",
    "robustness",
    "scene",
    "schedule",
    "score_bytes",
    "shown",
    "sound_projects",
    "standards_check",
    "supply_and_demand",
    "surroundings",
    "twins",
    "understand",
    "veil",
    "whom",
    "why",
    "with_held",
]
