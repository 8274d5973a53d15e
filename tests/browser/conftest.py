"""One Chromium and one real service for all browser tests; every page is watched for what it must not do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.serving import service_at, serving

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Watch:
    """What a page did that it should not have."""

    foreign: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def on(self, page: Page, base: str) -> None:
        """Watch a page whose own address is ``base``."""
        own = urlsplit(base).netloc
        page.on("request", lambda r: self._asked(r.url, own))
        page.on("console", lambda m: self.messages.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: self.messages.append(str(e)))
        page.on("requestfailed", lambda r: self.failed.append(r.url))
        page.on("response", lambda r: self.failed.append(f"{r.status} {r.url}") if r.status >= 500 else None)

    def _asked(self, url: str, own: str) -> None:
        if not url.startswith(("data:", "blob:")) and urlsplit(url).netloc != own:
            self.foreign.append(url)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(service_at(tmp_path_factory.mktemp("browser") / "workspace")) as base:
        yield base


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=list(ARGS))


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def page(browser: Browser, address: str, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    it = context.new_page()
    watch.on(it, address)
    it.goto(f"{address}/")
    it.wait_for_selector("body[data-ready]")
    yield it
    context.close()


@pytest.fixture
def build() -> Path:
    """Where tests leave pictures for people."""
    folder = Path(__file__).resolve().parents[2] / "build"
    folder.mkdir(exist_ok=True)
    return folder
