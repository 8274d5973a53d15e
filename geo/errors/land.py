"""Land that cannot come in as it is: files, coordinates, fields, codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from geo.errors.base import BadInput


class NotMetric(BadInput):
    """Areas or distances were asked of coordinates that are not metres."""

    code = "not_metric"

    def __init__(self, crs: object) -> None:
        super().__init__(
            f"坐标系 {crs} 的单位不是米, 不能量算面积或距离。",
            f"{crs} is not in metres, so areas and distances cannot be measured in it.",
            "请先投影到规划的平面坐标系。",
            "Project to the plan's metric CRS first.",
        )


class UnknownCrs(BadInput):
    """A file does not say which coordinate system it uses."""

    code = "unknown_crs"

    def __init__(self, source: str, guesses: Iterable[str] = ()) -> None:
        offered = ", ".join(guesses)
        super().__init__(
            f"{source} 没有注明坐标系。" + (f"按数值与规划边界看, 可能是 {offered}。" if offered else ""),
            f"{source} does not state its coordinate system."
            + (f" From its numbers it could be {offered}." if offered else ""),
            "请用 --crs EPSG:代码 写明; 不会替您猜。",
            "State it with --crs EPSG:code; it is never guessed for you.",
        )


class WrongPlace(BadInput):
    """The data lies outside the plan's boundary under the stated coordinate system."""

    code = "wrong_place"

    def __init__(self, source: str, crs: str, remedy_zh: str, remedy_en: str) -> None:
        super().__init__(
            f"{source} 按 {crs} 读出的位置不在规划边界内。",
            f"Read as {crs}, {source} lies outside the plan's boundary.",
            remedy_zh,
            remedy_en,
        )


class ShiftedDatum(BadInput):
    """Coordinates declared as WGS84/CGCS2000 look like GCJ-02 or BD-09."""

    code = "shifted_datum"

    def __init__(self, source: str, datum: str, offset_m: float) -> None:
        super().__init__(
            f"{source} 声明为 WGS84/CGCS2000, 但整体偏移约 {offset_m:.0f} 米, 与 {datum.upper()} 相符。",
            f"{source} claims WGS84/CGCS2000 but is shifted by some {offset_m:.0f} m, as {datum.upper()} is.",
            f"确认后请加 --datum {datum} 重新导入; 若确为 WGS84, 请加 --datum wgs84。",
            f"If so, import again with --datum {datum}; if it really is WGS84, with --datum wgs84.",
        )


class UnreadableFile(BadInput):
    """A file is missing, empty, damaged, of a refused kind, or too large."""

    code = "unreadable_file"

    def __init__(
        self, source: str, why_zh: str, why_en: str, remedy_zh: str = "", remedy_en: str = ""
    ) -> None:
        super().__init__(
            f"无法读取 {source}: {why_zh}", f"Cannot read {source}: {why_en}", remedy_zh, remedy_en
        )


class MissingColumns(BadInput):
    """Required fields are not in the file and no mapping names them."""

    code = "missing_columns"

    def __init__(self, missing: Iterable[str], present: Iterable[str]) -> None:
        lost, have = ", ".join(missing), ", ".join(map(str, present))
        first = lost.split(", ")[0]
        super().__init__(
            f"缺少字段 {lost}; 文件里有 {have}。",
            f"Missing fields {lost}; the file has {have}.",
            f"请用 --map {first}=文件里的字段名 对应。",
            f"Map them: --map {first}=their_name.",
        )


class ImportRefused(BadInput):
    """An import whose report has errors that leave nothing, or too little, to commit."""

    code = "import_refused"

    def __init__(self, source: str, rejected: int, total: int) -> None:
        super().__init__(
            f"{source}: {total} 行中 {rejected} 行被拒, 没有可入库的地块, 土地库未改动。",
            f"{source}: {rejected} of {total} rows were rejected, none is left; the land bank is unchanged.",
            "请按报告逐条处理后重新导入。",
            "Work through the report and import again.",
        )


class AmbiguousCode(BadInput):
    """Land-use codes that mean different things in different systems, and nobody says which it is."""

    code = "ambiguous_code"

    def __init__(self, asked: str, meanings: Iterable[str], offered: Iterable[str] = ()) -> None:
        text, likely = "; ".join(meanings), ", ".join(offered)
        super().__init__(
            f"用地代码 {asked} 在不同体系中含义不同: {text}。",
            f"Land-use code {asked} means different things: {text}.",
            "请写明代码体系与版本: --codes 体系:年份 (如 landuse_sea:2023), 或在 use_system 列逐行写明。"
            + (f"其余代码只见于: {likely}。" if likely else ""),
            "State the code system and edition: --codes SYSTEM:YEAR (such as landuse_sea:2023), or row by "
            "row in column use_system."
            + (f" The other codes are found only in: {likely}." if likely else ""),
        )


class UnknownCodeSystem(BadInput):
    """A land-use code system, or an edition of one, that nobody knows under this name."""

    code = "unknown_code_system"

    def __init__(self, asked: str, known: Iterable[str]) -> None:
        names = ", ".join(known)
        super().__init__(
            f"不认识用地代码体系“{asked}”。",
            f"There is no land-use code system “{asked}”.",
            f"可用: {names}。",
            f"Known: {names}.",
        )


