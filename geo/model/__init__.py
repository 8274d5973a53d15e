"""Frozen values that two rooms or more share: the plan, the brief, the answer and its reasons.

Names of fields are the names in JSON. Chinese text stands in ``label``/``text``, English in the
``_en`` twin. Every number carries its unit in its name or in a ``unit`` beside it.
"""

from geo.model.answer import (
    Answer,
    Counts,
    LimitResult,
    LimitText,
    Loosening,
    NearMiss,
    Part,
    Reason,
    Relaxation,
    Replay,
    Suggestion,
    Why,
)
from geo.model.assembly import Assemblies, Assembly, AssemblyAsk, MemberFailure
from geo.model.basics import Basis, Progress, silent
from geo.model.comparison import Comparison, Difference, Twin, TwinPart
from geo.model.criteria import Curve, Limit, LimitOp, Measure, MeasureKind, Term, Threshold, Wish
from geo.model.freshness import AsOf
from geo.model.hold import Hold
from geo.model.land import (
    Change,
    Decision,
    DecisionAct,
    Descent,
    Finding,
    Lineage,
    Provenance,
    RawLayer,
    Report,
    Severity,
    Version,
    VersionKind,
)
from geo.model.plan import Area, Axis, Barrier, Checks, Constraint, Industry, KeepAway, Layer, Plan, Theme
from geo.model.practice import Practice, UsualArea
from geo.model.price import LimitPrice
from geo.model.project import (
    POOLS,
    SAME_PROJECT,
    Alias,
    NameCandidate,
    NameMatch,
    Pool,
    Project,
    ProjectTable,
    RowFault,
)
from geo.model.question import Brief, Question
from geo.model.robustness import DepartmentView, RankShare, Robustness, RobustnessAsk, Unseat, WeightInterval

__all__ = [
    "POOLS",
    "SAME_PROJECT",
    "Alias",
    "Answer",
    "Area",
    "AsOf",
    "Assemblies",
    "Assembly",
    "AssemblyAsk",
    "Axis",
    "Barrier",
    "Basis",
    "Brief",
    "Change",
    "Checks",
    "Comparison",
    "Constraint",
    "Counts",
    "Curve",
    "Decision",
    "DecisionAct",
    "DepartmentView",
    "Descent",
    "Difference",
    "Finding",
    "Hold",
    "Industry",
    "KeepAway",
    "Layer",
    "Limit",
    "LimitOp",
    "LimitPrice",
    "LimitResult",
    "LimitText",
    "Lineage",
    "Loosening",
    "Measure",
    "MeasureKind",
    "MemberFailure",
    "NameCandidate",
    "NameMatch",
    "NearMiss",
    "Part",
    "Plan",
    "Pool",
    "Practice",
    "Progress",
    "Project",
    "ProjectTable",
    "Provenance",
    "Question",
    "RankShare",
    "RawLayer",
    "Reason",
    "Relaxation",
    "Replay",
    "Report",
    "Robustness",
    "RobustnessAsk",
    "RowFault",
    "Severity",
    "Suggestion",
    "Term",
    "Theme",
    "Threshold",
    "Twin",
    "TwinPart",
    "Unseat",
    "UsualArea",
    "Version",
    "VersionKind",
    "WeightInterval",
    "Why",
    "Wish",
    "silent",
]
