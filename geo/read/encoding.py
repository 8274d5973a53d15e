"""Which encoding the text of a table is in: stated, recognised from the bytes, or plain ASCII."""

from __future__ import annotations

import codecs

import numpy as np
from charset_normalizer import from_bytes

# share of lines that may be broken in a table that is otherwise in an encoding
_TORN = 0.01
# share of the double bytes that GB 2312 places among its 3,755 everyday characters
_EVERYDAY = 0.5


def detect(sample: bytes) -> str:
    """Encoding of some bytes of text; "" when they are plain ASCII and it does not matter.

    UTF-8 proves itself. GB18030 is believed when the double bytes are mostly everyday characters, as
    they are in names and addresses. What remains is left to charset-normalizer.

    Examples:
        >>> detect("二七区 马寨".encode("gbk")), detect("二七区".encode()), detect(b"Main St")
        ('GB18030', 'UTF-8', '')
        >>> detect("繁體國語地籍圖".encode("big5")) != "GB18030"
        True
    """
    if sample.isascii():
        return ""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    if _tears(sample, "utf-8") <= _TORN:
        return "UTF-8"
    if _tears(sample, "gb18030") <= _TORN and everyday_share(sample) >= _EVERYDAY:
        return "GB18030"
    best = from_bytes(sample[:100_000]).best()
    return best.encoding.replace("_", "-").upper() if best else "ISO-8859-1"


def everyday_share(sample: bytes) -> float:
    """Share of the bytes above ASCII that pair up as GB 2312 level-1 characters or its punctuation."""
    raw = np.frombuffer(sample, dtype="uint8")
    high = raw >= 0x80  # noqa: PLR2004 - the end of ASCII
    if not high.any():
        return 0.0
    # a run of high bytes pairs from its start
    starts = np.flatnonzero(high & ~np.r_[False, high[:-1]])
    run_start = starts[np.searchsorted(starts, np.arange(len(raw)), side="right") - 1]
    leads = np.flatnonzero(high & ((np.arange(len(raw)) - run_start) % 2 == 0))
    leads = leads[leads + 1 < len(raw)]
    lead, trail = raw[leads], raw[leads + 1]
    everyday = ((lead >= 0xB0) & (lead <= 0xD7)) | (lead == 0xA1) | (lead == 0xA3)  # noqa: PLR2004 - GB 2312 rows
    return float(np.mean(everyday & (trail >= 0xA1))) if len(leads) else 0.0  # noqa: PLR2004


def _tears(sample: bytes, encoding: str) -> float:
    """Share of the lines beyond ASCII that do not decode; one cut within its last character does."""
    lines = [line for line in sample.splitlines() if not line.isascii()]
    return sum(not _decodes(line, encoding) for line in lines) / max(1, len(lines))


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(line, final=False)
    except UnicodeDecodeError:
        return False
    return True
