"""The planner's page: a folium map inside a page of our own, every byte of it from this service."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Literal

import branca.element
import folium
import jinja2
import orjson
from folium.template import Template

from geo import crs
from geo.model import Plan
from maps import style
from maps.basemap import Basemap
from maps.layers import drawables

Lang = Literal["zh", "en"]
# parcels that are drawn one by one; more come as tiles
FEW = 3000
# folium's own would forbid a reader to enlarge the page
VIEWPORT = re.compile(r'<meta name="viewport".*?/>', re.DOTALL)
ADDRESS = re.compile(r"""(?:src|href)\s*=\s*["']([^"']+)["']""")


class ForeignAsset(LookupError):
    """A part of the page would be fetched from somewhere else."""

    def __init__(self, address: str) -> None:
        super().__init__(f"the page may only load files of this service, not {address}")


class Handle(folium.MacroElement):
    """Hands folium's map to the page's own modules as ``window.luodiMap``."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    _template = Template(
        "{% macro script(this, kwargs) %}window.luodiMap = {{ this._parent.get_name() }};{% endmacro %}"
    )


def page(
    plan: Plan,
    *,
    lang: Lang = "zh",
    nonce: str,
    static_url: str = "/static",
    opening: str = "",
    basemap: Basemap | None = None,
) -> str:
    """The page of a plan.

    Args:
        plan: Whose map is drawn; its data comes from the API once the page runs.
        lang: Language of the words on screen.
        nonce: Of the answer's content security policy; every inline script and style carries it.
        static_url: Where ``maps/web`` is served.
        opening: Where all that is drawn first is served as one document, if anywhere.
        basemap: Tiles of another host beneath the plan's layers.

    Raises:
        ForeignAsset: a part of the map would be loaded from another host.
    """
    head, body, script = _map(plan, static_url)
    config = {
        "lang": lang,
        "strings": strings()[lang],
        "bounds": _bounds(plan),
        "fonts": f"{static_url}/vendor/fonts/fonts.css",
        "few": FEW,
        "opening": opening,
        "layers": drawables(plan),
        "style": _palette(),
    }
    if basemap:
        config["basemap"] = {"url": basemap.url, "attribution": basemap.attribution, "origin": basemap.origin}
    return _template().render(
        plan=plan,
        lang=lang,
        other="en" if lang == "zh" else "zh",
        words=strings()[lang],
        nonce=nonce,
        static=static_url,
        opening=opening,
        map_head=_with_nonce(_checked(VIEWPORT.sub("", head), static_url), nonce),
        map_body=_checked(body, static_url),
        map_script=script,
        config=orjson.dumps(config).decode().replace("<", "\\u003c"),
    )


@cache
def strings() -> dict[str, dict[str, str]]:
    """Every word on screen, by language."""
    found: dict[str, dict[str, str]] = orjson.loads(_web("strings.json"))
    return found


def _map(plan: Plan, static_url: str) -> tuple[str, str, str]:
    """Folium's own head, body and script for an empty map of the district."""
    west, south, east, north = _bounds(plan)
    figure = branca.element.Figure()
    it = folium.Map(
        location=((south + north) / 2, (west + east) / 2),
        tiles=None,
        zoom_start=12,
        zoom_control=False,
        prefer_canvas=True,
        zoom_snap=0.25,
        fade_animation=False,
    )
    it.default_js = [("leaflet", f"{static_url}/vendor/leaflet/leaflet.js")]
    it.default_css = [("leaflet_css", f"{static_url}/vendor/leaflet/leaflet.css")]
    it._id = "luodi"  # noqa: SLF001 (folium would draw a random one: the same page, the same bytes)
    it.add_child(Handle())
    figure.add_child(it)
    figure.render()
    return tuple(part.render() for part in (figure.header, figure.html, figure.script))  # type: ignore[return-value]


def _checked(text: str, static_url: str) -> str:
    """The text, or ForeignAsset when it names an address outside our own files."""
    for address in ADDRESS.findall(text):
        if not address.startswith(f"{static_url}/"):
            raise ForeignAsset(address)
    return text


def _with_nonce(text: str, nonce: str) -> str:
    return re.sub(r"<(style|script)(?=[\s>])", rf'<\1 nonce="{nonce}"', text)


def _bounds(plan: Plan) -> tuple[float, float, float, float]:
    boundary = next(layer for layer in plan.layers.values() if layer.role == "boundary")
    west, south, east, north = (round(float(v), 5) for v in crs.to_lonlat(boundary.frame).total_bounds)
    return west, south, east, north


def _palette() -> dict[str, object]:
    return {
        "breaks": style.SCORE_BREAKS,
        "scores": style.SCORE_COLOURS,
        "excluded": dict(style.EXCLUDED_COLOURS),
        "excludedLabels": {k: {"label": v[0], "label_en": v[1]} for k, v in style.EXCLUDED_LABELS.items()},
        "status": dict(style.STATUS_COLOURS),
        "signals": dict(style.SIGNAL_COLOURS),
        "unasked": style.UNASKED,
        "ground": style.GROUND,
        "accent": style.ACCENT,
        "selected": style.SELECTED,
        "edge": style.PARCEL_EDGE,
        "opacity": style.PARCEL_OPACITY,
    }


@cache
def _template() -> jinja2.Template:
    maker = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return maker.from_string(_web("page.html"))


def _web(name: str) -> str:
    return resources.files("maps").joinpath("web", name).read_text(encoding="utf-8")
