"""Every error Luodi raises, named after the state of the world, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar


class LuodiError(Exception):
    """Base of all: a stable ``code``, a Chinese and an English sentence, and a remedy.

    Subclasses build their wording from facts; callers never write messages.
    """

    code: ClassVar[str] = "luodi_error"

    def __init__(self, zh: str, en: str, remedy_zh: str = "", remedy_en: str = "") -> None:
        self.zh, self.en = zh, en
        self.remedy_zh, self.remedy_en = remedy_zh, remedy_en
        super().__init__(" ".join(part for part in (zh, remedy_zh, "|", en, remedy_en) if part))


class BadInput(LuodiError):
    """What came in cannot be used as it is; nothing was written."""

    code = "bad_input"


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

    def __init__(self, crs: object) -> None:
        super().__init__(
            f"坐标系 {crs} 须有转换参数才能换算到 CGCS2000, 直接套用会偏移几十到一百多米。",
            f"{crs} needs transformation parameters to become CGCS2000; without them it is up to 100 m off.",
            "请先由测绘部门转换为 CGCS2000 (如 EPSG:4547) 后再导入。",
            "Have it transformed to CGCS2000 (such as EPSG:4547) by the survey office, then import.",
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


class AmbiguousCode(BadInput):
    """A land-use code that means different things in different systems."""

    code = "ambiguous_code"

    def __init__(self, asked: str, meanings: Iterable[str]) -> None:
        text = "; ".join(meanings)
        super().__init__(
            f"用地代码 {asked} 在不同体系中含义不同: {text}。",
            f"Land-use code {asked} means different things: {text}.",
            "请写明代码体系与版本。",
            "State the code system and edition.",
        )


class UnknownCode(BadInput):
    """A land-use code that its own system does not have."""

    code = "unknown_code"

    def __init__(self, asked: str, system: str, nearest: Iterable[str] = ()) -> None:
        near = ", ".join(nearest)
        super().__init__(
            f"{system} 中没有用地代码 {asked}。",
            f"{system} has no land-use code {asked}.",
            f"最接近的是: {near}。" if near else "",
            f"Nearest: {near}." if near else "",
        )


class NotFound(LuodiError):
    """What was asked for by id does not exist."""

    code = "not_found"

    def __init__(self, kind_zh: str, kind_en: str, asked: object) -> None:
        super().__init__(f"没有{kind_zh} {asked}。", f"There is no {kind_en} {asked}.")


class EmptyBank(LuodiError):
    """No version of the land bank has been committed yet."""

    code = "empty_bank"

    def __init__(self, plan_id: str) -> None:
        super().__init__(
            f"规划 {plan_id} 的土地库还是空的。",
            f"The land bank of plan {plan_id} is empty.",
            "请先运行 luodi import 文件。",
            "Run luodi import FILE first.",
        )


class AlreadyHeld(LuodiError):
    """Somebody holds this land already; two people can never hold the same land."""

    code = "already_held"

    def __init__(self, parcel_id: str, holder: str) -> None:
        self.parcel_id, self.holder = parcel_id, holder
        super().__init__(
            f"地块 {parcel_id} 已由“{holder}”预留。",
            f"Parcel {parcel_id} is already held by “{holder}”.",
            "请先协商释放, 或另选地块。",
            "Have it released first, or choose other land.",
        )


class NewerCode(LuodiError):
    """A workspace written by a later release."""

    code = "newer_workspace"

    def __init__(self, found: str, known: str) -> None:
        super().__init__(
            f"工作区的结构版本 {found} 比本程序 ({known}) 新。",
            f"The workspace's schema {found} is newer than this program's ({known}).",
            "请升级程序。",
            "Upgrade the program.",
        )


class MissingGlyph(LuodiError):
    """The export's font lacks a character that a label needs."""

    code = "missing_glyph"

    def __init__(self, glyphs: Iterable[str], font: str) -> None:
        self.glyphs = tuple(glyphs)
        shown = " ".join(f"{g} (U+{ord(g):04X})" for g in self.glyphs)
        super().__init__(
            f"字体 {font} 缺少字符: {shown}。未生成文件。",
            f"Font {font} lacks: {shown}. No file was written.",
            "请换用包含该字的字体 (LUODI_FONT) 或改写标注。",
            "Use a font that has it (LUODI_FONT), or reword the label.",
        )


class FontUnusable(LuodiError):
    """The file that should hold the export's font is absent or no font."""

    code = "font_unusable"

    def __init__(self, font: str) -> None:
        super().__init__(
            f"字体文件 {font} 不存在或不是字体。未生成文件。",
            f"{font} is missing or is not a font. No file was written.",
            "请运行 make setup 取回随附字体, 或用 LUODI_FONT 指定含中文的字体文件。",
            "Run make setup to fetch the delivered font, or name a Chinese font file with LUODI_FONT.",
        )


class DiskFull(LuodiError):
    """There is no room left where the workspace lies; nothing was changed."""

    code = "disk_full"

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"{folder} 所在磁盘空间不足, 土地库未改动。",
            f"No space left at {folder}; the land bank is unchanged.",
            "请清理磁盘后重试。",
            "Free some space and try again.",
        )


class BrokenArchive(BadInput):
    """A backup that is not whole, or a place where it cannot be restored."""

    code = "broken_archive"

    def __init__(self, file: str, why_zh: str, why_en: str) -> None:
        super().__init__(f"备份 {file} 无法恢复: {why_zh}", f"Backup {file} cannot be restored: {why_en}")


class NoServerStore(LuodiError):
    """A server database is configured, which this release cannot use yet."""

    code = "no_server_store"

    def __init__(self, url: str) -> None:
        scheme = url.partition(":")[0]
        super().__init__(
            f"LUODI_DATABASE_URL ({scheme}) 已设置, 但本版本尚不支持服务器数据库。",
            f"LUODI_DATABASE_URL ({scheme}) is set, but this release has no server store yet.",
            "请取消该变量, 使用工作区文件夹 (LUODI_HOME)。",
            "Unset it and use a workspace folder (LUODI_HOME).",
        )
