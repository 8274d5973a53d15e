"""What some tests need from the machine beyond Python packages: whether it is there, and what would bring it.

``python tests/needs.py`` (called by ``make test``) installs what is missing when root and names it otherwise.
A test says ``@pytest.mark.needs("chromium")``, or ``@pytest.mark.needs("../shared/nasty")`` for a folder or
file beside the project; where that is absent the test is skipped and the summary names it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Debian package -> what its tests look at.
DEBIAN = {
    "chromium": "浏览器测试 | browser tests",
    "libreoffice-calc-nogui": "活公式的测试 | formulas of workbooks",
    "libreoffice-impress-nogui": "幻灯片的测试 | the look of decks",
    "libreoffice-writer-nogui": "文档的测试 | the look of documents",
    "poppler-utils": "PDF 版面测试 | the look of PDF plates",
    "postgresql-postgis": "服务器存储测试 | the server store",
}
# LibreOffice's packages -> the library that each brings, beside the program itself
OFFICE = {
    "libreoffice-calc-nogui": "libsclo.so",
    "libreoffice-impress-nogui": "libsdlo.so",
    "libreoffice-writer-nogui": "libswlo.so",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PLAYWRIGHT_BROWSER = ".venv/bin/playwright install --with-deps chromium"


@cache
def is_there(need: str) -> bool:
    """Whether a Debian package of the table works here, or a path relative to the project exists."""
    if need == "chromium":
        return chromium() is not None
    if need in OFFICE:
        program = shutil.which("soffice")
        return program is not None and (Path(program).resolve().parent / OFFICE[need]).is_file()
    if need == "poppler-utils":
        return shutil.which("pdftoppm") is not None
    if need == "postgresql-postgis":
        return postgis() is not None
    if need.startswith(".."):
        return (ROOT / need).exists()
    message = f"no such need: {need}"
    raise ValueError(message)


def postgis() -> Path | None:
    """The folder of ``initdb`` and ``postgres`` of the newest release that has PostGIS; None without one."""
    for initdb in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_release, reverse=True):
        extensions = Path("/usr/share/postgresql", initdb.parts[-3], "extension")
        if (extensions / "postgis.control").is_file():
            return initdb.parent
    config = shutil.which("pg_config") or ""
    told = [
        Path(subprocess.run([config, flag], capture_output=True, text=True, check=False).stdout.strip())
        for flag in (("--bindir", "--sharedir") if config else ())
    ]
    has_all = told and (told[0] / "initdb").is_file() and (told[1] / "extension/postgis.control").is_file()
    return told[0] if has_all else None


def _release(initdb: Path) -> float:
    number = initdb.parts[-3]
    return float(number) if number.replace(".", "", 1).isdigit() else 0.0


@cache
def chromium() -> str | None:
    """Path of a Chromium that really draws a page; a stub that asks for a snap does not count."""
    found = [shutil.which(name) for name in BROWSERS]
    own = sorted(Path("~/.cache/ms-playwright").expanduser().glob("chromium-*/chrome-linux*/chrome"))
    return next((path for path in [*found, *map(str, own)] if path and draws_a_page(path)), None)


def draws_a_page(browser: str) -> bool:
    """Whether the browser answers a page that holds one word with that word."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        command = [browser, *flags, f"--user-data-dir={profile}", "--dump-dom", "data:text/html,<p>luodi</p>"]
        try:
            answer = subprocess.run(command, capture_output=True, timeout=120, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return False
        return b"<p>luodi</p>" in answer.stdout


def remedy(need: str) -> str:
    """The command, or the act, that would enable the tests with this need."""
    if need.startswith(".."):
        return f"把资料放在项目旁 | put the data beside the project: {need}"
    if need == "chromium" and "ubuntu" in os_release():
        # Ubuntu's package of this name is a stub for a snap, which cannot be driven from /tmp
        return PLAYWRIGHT_BROWSER
    if shutil.which("apt-get"):
        return f"sudo apt-get install -y {need}"
    return PLAYWRIGHT_BROWSER if need == "chromium" else f"请安装 {need} | install {need}"


def os_release() -> str:
    """The system's description of itself, in lower case; empty where it has none."""
    try:
        return Path("/etc/os-release").read_text("utf-8").lower()
    except OSError:
        return ""


def install(packages: list[str]) -> None:
    """Bring Debian packages; a failure shows in apt's own words and in what is still missing."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300"]
    subprocess.run([*apt, "update"], env=env, check=False, stdout=subprocess.DEVNULL)
    subprocess.run([*apt, "install", "--no-install-recommends", *packages], env=env, check=False)


def main() -> int:
    """Install or name what is missing; a CI machine that could have installed it and has it not fails."""
    missing = [need for need in DEBIAN if not is_there(need)]
    can_install = os.geteuid() == 0 and shutil.which("apt-get") is not None
    if missing and can_install:
        install(missing)
        is_there.cache_clear()
        chromium.cache_clear()
        missing = [need for need in missing if not is_there(need)]
    for need in missing:
        print(f"缺少 | missing: {need} ({DEBIAN[need]}): {remedy(need)}")
    return 1 if missing and can_install and os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
