"""Tables, layers and exchange files out; each says what it is, and the same content gives the same bytes."""

from geo.write.about import About, about
from geo.write.changes import ChangesFormat, changes
from geo.write.exchange import Style, txt
from geo.write.findings import FindingsFormat, findings
from geo.write.land import ENDINGS, FORMATS, LandFormat, land
from geo.write.sheet import SheetFormat, corner_table
from geo.write.shortlist import Lang, TableFormat, csv_table, geojson, quarantine_csv
from geo.write.workbook import workbook

__all__ = [
    "ENDINGS",
    "FORMATS",
    "About",
    "ChangesFormat",
    "FindingsFormat",
    "LandFormat",
    "Lang",
    "SheetFormat",
    "Style",
    "TableFormat",
    "about",
    "changes",
    "corner_table",
    "csv_table",
    "findings",
    "geojson",
    "land",
    "quarantine_csv",
    "txt",
    "workbook",
]
