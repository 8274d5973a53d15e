"""A document that the reader has already is not sent again."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header, Response

Known = Annotated[str, Header(alias="if-none-match")]


def tagged(stamp: str, keep: str = "no-cache") -> dict[str, str]:
    """The headers of a document that is another when its stamp is."""
    return {"ETag": f'"{stamp}"', "Cache-Control": keep}


def unchanged(known: str, headers: dict[str, str]) -> Response | None:
    """What to answer to somebody who has the document already; None to all others.

    >>> unchanged('"a", W/"b"', tagged("b")).status_code, unchanged('"a"', tagged("b"))
    (304, None)
    """
    # gzip on the way makes a tag weak
    tags = {one.strip().removeprefix("W/") for one in known.split(",")}
    return Response(status_code=304, headers=headers) if headers["ETag"] in tags else None
