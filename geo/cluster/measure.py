"""The features of all pieces, measured where the workers are."""

from __future__ import annotations

from dataclasses import replace

from distributed import Client, as_completed

from geo.cluster import work
from geo.cluster.parts import Parts, begin, save
from geo.model import Plan, Progress, silent


def measured(client: Client, parts: Parts, plan: Plan, progress: Progress = silent) -> Parts:
    """The same pieces, measured against a plan: what a parcel measures does not depend on the others.

    Args:
        client: Workers that see the folder under the same path.
        parts: The pieces; their tables are replaced.
        plan: Axes, areas, constraints and layers.
        progress: Told ("features", pieces done, pieces in all).
    """
    begin(parts.folder)
    asked = [client.submit(work.measure, parts.folder, name, plan, pure=False) for name in parts.names]
    found = []
    for done in as_completed(asked):
        found.append(done.result())
        progress("features", len(found), len(asked))
    name, row, _ = min(found, key=lambda one: (-one[2], one[0]))
    fresh = replace(parts, largest=(name, row), version=replace(parts.version, plan_sha256=plan.sha256))
    save(fresh)
    return fresh
