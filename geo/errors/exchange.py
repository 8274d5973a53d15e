"""Exchange files of the survey offices whose lines do not add up, and land that such a file cannot say."""

from __future__ import annotations

from collections.abc import Sequence

from geo.errors.base import BadInput
from geo.errors.land import UnreadableFile

_SHOWN = 8
# rule -> what is wrong with the line; {0} is what was seen
_RULES = {
    "undecodable": ("不能按文件的编码解码 ({0})", "is not text in the file's encoding ({0})"),
    "control": ("含控制字符 ({0})", "has control characters ({0})"),
    "section": ("不认识的段 {0}", "opens an unknown section {0}"),
    "attribute": ("应为 名称=值, 实为 {0}", "should read name=value, not {0}"),
    "attribute_twice": ("{0} 写了两次且不同", "states {0} a second time, differently"),
    "unit": ("计量单位 {0} 不是 米 或 度", "has the unit {0}, neither 米 (metres) nor 度 (degrees)"),
    "zone": ("带号 {0} 不成立", "has the zone {0}, which cannot be"),
    "before_block": ("界址点在第一个地块之前 ({0})", "is a point before any parcel ({0})"),
    "line": ("既非地块行 (以 @ 结尾) 也非界址点行: {0}", "is neither a parcel (ends in @) nor a point: {0}"),
    "fields": ("地块行应有 8 或 9 个字段, 实有 {0}", "should have 8 or 9 fields and has {0}"),
    "count": ("点数不符: {0}", "has a count of points that is not met: {0}"),
    "number": ("数字写错: {0}", "has a number that is none: {0}"),
    "kind": ("图形属性 {0} 不是 面", "is a {0}, not a polygon (面)"),
    "empty_block": ("地块 {0} 没有界址点", "is parcel {0}, without points"),
    "ring_returns": ("圈号 {0} 中断后又出现", "returns to ring {0} after another"),
    "ring_closed_early": ("圈 {0} 已闭合, 其后仍有点", "goes on with ring {0}, which was closed"),
    "ring_short": ("圈 {0} 不足 3 个不同的点", "begins ring {0} of fewer than 3 different points"),
    "prefix_differs": ("Y 的带号与其余的点或文件头不同 ({0})", "has a Y of another zone than the rest ({0})"),
    "swapped_here": ("X, Y 与其余的点颠倒 ({0})", "has X and Y the other way round than the rest ({0})"),
    "range": ("坐标超出可能的范围 ({0})", "has coordinates that no place has ({0})"),
}  # fmt: skip


class BrokenLines(UnreadableFile):
    """Lines of a 国土TXT that contradict the format or one another; no parcel is made of such a file."""

    code = "broken_lines"

    def __init__(self, source: str, flaws: Sequence[tuple[int, str, str]]) -> None:
        self.flaws = tuple((int(line), str(rule), str(seen)) for line, rule, seen in flaws)
        shown, more = self.flaws[:_SHOWN], len(self.flaws) - _SHOWN
        zh = "; ".join(f"第 {line} 行{_RULES[rule][0].format(seen)}" for line, rule, seen in shown)
        en = "; ".join(f"line {line} {_RULES[rule][1].format(seen)}" for line, rule, seen in shown)
        super().__init__(
            source,
            zh + (f"; 另有 {more} 处。" if more > 0 else "。"),
            en + (f"; and {more} more." if more > 0 else "."),
            "请按行号改正, 或向提供单位重新索取; 有错的文件一宗也不读。",
            "Correct these lines or ask for the file again; nothing is read of a file with errors.",
        )


class SwappedAxes(UnreadableFile):
    """North stands where east belongs, in every line of a file."""

    code = "swapped_axes"

    def __init__(self, source: str, x: float, y: float) -> None:
        super().__init__(
            source,
            f"X, Y 颠倒: X 应为北坐标, 这里 X = {x:.3f}, Y = {y:.3f}。",
            f"X and Y are swapped: X should be the northing, here X = {x:.3f}, Y = {y:.3f}.",
            "确认后请加 --swap-xy 重新导入。",
            "If so, import again with --swap-xy.",
        )


class Inexpressible(BadInput):
    """Land that a format has no words for; no file was written."""

    code = "inexpressible"

    def __init__(self, form: str, why_zh: str, why_en: str) -> None:
        super().__init__(
            f"{form} 写不下: {why_zh} 未生成文件。",
            f"{form} cannot hold this: {why_en} No file was written.",
            "请改名后再导出, 或换用 GeoPackage。",
            "Rename and export again, or use GeoPackage.",
        )
