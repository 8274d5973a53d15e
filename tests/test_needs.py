"""What the tests need from the machine is recognised by what it does, not by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import needs


def test_a_stub_that_asks_for_a_snap_is_no_browser(tmp_path: Path):
    stub = tmp_path / "chromium-browser"
    stub.write_text("#!/bin/sh\necho 'requires the chromium snap to be installed' >&2\nexit 1\n")
    stub.chmod(0o755)

    assert not needs.draws_a_page(str(stub))


def test_a_browser_that_does_not_exist_is_no_browser(tmp_path: Path):
    assert not needs.draws_a_page(str(tmp_path / "chromium"))


def test_a_folder_beside_the_project_is_looked_for_where_the_project_stands():
    assert needs.is_there(f"../{needs.ROOT.name}/tests")
    assert not needs.is_there("../no-such-folder-beside-luodi")


def test_a_need_that_nobody_can_bring_is_a_mistake_in_the_test():
    with pytest.raises(ValueError, match="no such need"):
        needs.is_there("cromium")


def test_every_need_says_what_would_bring_it():
    assert all(need in needs.remedy(need) for need in needs.DEBIAN)
