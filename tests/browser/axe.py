"""What axe-core says of a page."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "maps" / "web" / "vendor" / "axe" / "axe.min.js"
FOUND = "(where) => axe.run(where, {resultTypes: ['violations']}).then((told) => told.violations)"


def serious(page: Page, where: str = "html") -> list[str]:
    """Serious violations within what a CSS selector chooses, with the first places of each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [
        f"{one['id']}: {node['html'][:140]}"
        for one in page.evaluate(FOUND, where)
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"][:3]
    ]
