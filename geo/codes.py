"""Land-use code systems with their editions: names, hierarchy, colours; collisions are refused."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import pandas as pd

from geo.errors import AmbiguousCode, UnknownCode


@dataclass(frozen=True, slots=True)
class CodeTable:
    """One edition of one code system. A code may be asked for by itself or through an ancestor."""

    system: str
    edition: str
    names: Mapping[str, str]
    names_en: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The code itself, its parent, … up to the first level."""
        chain = [code]
        while (parent := self.parents.get(chain[-1], "")) and parent not in chain:
            chain.append(parent)
        return tuple(chain)

    def is_within(self, code: str, roots: tuple[str, ...]) -> bool:
        """Whether ``code`` is one of ``roots`` or lies below one of them."""
        return any(step in roots for step in self.ancestors(code))

    def name(self, code: str) -> str:
        """Name in the system's language; the code itself where the table has none."""
        return self.names.get(code, code)

    def name_en(self, code: str) -> str:
        """English name of the code or its nearest named ancestor, else the local name."""
        return next((self.names_en[c] for c in self.ancestors(code) if c in self.names_en), self.name(code))

    def colour(self, code: str) -> str:
        """Fill colour of the code or of its nearest coloured ancestor; light grey without one."""
        return next((self.colours[c] for c in self.ancestors(code) if c in self.colours), "#D9D9D9")

    def require(self, code: str) -> str:
        """The code, or ``UnknownCode`` with the nearest ones of the table."""
        if code in self.names:
            return code
        close = difflib.get_close_matches(code, list(self.names), n=3, cutoff=0.5)
        raise UnknownCode(code, f"{self.system} {self.edition}", (f"{c} {self.names[c]}" for c in close))


# Fill colours of the 国土空间 drawing standard for the classes that a siting map shows.
LANDUSE_SEA_COLOURS = {
    "07": "#FFFF2D",
    "08": "#FF85C9",
    "0802": "#E6005C",
    "0804": "#FF85C9",
    "0806": "#FF7F7E",
    "09": "#FF0000",
    "10": "#BB9674",
    "1001": "#BB9674",
    "11": "#8761D3",
    "12": "#A3A3A3",
    "13": "#006380",
    "14": "#00FF00",
    "1402": "#148D4A",
    "1403": "#ACFFCF",
    "16": "#FFFFFF",
    "17": "#338EC0",
}
LANDUSE_SEA_NAMES_EN = {
    "01": "Cropland",
    "02": "Orchard and plantation",
    "03": "Forest",
    "04": "Grassland",
    "05": "Wetland",
    "06": "Agricultural facilities",
    "07": "Residential",
    "08": "Public administration and services",
    "0801": "Government",
    "0802": "Research",
    "0803": "Culture",
    "0804": "Education",
    "0805": "Sports",
    "0806": "Health care",
    "080601": "Hospital",
    "0807": "Social welfare",
    "080701": "Elderly care",
    "09": "Commercial services",
    "0901": "Commerce",
    "090101": "Retail",
    "090102": "Wholesale",
    "090103": "Catering",
    "090104": "Hotel",
    "0902": "Business and finance",
    "0903": "Entertainment",
    "0904": "Other commercial services",
    "10": "Industry and mining",
    "1001": "Industry",
    "100101": "Industry, class 1",
    "100102": "Industry, class 2",
    "100103": "Industry, class 3",
    "1002": "Mining",
    "11": "Storage",
    "1101": "Logistics",
    "110101": "Logistics, class 1",
    "110102": "Logistics, class 2",
    "110103": "Logistics, class 3",
    "12": "Transport",
    "13": "Utilities",
    "14": "Green and open space",
    "15": "Special use",
    "16": "Reserved (blank)",
    "17": "Inland water",
    "23": "Other land",
}
# GB 50137-2011 letters used by 控规 drawings, with the local M0 of Zhengzhou.
GB50137 = {
    "R": "居住用地",
    "R2": "二类居住用地",
    "A": "公共管理与公共服务用地",
    "A3": "教育科研用地",
    "A35": "科研用地",
    "A5": "医疗卫生用地",
    "A51": "医院用地",
    "B": "商业服务业设施用地",
    "B1": "商业用地",
    "B2": "商务用地",
    "B3": "娱乐康体用地",
    "M": "工业用地",
    "M0": "新型产业用地",
    "M1": "一类工业用地",
    "M2": "二类工业用地",
    "M3": "三类工业用地",
    "W": "物流仓储用地",
    "W1": "一类物流仓储用地",
    "W2": "二类物流仓储用地",
    "W3": "三类物流仓储用地",
    "S": "道路与交通设施用地",
    "U": "公用设施用地",
    "G": "绿地与广场用地",
    "G1": "公园绿地",
    "G2": "防护绿地",
    "G3": "广场用地",
}
NATIONAL = (("landuse_sea", "2023"), ("landuse_sea", "2020"), ("third_survey", "2019"), ("gb50137", "2011"))
_FILES = {
    ("landuse_sea", "2023"): "landuse_sea_classification_2023.csv",
    ("landuse_sea", "2020"): "landuse_sea_classification_2020_trial.csv",
    ("third_survey", "2019"): "third_survey_landuse_codes.csv",
}


