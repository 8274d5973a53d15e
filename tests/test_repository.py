"""What is committed tells nothing of the machine it was made on and can be checked by whoever fetches it."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Spelt in two parts, so that this file does not name what it forbids.
REGISTRY_HOSTS = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "registry." + "yarnpkg",
    "npm" + "mirror",
    "deb." + "debian.org",
    "pypi." + "tuna",
    "mirrors." + "aliyun",
)
INDEX_SETTINGS = re.compile(
    r"--(?:extra-)?index" + r"-url\s*[=\s]\s*\S|find" + r"-links\s*[=\s]\s*\S|^registry\s*=", re.MULTILINE
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+|tmp/luodi)(?:/|\b)")


@cache
def committed() -> dict[str, str]:
    """Text of every committed file, by its path."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode != 0:
        pytest.skip("不在 git 目录中 | not a git checkout")
    paths = [name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]
    return {name: (ROOT / name).read_bytes().decode("utf-8", "replace") for name in paths}


def test_no_committed_file_names_a_package_registry():
    named = {name: host for name, text in committed().items() for host in REGISTRY_HOSTS if host in text}

    assert named == {}


def test_no_committed_file_sets_a_package_index():
    named = [name for name, text in committed().items() if INDEX_SETTINGS.search(text)]

    assert named == []


def test_no_committed_file_names_a_path_of_the_machine_it_was_written_on():
    named = {
        name: found.group() for name, text in committed().items() if (found := MACHINE_PATHS.search(text))
    }

    assert named == {}


@pytest.mark.parametrize("lock", ["requirements.lock", ".ci/node.lock"])
def test_every_locked_python_package_has_an_exact_version_and_a_hash(lock: str):
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text("utf-8").strip())

    unpinned = [entry for entry in entries if not re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", entry)]
    unhashed = [entry for entry in entries if "--hash=sha256:" not in entry]

    assert len(entries) > 0
    assert unpinned == []
    assert unhashed == []


def test_every_locked_npm_package_has_an_integrity_and_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]

    fetched = {name: entry for name, entry in packages.items() if name}

    assert len(fetched) > 0
    assert [name for name, entry in fetched.items() if not entry["integrity"].startswith("sha512-")] == []
    assert [name for name, entry in fetched.items() if "resolved" in entry] == []


def test_every_direct_npm_dependency_is_pinned_to_one_version():
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))

    versions = {**wanted["dependencies"], **wanted["devDependencies"]}

    assert [name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_every_dependency_of_the_project_is_in_the_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"], "setuptools"]

    locked = re.findall(r"^([\w.-]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)

    assert {re.split(r"[\[<>=!~; ]", name)[0] for name in wanted} - set(locked) == set()


def test_the_version_is_the_top_entry_of_the_changelog():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]

    top = re.search(r"^## \[?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)

    assert top is not None
    assert top.group(1) == version


def test_nothing_that_set_up_fetches_or_makes_is_committed():
    made = re.compile(
        r"(^|/)(\.venv|node_modules|\.cache|workspace|__pycache__)/|^maps/web/vendor/|\.egg-info/"
    )

    assert [name for name in committed() if made.search(name)] == []
