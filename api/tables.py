"""A shortlist as a table for the desk: the same bytes from the shell and over HTTP."""

from __future__ import annotations

from api.service import Service
from geo import flow, write
from geo.disclosure import Disclosure
from geo.model import Answer


def table_file(
    service: Service,
    told: Answer,
    land: flow.Land,
    form: write.TableFormat,
    lang: write.Lang = "zh",
    disclosure: Disclosure = "internal",
) -> bytes:
    """The shortlist of an answer and its land as CSV, as a workbook that reckons, or as GeoJSON."""
    ids = [one.parcel_id for one in told.suggestions]
    veil = flow.veil(service.store, land, disclosure, flow.shown(told), lang)
    answer, note = veil.told(told), veil.note(lang)
    if form == "csv":
        return write.csv_table(answer, lang, note)
    if form == "geojson":
        return write.geojson(answer, veil.parcels(land.parcels.loc[ids]), note)
    asked = flow.question(land, told.brief)
    return write.workbook(answer, asked, veil.table(land.table.loc[ids]), lang, note)