@cache
def national(system: str, edition: str) -> CodeTable:
    """A national table by system and edition.

    Raises:
        UnknownCode: no such system or edition.

    Examples:
        >>> national("landuse_sea", "2023").name("100102")
        '二类工业用地'
        >>> national("landuse_sea", "2023").is_within("100102", ("1001",))
        True
    """
    if (system, edition) == ("gb50137", "2011"):
        parents = {code: code[:-1] for code in GB50137 if code[:-1]}
        return CodeTable(system, edition, GB50137, parents=parents)
    if (system, edition) not in _FILES:
        asked = f"{system} {edition}"
        raise UnknownCode(asked, "NATIONAL", (f"{s} {e}" for s, e in NATIONAL))
    with resources.files("geo.tables").joinpath(_FILES[(system, edition)]).open(encoding="utf-8-sig") as text:
        rows = pd.read_csv(text, dtype=str, keep_default_na=False)
    names = dict(zip(rows["code"], rows["name_zh"], strict=True))
    if "parent" in rows.columns:
        parents = {code: parent for code, parent in zip(rows["code"], rows["parent"], strict=True) if parent}
    else:
        parents = {code: code[:-2] for code in names if code[:-2] in names}
    if system == "landuse_sea":
        return CodeTable(system, edition, names, LANDUSE_SEA_NAMES_EN, parents, LANDUSE_SEA_COLOURS)
    return CodeTable(system, edition, names, parents=parents)


def local(rows: pd.DataFrame, edition: str) -> CodeTable:
    """A district's own table from ``code, name, name_en, parent, colour`` rows."""
    pick = {
        column: {code: value for code, value in zip(rows["code"], rows[column], strict=True) if value}
        for column in ("name", "name_en", "parent", "colour")
        if column in rows.columns
    }
    names = {code: pick.get("name", {}).get(code, code) for code in rows["code"]}
    return CodeTable(
        "local", edition, names, pick.get("name_en", {}), pick.get("parent", {}), pick.get("colour", {})
    )


def meanings(code: str) -> dict[str, str]:
    """What a bare code means in every national table that has it, by ``system edition``.

    >>> meanings("1001") == {"landuse_sea 2023": "工业用地", "landuse_sea 2020": "工业用地",
    ...                      "third_survey 2019": "铁路用地"}
    True
    """
    found = {}
    for system, edition in NATIONAL:
        table = national(system, edition)
        if code in table.names:
            found[f"{system} {edition}"] = table.names[code]
    return found


def resolve(code: str, system: str = "", edition: str = "") -> str:
    """The code once its system is certain; refused when bare and meaning different things.

    Raises:
        AmbiguousCode: no system is stated and the national tables disagree about the code.
        UnknownCode: the stated table, or no table, has it.
    """
    if system and system != "local":
        return national(system, edition).require(code)
    found = meanings(code)
    if not found:
        raise UnknownCode(code, "NATIONAL")
    if len(set(found.values())) > 1:
        raise AmbiguousCode(code, (f"{where}: {name}" for where, name in found.items()))
    return code
