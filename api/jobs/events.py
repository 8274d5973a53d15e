"""A job's progress as server-sent events: the whole state each time, so that coming late loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import orjson
from fastapi.concurrency import run_in_threadpool

from api.jobs.runner import Jobs

# how often a stream looks, and how long it stays silent before a comment keeps it open
LOOK_SECONDS = 0.15
HEARTBEAT_SECONDS = 10.0
# what a browser waits before it asks again
RETRY_MS = 1000


async def events(jobs: Jobs, id_: str, last_event_id: str = "") -> AsyncIterator[bytes]:
    """Every change of a job until it has ended.

    Args:
        jobs: Where the job is.
        id_: Of the job.
        last_event_id: What the asker has seen: that very state is not told again.

    Raises:
        NotFound: there is no such job.
    """
    clock = asyncio.get_running_loop().time
    seen, silent_since = last_event_id, clock()
    yield f"retry: {RETRY_MS}\n\n".encode()
    while True:
        revision, job = await run_in_threadpool(jobs.revision, id_)
        event_id = f"{job.state}-{revision}"
        if event_id != seen:
            seen = event_id
            silent_since = clock()
            yield b"id: %s\nevent: job\ndata: %s\n\n" % (event_id.encode(), orjson.dumps(job))
        if job.has_ended:
            return
        await asyncio.sleep(LOOK_SECONDS)
        if clock() - silent_since > HEARTBEAT_SECONDS:
            silent_since = clock()
            yield b": still at it\n\n"
