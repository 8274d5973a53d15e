"""A file from outside, copied under a name of our choosing into a folder of its own, with its sha256."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from geo.errors import ManyLayers, UnreadableFile
from geo.read import archive, dbf, encoding, sniff
from geo.read.how import MIB, Guard, How
from geo.read.sniff import Kind

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


@dataclass(frozen=True, slots=True)
class Staged:
    """What the worker is given, and what the report will say about it.

    ``encoding`` is stated, or recognised (``guessed``), or "" where the format settles it.
    """

    path: Path
    kind: Kind
    source: str
    stem: str
    digest: Future[str]  # of the file as sent; worked out while the worker reads
    encoding: str = ""
    guessed: bool = False
    layer: str = ""

    @property
    def sha256(self) -> str:
        """The digest, waited for."""
        return self.digest.result()


def stage(path: Path, how: How, folder: Path, guard: Guard) -> Staged:
    """Bring a file into ``folder`` and settle what it is.

    Raises:
        UnreadableFile: no such file, too large, or of a kind that is not read.
        ManyLayers: an archive holds several data sets and ``how.layer`` names none.
    """
    source = path.name
    if path.is_dir() and path.suffix.lower() == ".gdb":
        return _stage_folder(path, how, folder, guard)
    if not path.is_file():
        raise UnreadableFile(
            str(path),
            "文件不存在 (不读取网址和虚拟路径)。",
            "there is no such file (addresses and virtual paths are not read).",
            "请检查路径。",
            "Check the path.",
        )
    main = _main_of(path, source)
    if main.stat().st_size > guard.file_bytes:
        raise UnreadableFile(
            source,
            f"文件超过 {guard.file_bytes // MIB} MiB。",
            f"it is larger than {guard.file_bytes // MIB} MiB.",
            "请分批导入。",
            "Import it in parts.",
        )
    kind = sniff.kind_of(main, source)
    if kind is sniff.ZIP:
        return _stage_zip(main, how, folder, guard)
    copy = folder / f"layer{kind.suffix}"
    parts = _siblings(main) if kind is sniff.SHAPEFILE else [main]
    digest = _hashed(parts)
    for part in parts:
        shutil.copyfile(part, copy.with_suffix(part.suffix.lower()) if len(parts) > 1 else copy)
    return _settled(copy, kind, source, path.stem, digest, how)


def _settled(
    copy: Path, kind: Kind, source: str, stem: str, digest: Future[str], how: How, layer: str | None = None
) -> Staged:
    """With its encoding; XML that defines entities is refused here, whole."""
    if kind is sniff.KML and sniff.defines_entities(copy):
        raise UnreadableFile(source, "XML 含 DOCTYPE 或实体。", "the XML has a DOCTYPE or entities.")
    words, guessed = how.encoding, False
    if kind is sniff.SHAPEFILE and not words:
        words, guessed = _dbf_encoding(copy)
        if words in {"UTF-8", "GB18030"}:
            dbf.mend(copy.with_suffix(".dbf"), words)
    elif kind in {sniff.CSV, sniff.TXT} and not words:
        with copy.open("rb") as file:
            words = encoding.detect(file.read(MIB)) or "UTF-8"
        if kind is sniff.TXT and words not in {"UTF-8", "UTF-16"}:
            words = "GB18030"  # what the offices write; a line that is not is named
        guessed = words != "UTF-8"
    wanted = how.layer if layer is None else layer
    return Staged(copy, kind, source, stem, digest, words, guessed, wanted)


def _dbf_encoding(shp: Path) -> tuple[str, bool]:
    """The encoding of the table beside a .shp, and whether it had to be recognised."""
    if shp.with_suffix(".cpg").is_file():
        return "", False
    found = encoding.detect(dbf.text(shp.with_suffix(".dbf")))
    return found, bool(found)


def _stage_zip(path: Path, how: How, folder: Path, guard: Guard) -> Staged:
    """One data set of an archive; a workbook is a zip too."""
    source, digest = path.name, _hashed([path])
    if _holds(path, "xl/workbook.xml"):
        archive.refuse_hostile(path, source, guard)
        copy = folder / f"layer{sniff.XLSX.suffix}"
        shutil.copyfile(path, copy)
        return _settled(copy, sniff.XLSX, source, path.stem, digest, how)
    found = archive.members(path, source, guard)
    layer = how.layer
    if len(found) > 1:
        named = [one for one in found if one.name == how.layer]
        if len(named) != 1:
            raise ManyLayers(source, [one.name for one in found], how.layer)
        found, layer = tuple(named), ""
    member = found[0]
    copy = archive.extract(path, member, folder, source, guard)
    kind = sniff.FILEGDB if copy.is_dir() else sniff.kind_of(copy, f"{source}/{member.name}")
    if kind is sniff.ZIP or (kind is sniff.SHAPEFILE) != (member.suffix == ".shp"):
        raise UnreadableFile(
            source,
            f"{member.name}{member.suffix} 的内容与后缀不符。",
            f"{member.name}{member.suffix} is not what its suffix says.",
        )
    if not copy.is_dir() and copy.suffix != kind.suffix:
        copy = copy.rename(copy.with_suffix(kind.suffix))
    if layer == member.name and kind is not sniff.FILEGDB:
        layer = ""
    return _settled(copy, kind, source, member.name, digest, how, layer)


def _stage_folder(path: Path, how: How, folder: Path, guard: Guard) -> Staged:
    """A FileGDB, a folder of flat files."""
    files = sorted(part for part in path.iterdir() if part.is_file() and not part.is_symlink())
    if sum(part.stat().st_size for part in files) > guard.file_bytes:
        raise UnreadableFile(path.name, "文件过大。", "it is too large.")
    copy = folder / "layer.gdb"
    copy.mkdir()
    for part in files:
        shutil.copyfile(part, copy / part.name)
    return _settled(copy, sniff.FILEGDB, path.name, path.stem, _hashed(files), how)


def _main_of(path: Path, source: str) -> Path:
    """The .shp of a Shapefile whichever of its parts was named."""
    if path.suffix.lower() not in _PARTS or path.suffix.lower() == ".shp":
        return path
    mains = [part for part in _siblings(path) if part.suffix.lower() == ".shp"]
    if not mains:
        raise UnreadableFile(
            source,
            "只有属性表, 缺少同名的 .shp。",
            "it is only a part of a Shapefile; the .shp of that name is missing.",
            "请连同 .shp .shx .dbf .prj 一起提供, 最好打包为 zip。",
            "Send .shp, .shx, .dbf and .prj together, best as one zip.",
        )
    return mains[0]


def _siblings(path: Path) -> list[Path]:
    return sorted(
        part for part in path.parent.iterdir() if part.stem == path.stem and part.suffix.lower() in _PARTS
    )


def _holds(path: Path, entry: str) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            return entry in packed.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return False


def _hashed(files: list[Path]) -> Future[str]:
    """The digest of some files, worked out beside what follows: hashing leaves the interpreter free."""
    with_one = ThreadPoolExecutor(1)
    digest = with_one.submit(_sha256, files)
    with_one.shutdown(wait=False)
    return digest


def _sha256(files: list[Path]) -> str:
    """Of one file its bytes' hash; of several the hash over their names and hashes, in order."""
    if len(files) == 1:
        with files[0].open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    whole = hashlib.sha256()
    for part in files:
        with part.open("rb") as file:
            whole.update(part.suffix.lower().encode() + hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()
