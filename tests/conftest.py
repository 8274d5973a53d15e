"""Skips what the machine cannot run, and says at the end what that was and how to enable it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import settings

from tests import needs

# how long an example takes says nothing of what is true; some compile a loop first
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test marked ``needs(…)`` is skipped where one of its needs is absent."""
    for item in items:
        missing = [
            need for mark in item.iter_markers("needs") for need in mark.args if not needs.is_there(need)
        ]
        if missing:
            item.add_marker(pytest.mark.skip(reason=f"缺少 | needs {', '.join(missing)}"))
            item.user_properties.append(("missing", tuple(missing)))


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a working Chromium."""
    return str(needs.chromium())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Skipped tests by reason, with the command that would enable them."""
    reasons: Counter[str] = Counter()
    missing: set[str] = set()
    for report in terminalreporter.stats.get("skipped", []):
        reasons[report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)] += 1
        missing.update(*(names for key, names in report.user_properties if key == "missing"))
    if not reasons:
        return
    terminalreporter.section("跳过的测试 | skipped tests")
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{count} × {reason.removeprefix('Skipped: ')}")
    for need in sorted(missing):
        terminalreporter.write_line(f"启用 | to enable: {needs.remedy(need)}")
