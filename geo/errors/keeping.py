"""Workspaces, holds, settings and exports that the world does not allow."""

from __future__ import annotations

from collections.abc import Iterable

from geo.errors.base import BadInput, LuodiError


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
    """A server database is configured that cannot be used: no PostgreSQL, no answer, or no PostGIS."""

    code = "no_server_store"

    def __init__(self, url: str, why: str) -> None:
        super().__init__(
            f"无法使用 LUODI_DATABASE_URL ({url}): {why}",
            f"LUODI_DATABASE_URL ({url}) cannot be used: {why}",
            "请写 postgresql://用户:口令@主机:端口/库名, 确认服务器在运行、可以登录, 且装有 PostGIS; "
            "或取消该变量, 使用工作区文件夹 (LUODI_HOME)。",
            "Give postgresql://user:password@host:port/database of a running server with PostGIS, "
            "or unset it and use a workspace folder (LUODI_HOME).",
        )


class BadSetting(LuodiError):
    """An environment variable LUODI_… that cannot be meant."""

    code = "bad_setting"

    def __init__(self, name: str, seen: object, why: str, why_en: str = "") -> None:
        super().__init__(
            f"设置 {name} = {seen} 无效: {why.rstrip('。.')}。",
            f"Setting {name} = {seen} is invalid: {(why_en or why).rstrip('.')}.",
            "请改正或取消该环境变量。",
            "Correct or unset the environment variable.",
        )


class PortTaken(LuodiError):
    """Another program listens where the service should, or the address is not this machine's."""

    code = "port_taken"

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(
            f"无法在 {host}:{port} 提供服务: 端口已被占用或地址不属于本机 ({why})。",
            f"Cannot listen on {host}:{port}: port taken, or no address of this machine ({why}).",
            "请用 --port 换一个端口 (make run PORT=…)。",
            "Choose another with --port (make run PORT=…).",
        )


class Cancelled(LuodiError):
    """Somebody stopped an import; nothing of it was kept."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__("已取消, 土地库未改动。", "Cancelled; the land bank is unchanged.")


class Overtaken(LuodiError):
    """A change was prepared from a version that is no longer the current one."""

    code = "overtaken"

    def __init__(self, base: int, current: int) -> None:
        self.base, self.current = base, current
        super().__init__(
            f"这次改动是对照第 {base} 版准备的, 而当前已是第 {current} 版; 土地库未改动。",
            f"This change was prepared from version {base}, but version {current} is current by now; "
            "the land bank is unchanged.",
            f"请看 luodi versions diff {base} {current}, 再对照第 {current} 版重新试运行后入库。"
            if base
            else "请重新试运行后入库。",
            f"See luodi versions diff {base} {current}, then run the dry run again from version {current}."
            if base
            else "Run the dry run again, then commit.",
        )


class WouldRemove(BadInput):
    """A file that is to replace the land bank lacks parcels of it, and nobody said that they may go."""

    code = "would_remove"

    def __init__(self, removed: int, parcels: int, sample: Iterable[str]) -> None:
        self.removed = removed
        shown = list(sample)[:5]
        zh, en = "、".join(shown), ", ".join(shown)
        more = " …" if removed > len(shown) else ""
        super().__init__(
            f"整库替换将移除现有 {parcels} 宗中的 {removed} 宗 ({zh}{more}); 土地库未改动。",
            f"Replacing the bank would remove {removed} of its {parcels} parcels ({en}{more}); "
            "nothing was written.",
            "若文件只含要改的地块, 请用 --mode update; 若确要移除, 请核对预览后加 --yes。",
            "If the file holds only what changed, use --mode update; if they are to go, look at the "
            "outlook and add --yes.",
        )


class BadTemplate(BadInput):
    """A slide template that slides cannot be put on."""

    code = "bad_template"

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(
            f"幻灯片模板不能用: {zh}",
            f"The slide template cannot be used: {en}",
            "请在 PowerPoint 或 WPS 里另存为 .pptx, 母版里至少留一个带标题的版式。",
            "Save it as .pptx, with at least one layout that has a title.",
        )
