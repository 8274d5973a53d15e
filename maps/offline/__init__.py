"""One file to carry away: a shortlist as a page that holds all it needs and asks nothing of anybody."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib import resources

import jinja2
import orjson
from markupsafe import Markup

from maps import fonts
from maps.offline.content import content, told
from maps.sheet import Material, sheets

__all__ = ["page"]

# a picture that a style sheet would fetch
FETCHED = re.compile(r"url\([^)]*\)")
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def page(of: Material) -> bytes:
    """The shortlist as HTML that opens by double click: map, list and every parcel's card.

    Scripts and styles run only as they were written here: the page's own policy names their digests. The
    same material gives the same bytes.

    Args:
        of: The shortlist's dossiers and the land around them, as the level of disclosure tells them.
    """
    words = orjson.loads(_web("offline/words.json"))[of.lang]
    first = sheets(of)[0]
    styles = FETCHED.sub("none", _web("vendor/leaflet/leaflet.css")), _web("offline/offline.css")
    scripts = _bare(_web("vendor/leaflet/leaflet.js")), _web("offline/offline.js")
    policy = POLICY.format(scripts=" ".join(map(_digest, scripts)), styles=" ".join(map(_digest, styles)))
    data = orjson.dumps(content(of, words)).decode()
    filled = _template().render(
        html_lang="zh-CN" if of.lang == "zh" else "en",
        policy=policy,
        title=f"{first.subject.say(of.plan.name, of.plan.name_en)} · {words['title']}",
        asked=fonts.printable(first.subject.asked),
        notice=first.notice,
        note=first.note,
        about=told(first),
        watermark=of.veil.watermark(of.lang),
        words=words,
        # whatever a name holds, it cannot end the element that it stands in
        data=_safe(data.replace("<", "\\u003c")),
        leaflet_css=_safe(styles[0]),
        css=_safe(styles[1]),
        leaflet=_safe(scripts[0]),
        script=_safe(scripts[1]),
    )
    return filled.encode()


def _bare(script: str) -> str:
    """A script without the address of its source map, which a browser's tools would look for."""
    return re.sub(r"^//# sourceMappingURL=.*$", "", script, flags=re.MULTILINE)


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _safe(text: str) -> Markup:
    """A text that goes into the page as it stands: our own files, and JSON without an angle bracket."""
    return Markup(text)  # noqa: S704 (see above)


@cache
def _template() -> jinja2.Template:
    maker = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return maker.from_string(_web("offline/offline.html"))


def _web(name: str) -> str:
    # as a browser reads it: a digest is of characters after line ends were made one
    return resources.files("maps").joinpath("web", name).read_text(encoding="utf-8")
