"""Front-end files and fonts: from the npm lock to ``maps/web/vendor``, checked file by file."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "maps" / "web" / "vendor"
LOCK = ROOT / "package-lock.json"
CACHE = ROOT / ".cache"

# What the product uses of each package, under names that do not change with versions.
COPIES = {
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/dist/images/*.png": "leaflet/images/",
    "protomaps-leaflet/dist/protomaps-leaflet.js": "protomaps-leaflet/protomaps-leaflet.js",
    "axe-core/axe.min.js": "axe/axe.min.js",
    "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf": "fonts/NotoSansSC-Regular.ttf",
    "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf": "fonts/NotoSansSC-Bold.ttf",
}
WEB_FONT = "@fontsource/noto-sans-sc"
WEB_FONT_FOLDER = "noto-sans-sc"
FAMILY = "Luodi Sans"
# A reader's own Chinese font is used before the delivered one is fetched; names differ by weight.
LOCAL_NAMES = {
    400: ("Microsoft YaHei", "PingFang SC", "PingFangSC-Regular", "Noto Sans CJK SC", "Noto Sans SC"),
    700: ("Microsoft YaHei Bold", "PingFangSC-Semibold", "Noto Sans CJK SC Bold", "Noto Sans SC Bold"),
}


def is_complete() -> bool:
    """Whether every file of the manifest is there, unchanged, and made from the present lock and script."""
    try:
        manifest = json.loads((VENDOR / "manifest.json").read_text("utf-8"))
        return manifest["made_from"] == made_from() and all(
            sha256(VENDOR / name) == digest for name, digest in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def fetch(npm: list[str], env: dict[str, str]) -> None:
    """Install the locked packages beside the tree, copy what is used, and put it in place at once.

    Args:
        npm: The command that runs npm, as ``subprocess`` takes it.
        env: Its environment (PATH with the node that belongs to it).
    """
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="assets-") as folder:
        work = Path(folder)
        # npm checks each download against the integrity that the lock gives.
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, work / name)
        flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
        subprocess.run([*npm, "ci", *flags], cwd=work, env=env, check=True)
        made = work / "vendor"
        collect(work / "node_modules", made)
        write_manifest(work / "node_modules", made)
        replace(VENDOR, made)


def collect(modules: Path, made: Path) -> None:
    """Copy the used files of ``modules`` and write the font style sheet."""
    for pattern, target in COPIES.items():
        sources = sorted(modules.glob(pattern))
        if not sources:
            message = f"{pattern}: 包内没有此文件 | not in the package"
            raise FileNotFoundError(message)
        for source in sources:
            place = made / target / source.name if target.endswith("/") else made / target
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)
    write_fonts(modules / WEB_FONT, made / "fonts")
    for licence in sorted(modules.glob("*/LICENSE*")) + sorted(modules.glob("@*/*/LICENSE*")):
        package = "-".join(licence.parent.relative_to(modules).parts)
        place = made / "licences" / f"{package}-{licence.name}"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(licence, place)


def write_fonts(package: Path, fonts: Path) -> None:
    """The web font in pieces by Unicode range, and ``fonts.css`` that names them relatively."""
    (fonts / WEB_FONT_FOLDER).mkdir(parents=True, exist_ok=True)
    faces = []
    for weight, names in LOCAL_NAMES.items():
        sheet = (package / f"{weight}.css").read_text("utf-8")
        for block in re.findall(r"@font-face\s*{[^}]*}", sheet):
            piece = one(r"url\(\./files/([\w.-]+\.woff2)\)", block)
            shutil.copyfile(package / "files" / piece, fonts / WEB_FONT_FOLDER / piece)
            sources = [f'local("{name}")' for name in names]
            sources.append(f'url("{WEB_FONT_FOLDER}/{piece}") format("woff2")')
            faces.append(
                f'@font-face {{\n  font-family: "{FAMILY}";\n  font-style: normal;\n  font-display: swap;\n'
                f"  font-weight: {weight};\n  src: {', '.join(sources)};\n"
                f"  unicode-range: {one(r'unicode-range: ([^;]+);', block)};\n}}\n"
            )
    (fonts / "fonts.css").write_text("".join(faces), "utf-8")


def one(pattern: str, text: str) -> str:
    """The first group of the first match."""
    found = re.search(pattern, text)
    if found is None:
        message = f"字体样式表的写法变了 | the font style sheet has changed: {pattern}"
        raise ValueError(message)
    return found.group(1)


def write_manifest(modules: Path, made: Path) -> None:
    """Which packages, under which licence, gave which bytes."""
    packages = {}
    for place, entry in json.loads(LOCK.read_text("utf-8"))["packages"].items():
        name = place.removeprefix("node_modules/")
        if name and (modules / name).is_dir():
            packages[name] = {key: entry.get(key) for key in ("version", "license", "integrity")}
    files = {
        path.relative_to(made).as_posix(): sha256(path) for path in sorted(made.rglob("*")) if path.is_file()
    }
    manifest = {"made_from": made_from(), "packages": packages, "files": files}
    (made / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False), "utf-8")


def made_from() -> str:
    """One digest of all that decides what the vendor folder holds: the lock and this script."""
    return hashlib.sha256(LOCK.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def sha256(path: Path) -> str:
    """Digest of a file's bytes, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def replace(place: Path, made: Path) -> None:
    """Put a finished folder where another may stand; an interruption leaves none, never a half."""
    place.parent.mkdir(parents=True, exist_ok=True)
    old = made.with_name("old")
    if place.exists():
        place.replace(old)
    made.replace(place)
