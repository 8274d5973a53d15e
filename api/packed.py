"""Documents that every reader of the page asks for: packed once, sent as they lie."""

from __future__ import annotations

import gzip
import hashlib
from typing import Annotated

from fastapi import Header, Response

from api.shelf import Shelf
from api.unchanged import tagged, unchanged

Takes = Annotated[str, Header(alias="accept-encoding")]
# packed once and sent to everybody: worth the longest look
PACKED = 9


class Packer:
    """Keeps the packed form of the last ``size`` documents; may be used from any thread."""

    def __init__(self, size: int) -> None:
        self._kept = Shelf(size)

    def answer(self, body: bytes, media: str, known: str, takes: str) -> Response:
        """A document to a reader who may have it already (``known``) and may take gzip (``takes``)."""
        stamp = hashlib.sha256(body).hexdigest()[:16]
        headers = {**tagged(stamp), "Vary": "Accept-Encoding"}
        same = unchanged(known, headers)
        if same:
            return same
        if "gzip" not in takes:
            return Response(body, media_type=media, headers=headers)
        packed = self._kept.get(stamp, lambda: gzip.compress(body, PACKED, mtime=0))
        return Response(packed, media_type=media, headers={**headers, "Content-Encoding": "gzip"})
