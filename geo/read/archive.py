"""Zip archives, opened only after they have been looked through: entries, sizes, ratio, names, nesting."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from geo.errors import UnreadableFile
from geo.read.how import MIB, Guard

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_CHUNK = 4 * MIB
# what a data set is not made of
_ASIDE = re.compile(r"(^|/)(__MACOSX/|\.|~\$)|(^|/)(thumbs\.db|desktop\.ini)$", re.IGNORECASE)
_PARTS = {".shp", ".shx", ".dbf", ".prj", ".cpg"}
_SINGLE = {".gpkg", ".geojson", ".json", ".fgb", ".parquet", ".kml", ".csv", ".dxf", ".txt"}
_ARCHIVES = {".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".kmz"}


@dataclass(frozen=True, slots=True)
class Member:
    """One data set of an archive: its name and the entries it is made of."""

    name: str
    suffix: str
    entries: tuple[zipfile.ZipInfo, ...]


def members(path: Path, source: str, guard: Guard) -> tuple[Member, ...]:
    """The data sets of a zip.

    Raises:
        UnreadableFile: the archive is damaged, encrypted, a bomb, leads out of its folder, or holds
            no data set.
    """
    entries = refuse_hostile(path, source, guard)
    kept = [info for info in entries if not _ASIDE.search(entry_name(info))]
    found = tuple(_members(kept))
    # a text file beside a layer says something about it; alone it may be a 国土TXT
    found = tuple(one for one in found if one.suffix != ".txt") or found
    if not found:
        _refuse_empty(kept, source)
    return found


def entry_name(info: zipfile.ZipInfo) -> str:
    """The name of an entry; names not marked UTF-8 are GBK in Chinese archives.

    >>> entry_name(zipfile.ZipInfo("郑州.shp".encode("gbk").decode("cp437")))
    '郑州.shp'
    """
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def extract(path: Path, member: Member, folder: Path, source: str, guard: Guard) -> Path:
    """Unpack one data set under names of our choosing; returns its main file or folder.

    Raises:
        UnreadableFile: it is damaged, or larger than it said.
    """
    target = folder / f"layer{member.suffix}"
    left = guard.file_bytes
    try:
        with zipfile.ZipFile(path) as archive:
            for info in member.entries:
                place = _place(info, member, target)
                place.parent.mkdir(exist_ok=True)
                with archive.open(info) as packed, place.open("wb") as out:
                    while chunk := packed.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise _too_large(source, guard)
                        out.write(chunk)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableFile(source, "压缩包已损坏。", f"the zip is damaged ({error}).") from error
    return target


def _place(info: zipfile.ZipInfo, member: Member, target: Path) -> Path:
    name = PurePosixPath(entry_name(info))
    if member.suffix == ".gdb":
        return target / name.name
    return target.with_suffix(name.suffix.lower()) if member.suffix == ".shp" else target


def _members(entries: list[zipfile.ZipInfo]) -> Iterator[Member]:
    by_stem: dict[PurePosixPath, list[zipfile.ZipInfo]] = {}
    databases: dict[PurePosixPath, list[zipfile.ZipInfo]] = {}
    for info in entries:
        name = PurePosixPath(entry_name(info))
        suffix = name.suffix.lower()
        if name.parent.suffix.lower() == ".gdb":
            if re.fullmatch(r"[A-Za-z0-9_.]+", name.name):
                databases.setdefault(name.parent, []).append(info)
        elif suffix in _PARTS:
            by_stem.setdefault(name.with_suffix(""), []).append(info)
        elif suffix in _SINGLE:
            yield Member(name.stem, suffix, (info,))
    for folder, parts in databases.items():
        yield Member(folder.stem, ".gdb", tuple(parts))
    for stem, parts in by_stem.items():
        if any(entry_name(info).lower().endswith(".shp") for info in parts):
            yield Member(stem.name, ".shp", tuple(parts))


def refuse_hostile(path: Path, source: str, guard: Guard) -> list[zipfile.ZipInfo]:
    """The entries of an archive that asks for nothing it should not.

    Raises:
        UnreadableFile: the archive is damaged, encrypted, a bomb, or leads out of its folder.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise UnreadableFile(source, "压缩包已损坏。", f"the zip is damaged ({error}).") from error
    _refuse_large(entries, path.stat().st_size, source, guard)
    for info in entries:
        name = entry_name(info)
        if _leads_out(info):
            raise UnreadableFile(
                source, f"压缩包内的路径 {name} 指向包外。", f"its entry {name} leads out of the archive."
            )
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableFile(
                source,
                "压缩包有密码。",
                "the zip is encrypted.",
                "请解密后导入。",
                "Decrypt it, then import.",
            )
    return entries


def _leads_out(info: zipfile.ZipInfo) -> bool:
    name = entry_name(info)
    if ".." in PurePosixPath(name.replace("\\", "/")).parts or stat.S_ISLNK(info.external_attr >> 16):
        return True
    return name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name) is not None


def _refuse_large(entries: list[zipfile.ZipInfo], packed: int, source: str, guard: Guard) -> None:
    unpacked = sum(info.file_size for info in entries)
    if len(entries) > guard.zip_entries:
        raise UnreadableFile(
            source,
            f"压缩包有 {len(entries)} 个文件, 上限 {guard.zip_entries}。",
            f"the zip has {len(entries)} entries, at most {guard.zip_entries} are allowed.",
        )
    if unpacked > guard.file_bytes:
        raise _too_large(source, guard)
    if unpacked > 100 * MIB and unpacked > guard.zip_ratio * packed:
        raise UnreadableFile(
            source,
            f"压缩比 {unpacked / max(1, packed):,.0f} 异常, 疑为压缩炸弹。",
            f"it unpacks to {unpacked / max(1, packed):,.0f} times its size, like a zip bomb.",
        )


def _refuse_empty(entries: list[zipfile.ZipInfo], source: str) -> None:
    names = [entry_name(info) for info in entries]
    shown = ", ".join(names[:10])
    if any(PurePosixPath(name).suffix.lower() in _ARCHIVES for name in names):
        raise UnreadableFile(
            source,
            f"压缩包里还是压缩包 ({shown})。",
            f"it holds further archives ({shown}).",
            "请解开一层后再导入。",
            "Unpack one level, then import.",
        )
    raise UnreadableFile(
        source, f"压缩包里没有可读的图层 ({shown})。", f"the zip holds no layer that is read ({shown})."
    )


def _too_large(source: str, guard: Guard) -> UnreadableFile:
    most = guard.file_bytes // MIB
    return UnreadableFile(
        source,
        f"文件 (解压后) 超过 {most} MiB。",
        f"it is larger than {most} MiB, unpacked.",
        "请分批导入。",
        "Import it in parts.",
    )
