"""A version on its way in: all that its row will say but its number and moment."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from geo.model import Provenance, VersionKind
from geo.store.documents import Documents
from geo.store.shelf import Draft


@dataclass(frozen=True, slots=True, eq=False)
class Incoming:
    """A version before it has a number. ``lies_on``: folders that its own is a change to."""

    plan_id: str
    kind: VersionKind
    base: int
    lies_on: tuple[str, ...]
    documents: Documents
    parcels: int
    area_mu: float
    sha256: Callable[[], str]  # asked once the documents are written
    provenance: Provenance
    who: str
    note: str
    plan_sha256: str
    as_of: str
    over: int | None  # the version that must be the current one; None for whichever

    def row(self, draft: Draft) -> dict[str, Any]:
        """The row of a version but for its number and moment."""
        return {
            "plan": self.plan_id,
            "who": self.who,
            "note": self.note,
            "parcels": self.parcels,
            "area_mu": self.area_mu,
            "sha256": self.sha256(),
            "source_file": self.provenance.file,
            "source_sha256": self.provenance.sha256,
            "plan_sha256": self.plan_sha256,
            "folder": draft.folder,
            "files": json.dumps(dict(draft.sums), sort_keys=True),
            "as_of": self.as_of,
            "kind": self.kind,
            "base": self.base,
            "below": json.dumps(self.lies_on),
        }
