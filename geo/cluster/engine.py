"""Workers: those of a running Dask scheduler, or processes of this machine for as long as it takes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from distributed import Client, LocalCluster

from geo.errors import NoCluster

LOCAL = "local"
PATIENCE_S = 10


@contextmanager
def connected(address: str, memory: str = "auto", patience_s: float = PATIENCE_S) -> Iterator[Client]:
    """A client of the workers.

    Args:
        address: ``tcp://host:port`` of a scheduler, or "local" for one worker per core of this machine.
        memory: Of each local worker, as Dask writes it ("2GiB"); one that exceeds it is started anew.
        patience_s: A scheduler that does not answer by then is told as missing.

    Raises:
        NoCluster: nobody answers there.
    """
    if address == LOCAL:
        with (
            LocalCluster(
                n_workers=os.cpu_count() or 1,
                threads_per_worker=1,
                memory_limit=memory,
                dashboard_address=None,
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = Client(address, timeout=patience_s)
    except (OSError, ValueError) as failed:
        raise NoCluster(address, str(failed) or type(failed).__name__) from failed
    with client:
        yield client
