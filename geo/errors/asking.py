"""Plans and briefs that contradict themselves or name what is not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geo.errors.base import BadInput, NotFound


class BadPlan(BadInput):
    """A plan folder breaks its own rules."""

    code = "bad_plan"

    def __init__(self, where: str, zh: str, en: str, remedy_zh: str = "", remedy_en: str = "") -> None:
        super().__init__(f"{where}: {zh}", f"{where}: {en}", remedy_zh, remedy_en)


class BadBrief(BadInput):
    """A brief contradicts itself or holds a value that cannot be meant."""

    code = "bad_brief"

    def __init__(
        self, field: str, seen: object, zh: str, en: str, remedy_zh: str = "", remedy_en: str = ""
    ) -> None:
        self.field, self.seen = field, seen
        super().__init__(
            f"需求字段 {field} = {seen}: {zh}", f"Brief field {field} = {seen}: {en}", remedy_zh, remedy_en
        )


class UnknownIndustry(BadInput):
    """No industry of the plan has this name or code."""

    code = "unknown_industry"

    def __init__(self, asked: str, nearest: Iterable[str]) -> None:
        near = ", ".join(nearest)
        super().__init__(
            f"规划里没有产业“{asked}”。",
            f"The plan knows no industry “{asked}”.",
            f"最接近的是: {near}。",
            f"Nearest: {near}.",
        )


class UnknownName(BadInput):
    """An axis, zone, park, layer, measure or wish that the plan does not have."""

    code = "unknown_name"

    def __init__(self, kind_zh: str, kind_en: str, asked: str, known: Iterable[str]) -> None:
        names = ", ".join(known)
        super().__init__(
            f"规划里没有{kind_zh}“{asked}”。",
            f"The plan has no {kind_en} “{asked}”.",
            f"可用: {names}。",
            f"Known: {names}.",
        )


class InconsistentPairs(BadInput):
    """AHP judgements contradict one another beyond the accepted ratio."""

    code = "inconsistent_pairs"

    def __init__(self, ratio: float, accepted: float) -> None:
        self.ratio = ratio
        super().__init__(
            f"两两比较的一致性比率 CR = {ratio:.3f}, 超过 {accepted:g}。",
            f"The judgements' consistency ratio is {ratio:.3f}, above {accepted:g}.",
            "请调整互相矛盾的判断, 或写明 force 强制采用。",
            "Revise the contradicting judgements, or force them.",
        )


class BadProjects(BadInput):
    """Rows of a table of projects that cannot be meant."""

    code = "bad_projects"
    shown = 5

    def __init__(self, count: int, faults: Sequence[tuple[str, str]]) -> None:
        first = faults[: self.shown]
        more, more_en = (
            (f" 等 {count} 处", f" and {count - len(first)} more") if count > len(first) else ("", "")
        )
        super().__init__(
            f"项目表有 {count} 处不能采用: {'; '.join(zh for zh, _ in first)}{more}。",
            f"The table of projects has {count} faults: {'; '.join(en for _, en in first)}{more_en}.",
            "请改正所列单元格。",
            "Mend the cells named.",
        )


class BadAllocation(BadInput):
    """An allocation that contradicts itself: quotas, locked placements, figures that are missing."""

    code = "bad_allocation"

    def __init__(self, about: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> None:
        super().__init__(f"{about}: {zh}", f"{about}: {en}", remedy_zh, remedy_en)


class NoSchedule(BadInput):
    """No days can be reckoned for a parcel."""

    code = "no_schedule"

    def __init__(self, parcel_id: str, zh: str, en: str) -> None:
        super().__init__(
            f"地块 {parcel_id}: {zh}",
            f"Parcel {parcel_id}: {en}",
            "请换一宗地, 或补上净地日期。",
            "Choose another parcel, or state its day of clearing.",
        )


class NoSuchTile(NotFound):
    """A tile beyond the edge of the world."""

    code = "no_such_tile"

    def __init__(self, z: int, x: int, y: int) -> None:
        last = 2**z - 1
        super().__init__("瓦片", "tile", f"{z}/{x}/{y}")
        self.remedy_zh = f"第 {z} 级的列号与行号在 0–{last} 之间。"
        self.remedy_en = f"Columns and lines of zoom {z} are 0–{last}."