class NoCrosswalk(BadInput):
    """No table leads from one land-use code system to the other."""

    code = "no_crosswalk"

    def __init__(self, source: str, target: str, known: Iterable[str]) -> None:
        names = ", ".join(known)
        super().__init__(
            f"没有从 {source} 到 {target} 的换算表。",
            f"No table leads from {source} to {target}.",
            f"可用: {names}。",
            f"Known: {names}.",
        )


class UnknownCode(BadInput):
    """A land-use code that its own system does not have."""

    code = "unknown_code"

    def __init__(self, asked: str, system: str, nearest: Iterable[str] = (), system_en: str = "") -> None:
        near = ", ".join(nearest)
        super().__init__(
            f"{system} 中没有用地代码 {asked}。",
            f"{system_en or system} has no land-use code {asked}.",
            f"最接近的是: {near}。" if near else "",
            f"Nearest: {near}." if near else "",
        )


class BadCrs(BadInput):
    """A coordinate system that nobody knows under this name."""

    code = "bad_crs"

    def __init__(self, asked: object) -> None:
        short = str(asked)[:80]
        super().__init__(
            f"不认识坐标系 {short}。",
            f"There is no coordinate system {short}.",
            "请写 EPSG 代码, 如 --crs EPSG:4547 (CGCS2000 3 度带 中央子午线 114)。",
            "Give an EPSG code, such as --crs EPSG:4547 (CGCS2000, 3°, central meridian 114).",
        )


class OldDatum(BadInput):
    """西安80 or 北京54 coordinates: no public parameters turn them into CGCS2000."""

    code = "old_datum"

    def __init__(self, crs: object, offered: str = "") -> None:
        told = f" 文件头写有转换参数 {offered}, 未套用。" if offered else ""
        told_en = f" Its head states the parameters {offered}, which were not applied." if offered else ""
        super().__init__(
            f"坐标系 {crs} 须有转换参数才能换算到 CGCS2000, 直接套用会偏移几十到一百多米。{told}",
            f"{crs} needs transformation parameters to become CGCS2000; without them it is up to 100 m off."
            + told_en,
            "请向测绘部门取得参数, 以 --transform 写明 (7 参数: 平移 X,Y,Z 米, 旋转 X,Y,Z 秒, 尺度 ppm; "
            "4 参数: 北移,东移 米, 旋转 秒, 尺度 ppm), 或请其转换为 CGCS2000 后再导入。",
            "Ask the survey office for them and state --transform (seven: shifts X,Y,Z in m, rotations X,Y,Z "
            "in arc seconds, scale in ppm; four: north, east in m, rotation, scale), or have it transformed.",
        )


class BadTransform(BadInput):
    """Transformation parameters that cannot be meant, or that nothing needs."""

    code = "bad_transform"

    def __init__(self, seen: Iterable[float], why_zh: str, why_en: str) -> None:
        shown = ",".join(f"{value:.12g}" for value in seen)
        super().__init__(
            f"转换参数 {shown}: {why_zh}",
            f"Transformation parameters {shown}: {why_en}",
            "7 参数: 平移 X,Y,Z 米, 旋转 X,Y,Z 秒, 尺度 ppm; 4 参数: 北移,东移 米, 旋转 秒, 尺度 ppm。",
            "Seven: shifts in m, rotations in arc seconds, scale in ppm; four: north, east, rotation, scale.",
        )


class ManyLayers(BadInput):
    """A file holds several layers and none was named, or the one named is not there."""

    code = "many_layers"

    def __init__(self, source: str, layers: Iterable[str], asked: str = "") -> None:
        names = ", ".join(layers)
        super().__init__(
            f"{source} 里{f'没有图层“{asked}”' if asked else '有多个图层'}: {names}。",
            f"{source} has {f'no layer “{asked}”' if asked else 'several layers'}: {names}.",
            "请用 --layer 图层名 指定其中一个。",
            "Name one of them with --layer NAME.",
        )


class BadAsOf(BadInput):
    """A date that data cannot be true for."""

    code = "bad_as_of"

    def __init__(self, asked: object, why_zh: str, why_en: str) -> None:
        super().__init__(
            f"数据时点 {str(asked)[:40]} 无效: {why_zh}",
            f"The as-of date {str(asked)[:40]} is invalid: {why_en}",
            "请写成 2024、2024-05 或 2024-05-31。",
            "Write 2024, 2024-05 or 2024-05-31.",
        )


class Undecidable(BadInput):
    """A planner's decision that cannot be made about the findings of a rule."""

    code = "undecidable"
    _ZH: ClassVar = {"accept": "接受", "fix": "修复", "reject": "退回"}

    def __init__(self, rule: str, act: str, allowed: Iterable[str]) -> None:
        acts = tuple(allowed)
        zh = "、".join(self._ZH[one] for one in acts)
        super().__init__(
            f"规则 {rule} 的问题不能“{self._ZH.get(act, act)}”。",
            f"Findings of {rule} cannot be decided by “{act}”.",
            f"可以: {zh}。" if acts else "这条规则没有可选的处理, 请改正文件。",
            f"Possible: {', '.join(acts)}." if acts else "There is no choice about this rule: mend the file.",
        )
