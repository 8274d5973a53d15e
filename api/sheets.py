"""一地一档 for every door: which parcels, told at which level, in which file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import geopandas as gpd
import numpy as np
import shapely

from api.recalled import match_of
from api.schemas import BriefIn
from api.service import Service
from geo import flow
from geo.disclosure import Disclosure, Veil
from geo.errors import BadBrief
from geo.model import Brief
from maps import offline, sheet

Lang = Literal["zh", "en"]
# what a page shows around a parcel [m], at most
AROUND_M = 3000.0
# a minute's work
MOST_PAGES = 60
SheetForm = Literal["pdf", "docx", "atlas", "page"]
MAKERS: Mapping[SheetForm, Callable[[sheet.Material], bytes]] = {
    "pdf": sheet.pdf,
    "docx": sheet.docx,
    "atlas": sheet.atlas,
    "page": offline.page,
}


def material(
    service: Service,
    given: BriefIn,
    parcel_ids: Sequence[str],
    lang: Lang,
    disclosure: Disclosure,
    answer: str = "",
) -> sheet.Material:
    """What sheets of some parcels are made of, as the level allows; the answer that they name is remembered.

    With ``answer`` it is one that was given, in place of a brief.

    Raises:
        BadInput: the brief cannot be meant, or there are more pages than one file takes.
        NotFound: the version lacks one of the parcels.
    """
    ids = list(dict.fromkeys(parcel_ids))
    _bound("parcels", len(ids))
    told, land = match_of(service, given, answer)
    for one in ids:
        land.row(one)
    return _made_of(service, land, told.brief, ids, lang, disclosure)


def shortlist_material(
    service: Service,
    given: BriefIn,
    lang: Lang,
    disclosure: Disclosure,
    answer: str = "",
    most: int | None = None,
) -> sheet.Material:
    """What an atlas of a shortlist is made of, or of the first ``most`` of it.

    Raises:
        BadBrief: nothing fits, or the shortlist is longer than an atlas.
    """
    told, land = match_of(service, given, answer)
    found = told.suggestions[:most]
    if not found:
        words = ("没有地块符合, 没有可编的图册。", "no parcel fits, so there is nothing to bind.")
        raise BadBrief("k", told.brief.k, *words, "请先放宽条件。", "Loosen the brief first.")
    _bound("k", len(found))
    ids = [one.parcel_id for one in found]
    return _made_of(service, land, told.brief, ids, lang, disclosure)


def made(of: sheet.Material, form: SheetForm) -> bytes:
    """Sheets as a file.

    Raises:
        MissingGlyph: the font lacks a character.
    """
    return MAKERS[form](of)


def _bound(field: str, count: int) -> None:
    if count > MOST_PAGES:
        words = (f"一次最多 {MOST_PAGES} 宗。", f"at most {MOST_PAGES} parcels at once.")
        raise BadBrief(field, count, *words, "请分次导出。", "Export them in parts.")


def _made_of(
    service: Service, land: flow.Land, brief: Brief, ids: Sequence[str], lang: Lang, disclosure: Disclosure
) -> sheet.Material:
    veil = flow.veil(service.store, land, disclosure, ids, lang)
    return sheet.Material(
        plan=land.plan,
        codes=land.codes,
        parcels=_around(land.parcels, ids, veil),
        dossiers=flow.dossiers(land, brief, ids, veil),
        veil=veil,
        lang=lang,
        font=service.settings.font,
    )


def _around(parcels: gpd.GeoDataFrame, ids: Sequence[str], veil: Veil) -> gpd.GeoDataFrame:
    """The parcels themselves and whatever can show beside them, as they may be told."""
    west, south, east, north = shapely.bounds(np.asarray(parcels.geometry.values, dtype=object)).T
    near = np.zeros(len(parcels), dtype=bool)
    for at in parcels.index.get_indexer(list(ids)):
        near |= (
            (west <= east[at] + AROUND_M)
            & (east >= west[at] - AROUND_M)
            & (south <= north[at] + AROUND_M)
            & (north >= south[at] - AROUND_M)
        )
    return veil.parcels(parcels[near])
