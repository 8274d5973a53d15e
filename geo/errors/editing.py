"""Edits of parcels that cannot be: land that is held, lines that cut nothing, parts that do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from geo.errors.base import BadInput, LuodiError, NotFound

MOST_LISTED = 5


class HeldLand(LuodiError):
    """An edit or an earlier state would change land that is promised to a project."""

    code = "held_land"

    def __init__(self, parcel_id: str, project: str) -> None:
        self.parcel_id, self.project = parcel_id, project
        super().__init__(
            f"地块 {parcel_id} 已由“{project}”预留, 预留期间不能拆分、合并、改界或消失; 土地库未改动。",
            f"Parcel {parcel_id} is held by “{project}”; held land is not split, merged, redrawn or removed; "
            "the land bank is unchanged.",
            "请先与该项目协商释放 (luodi holds release), 改好后再为新地块登记预留。",
            "Agree with the project, release it (luodi holds release), edit, then hold the new parcels.",
        )


class Retired(NotFound):
    """A parcel that was split, merged or redrawn away."""

    code = "retired_parcel"

    def __init__(self, parcel_id: str, last_version: int, following: Iterable[str]) -> None:
        now = ", ".join(following)
        LuodiError.__init__(
            self,
            f"地块 {parcel_id} 只到第 {last_version} 版, 之后已拆分或合并。",
            f"Parcel {parcel_id} was there up to version {last_version}; then it was split or merged.",
            f"现为: {now}。" if now else "",
            f"It is now: {now}." if now else "",
        )


class NotCut(BadInput):
    """A line that does not cut its parcel in two."""

    code = "not_cut"

    def __init__(self, parcel_id: str) -> None:
        super().__init__(
            f"所给的线没有把地块 {parcel_id} 切开。",
            f"The line does not cut parcel {parcel_id} in two.",
            "线须从地块的一侧边界穿到另一侧 (端点可略出界), 坐标系请用 crs 写明。",
            "It must run from edge to edge (its ends may stand out); state its system with crs.",
        )


class PartsMismatch(BadInput):
    """Parts that do not make up the parcel they are parts of."""

    code = "parts_mismatch"

    def __init__(self, parcel_id: str, missing_m2: float, beyond_m2: float, tolerance_m2: float) -> None:
        super().__init__(
            f"各部分与地块 {parcel_id} 不符: 缺 {missing_m2:,.1f} ㎡, 超出 {beyond_m2:,.1f} ㎡ "
            f"(允许 {tolerance_m2:,.1f} ㎡)。",
            f"The parts do not make up parcel {parcel_id}: {missing_m2:,.1f} m² missing, "
            f"{beyond_m2:,.1f} m² beyond it ({tolerance_m2:,.1f} m² allowed).",
            "请改正各部分; 若余下的土地应自成一宗, 请加 rest。",
            "Mend the parts; if the land left over is to be a parcel of its own, ask for rest.",
        )


class PartsOverlap(BadInput):
    """Two new parcels that claim the same land."""

    code = "parts_overlap"

    def __init__(self, one: str, other: str, shared_m2: float, tolerance_m2: float) -> None:
        super().__init__(
            f"新地块 {one} 与 {other} 重叠 {shared_m2:,.1f} ㎡ (允许 {tolerance_m2:,.1f} ㎡)。",
            f"New parcels {one} and {other} overlap by {shared_m2:,.1f} m² ({tolerance_m2:,.1f} m² allowed).",
            "同一块地不能算两次, 请改正边界。",
            "The same land must not count twice: mend their boundary.",
        )


class NotAdjoining(BadInput):
    """Parcels to be merged that do not all hang together."""

    code = "not_adjoining"

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        apart = " | ".join(", ".join(group) for group in groups)
        super().__init__(
            f"地块不相连, 分成 {len(groups)} 组: {apart}。",
            f"The parcels do not adjoin; they fall into {len(groups)} groups: {apart}.",
            "合并的地块须两两以至少 1 米的边界相接连成一片; 请去掉不相连的, 或先补上中间的地块。",
            "Merged parcels must share at least 1 m of boundary: leave out those apart, "
            "or add what lies between.",
        )


class DifferingAttributes(BadInput):
    """Parcels to be merged that differ in attributes nobody has stated for the whole."""

    code = "differing_attributes"

    def __init__(self, cells: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        self.cells = {name: {value: tuple(ids) for value, ids in who.items()} for name, who in cells.items()}
        told = "; ".join(
            f"{name}: " + " / ".join(f"{value or '—'} ({', '.join(ids)})" for value, ids in who.items())
            for name, who in self.cells.items()
        )
        super().__init__(
            f"合并的地块有 {len(self.cells)} 项属性不同: {told}。",
            f"The parcels differ in {len(self.cells)} attributes: {told}.",
            "请逐项写明合并后的取值 (--set 字段=值), 或用 --like 地块编号 照其中一宗。",
            "State each for the whole (--set column=value), or take one parcel's with --like ID.",
        )


class LandTaken(BadInput):
    """A new shape that lies over land of parcels that the edit does not touch."""

    code = "land_taken"

    def __init__(self, parcel_ids: str, taken: Mapping[str, float], tolerance_m2: float) -> None:
        self.taken = dict(taken)
        most = sorted(self.taken.items(), key=lambda one: (-one[1], one[0]))[:MOST_LISTED]
        told = ", ".join(f"{other} {area_m2:,.1f} ㎡" for other, area_m2 in most)
        super().__init__(
            f"{parcel_ids} 的新边界压占邻宗地 {len(self.taken)} 宗: {told} (允许 {tolerance_m2:,.1f} ㎡)。",
            f"The new boundary of {parcel_ids} takes land of {len(self.taken)} neighbours: "
            f"{told.replace('㎡', 'm²')} ({tolerance_m2:,.1f} m² allowed).",
            "请收回边界, 或把这些邻宗地一并改界。",
            "Draw it back, or redraw those neighbours in the same edit.",
        )


class TooSlight(BadInput):
    """A new parcel too small or too narrow to be one."""

    code = "too_slight"

    def __init__(
        self, parcel_id: str, area_m2: float, width_m: float, least_m2: float, least_m: float
    ) -> None:
        super().__init__(
            f"新地块 {parcel_id} 有一部分太小或太窄: {area_m2:,.1f} ㎡, 宽约 {width_m:,.2f} 米 "
            f"(至少 {least_m2:,.1f} ㎡、{least_m:g} 米)。",
            f"New parcel {parcel_id} has a part too slight: {area_m2:,.1f} m², {width_m:,.2f} m wide "
            f"(at least {least_m2:,.1f} m² and {least_m:g} m).",
            "请移动分界线; 下限见规划 [checks] 的 min_mu 与 sliver_m。",
            "Move the boundary; the limits are min_mu and sliver_m in the plan's [checks].",
        )


class IdTaken(BadInput):
    """A new parcel under an id that another parcel has."""

    code = "id_taken"

    def __init__(self, parcel_id: str) -> None:
        super().__init__(
            f"编号 {parcel_id} 已属于另一宗地, 或在这次编辑里写了两次。",
            f"Id {parcel_id} belongs to another parcel, or is given twice in this edit.",
            "请另取编号, 或不写编号由系统按父宗地编号顺延。",
            "Choose another, or give none: children are numbered after their parent.",
        )


class BadEdit(BadInput):
    """An edit that is not wholly said, or says two things."""

    code = "bad_edit"


class OneParcel(BadEdit):
    """A merge of fewer than two parcels."""

    code = "one_parcel"

    def __init__(self) -> None:
        super().__init__("合并至少要两宗地块。", "A merge takes two parcels or more.")


class LongId(BadEdit):
    """Parcels whose ids are too long to be joined into one."""

    code = "long_id"

    def __init__(self, parcels: int) -> None:
        super().__init__(
            f"{parcels} 宗地块的编号连起来太长。",
            f"The ids of {parcels} parcels are too long when joined.",
            "请写明合并后的编号 (--into)。",
            "Give the whole an id (--into).",
        )


class DrawnElsewhere(BadEdit):
    """A new shape that shares no land with the parcel it is for."""

    code = "drawn_elsewhere"

    def __init__(self, parcel_id: str) -> None:
        super().__init__(
            f"地块 {parcel_id} 的新边界与原来毫无重叠。",
            f"The new shape of parcel {parcel_id} shares no land with the old one.",
            "请核对编号与坐标系; 换一块地请用导入。",
            "Check the id and the coordinate system; other land comes in by import.",
        )


class NothingStated(BadEdit):
    """An edit that says neither a new shape nor a new attribute for a parcel it names."""

    code = "nothing_stated"

    def __init__(self, parcel_ids: Iterable[str] = ()) -> None:
        named = ", ".join(parcel_ids)
        super().__init__(
            f"没有写明要改什么{f': {named}' if named else ''}。",
            f"The edit does not say what is to change{f': {named}' if named else ''}.",
            "改界须给每宗地块新边界, 改属性须写明字段与取值 (--set 字段=值)。",
            "A redraw takes a shape for every parcel, an alteration columns and values (--set column=value).",
        )


class LineOrParts(BadEdit):
    """A split by both a line and parts, or by neither."""

    code = "line_or_parts"

    def __init__(self) -> None:
        super().__init__(
            "拆分须给出一条线, 或各部分的面, 二者取一 (rest 只用于各部分)。",
            "A split takes a line, or the parts: one of the two (rest goes with parts).",
        )


class Miscounted(BadEdit):
    """Ids or attributes for more or fewer children than a split makes."""

    code = "miscounted"

    def __init__(self, given: int, children: int) -> None:
        super().__init__(
            f"给了 {given} 份编号或属性, 而拆分得到 {children} 宗地块。",
            f"Ids or attributes were given for {given} children, but the split makes {children}.",
            "请按次序给足 (用线拆分时自西向东、自南向北), 或一份也不给。",
            "Give all in order (along a line: west to east, then south to north), or none.",
        )


class ShapeCount(BadEdit):
    """More or fewer shapes than the edit or the lookup is about."""

    code = "shape_count"

    def __init__(self, given: int, wanted: int) -> None:
        super().__init__(
            f"给了 {given} 个图形, 应为 {wanted} 个。",
            f"{given} shapes were given, {wanted} are wanted.",
            "文件里每个图形算一个; 请按次序给足。",
            "Each shape of a file counts; give them in order.",
        )


class NoParent(BadEdit):
    """Attributes to be taken from a parcel that is not among those merged."""

    code = "no_parent"

    def __init__(self, like: str, parents: Iterable[str]) -> None:
        named = ", ".join(parents)
        super().__init__(
            f"属性参照地块 {like} 不在合并之列。",
            f"Parcel {like}, whose attributes are to be taken, is not among those merged.",
            f"请从 {named} 中选一宗。",
            f"Choose one of {named}.",
        )


class NotNumber(BadEdit):
    """A column of numbers that is given something else."""

    code = "not_number"

    def __init__(self, column: str, seen: object) -> None:
        super().__init__(
            f"{column} = {seen} 不是数值。",
            f"{column} = {seen} is not a number.",
            "请填写数值, 或留空。",
            "Give a number, or nothing.",
        )


class BadShape(BadInput):
    """A shape given for an edit or a lookup that is no line or polygon of the kind wanted."""

    code = "bad_shape"

    def __init__(self, what: str, why_zh: str, why_en: str) -> None:
        super().__init__(
            f"{what}: {why_zh}",
            f"{what}: {why_en}",
            "请给出 GeoJSON 或 WKT 的面 (拆分可用线), 坐标系用 crs 写明, 不写即经纬度。",
            "Give a polygon (or a line to split by) as GeoJSON or WKT, in degrees unless crs says otherwise.",
        )


class EditRefused(BadInput):
    """New parcels that the rules of the import would not let in."""

    code = "edit_refused"

    def __init__(self, found: Sequence[tuple[str, str, str]]) -> None:
        self.rules = tuple(rule for rule, _, _ in found)
        more = f" …({len(found)})" if len(found) > MOST_LISTED else ""
        super().__init__(
            "新地块没有通过检查: " + " ".join(zh for _, zh, _ in found[:MOST_LISTED]) + more,
            "The new parcels do not pass the checks: "
            + " ".join(en for *_, en in found[:MOST_LISTED])
            + more,
            "请改正后重试; 土地库未改动。",
            "Mend them and try again; the land bank is unchanged.",
        )
