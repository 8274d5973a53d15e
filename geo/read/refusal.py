"""What the worker process says when it will not read a file: a kind and facts, worded by the parent."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """Stops the worker; ``kind`` and ``facts`` travel to the parent as JSON."""

    def __init__(self, kind: str, *facts: Any) -> None:
        self.kind, self.facts = kind, facts
        super().__init__(kind, *facts)
