"""A basemap by setting: one host, a template that can be meant, a datum that fits."""

from __future__ import annotations

import pytest

from geo.errors import BadSetting
from maps.basemap import basemap

XYZ = "https://tiles.example/{z}/{x}/{y}.png"
TIANDITU = (
    "https://t0.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default"
    "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=key"
)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        (XYZ, "https://tiles.example"),
        (TIANDITU, "https://t0.tianditu.gov.cn"),
        ("http://10.0.0.7:8080/{z}/{y}/{x}", "http://10.0.0.7:8080"),
    ],
)
def test_tiles_come_from_the_host_of_the_template(url: str, origin: str):
    told = basemap(url, "某某地图", "cgcs2000")

    assert (told.url, told.attribution, told.origin) == (url, "某某地图", origin)


def test_a_map_that_nobody_is_named_for_is_told_by_its_host():
    assert basemap(XYZ, "", "wgs84").attribution == "tiles.example"


@pytest.mark.parametrize(
    "url",
    [
        "https://tiles.example/{z}/{x}.png",
        "https://tiles.example/{z}/{x}/{y}/{y}.png",
        "https://tiles.example/{z}/{x}/{y}{r}.png",
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "https://user:secret@tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example; script-src */{z}/{x}/{y}.png",
        "https://*/{z}/{x}/{y}.png",
        "https://tiles.example:port/{z}/{x}/{y}.png",
        "https://[::1/{z}/{x}/{y}.png",
        "ftp://tiles.example/{z}/{x}/{y}.png",
        "javascript://tiles.example/{z}/{x}/{y}",
        "//tiles.example/{z}/{x}/{y}.png",
        "tiles/{z}/{x}/{y}.png",
        TIANDITU.replace("vec_w", "vec_c").replace("TILEMATRIXSET=w", "TILEMATRIXSET=c"),
    ],
)
def test_an_address_that_is_no_template_of_one_host_is_refused(url: str):
    with pytest.raises(BadSetting, match="LUODI_BASEMAP_URL"):
        basemap(url, "", "wgs84")


@pytest.mark.parametrize(
    ("datum", "told"), [("gcj02", "hundreds of metres"), ("", "never guessed"), ("wgs", "wgs84")]
)
def test_a_datum_that_does_not_fit_or_was_not_said_is_refused_in_both_languages(datum: str, told: str):
    with pytest.raises(BadSetting, match="LUODI_BASEMAP_DATUM") as refused:
        basemap(XYZ, "", datum)

    assert told in refused.value.en
    assert "天地图" in refused.value.zh
