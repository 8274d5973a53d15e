"""The national code systems by edition, how offices write their names, and what a bare code may mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

import pandas as pd

from geo.codes.table import CodeTable
from geo.errors import UnknownCode, UnknownCodeSystem


class Edition(NamedTuple):
    """A code system and one of its editions."""

    system: str
    edition: str

    def __str__(self) -> str:
        return f"{self.system} {self.edition}"

    @property
    def label(self) -> str:
        """As offices call it, with the name under which it is stated here.

        >>> Edition("third_survey", "2019").label
        '三调 (third_survey 2019)'
        """
        return f"{LABELS.get(self.system, self.system)} ({self})"


LABELS = {
    "landuse_sea": "用地用海",
    "third_survey": "三调",
    "gbt21010": "土地利用现状分类 GB/T 21010",
    "gb50137": "城市用地分类 GB 50137",
}
# the newest edition of a system stands first
_FILES = {
    Edition("landuse_sea", "2023"): "landuse_sea_classification_2023.csv",
    Edition("landuse_sea", "2020"): "landuse_sea_classification_2020_trial.csv",
    Edition("third_survey", "2019"): "third_survey_landuse_codes.csv",
    Edition("gbt21010", "2017"): "gbt21010_2017.csv",
    Edition("gb50137", "2011"): "gb50137_2011.csv",
}
NATIONAL = tuple(_FILES)
# all of them, 中文 | English
ALL = f"国家用地分类 ({'、'.join(LABELS.values())})"
ALL_EN = f"The set of national classifications ({', '.join(LABELS)})"
# how offices write a system, without width, case, spaces, punctuation and years
_WRITTEN = {
    "landuse_sea": (
        "landusesea 用地用海 国土空间用地用海 用地用海分类 国土空间用地用海分类 "
        "国土空间调查规划用途管制用地用海分类 国土空间调查规划用途管制用地用海分类指南 用地用海分类指南"
    ),
    "third_survey": "thirdsurvey 三调 国土三调 第三次国土调查 第三次全国国土调查 三调地类 三调工作分类",
    "gbt21010": "gbt21010 土地利用现状分类 土地利用现状分类gbt21010 现状分类",
    "gb50137": (
        "gb50137 城市用地分类 城市用地分类与规划建设用地标准 城市建设用地分类 "
        "城市用地分类gb50137 控规用地分类"
    ),
}
# the year of an edition, among what is written of a system
YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")


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
        >>> national("gb50137", "2011").ancestors("A35")
        ('A35', 'A3', 'A')
    """
    asked = Edition(system, edition)
    if asked not in _FILES:
        raise UnknownCode(str(asked), ALL, map(str, NATIONAL), ALL_EN)
    rows = read(_FILES[asked])
    names = dict(zip(rows["code"], rows["name_zh"], strict=True))
    if "parent" in rows.columns:
        parents = {code: parent for code, parent in zip(rows["code"], rows["parent"], strict=True) if parent}
    else:
        parents = {code: above for code in names if (above := _above(code, names))}
    if system != "landuse_sea":
        return CodeTable(system, edition, names, parents=parents)
    drawn = read("landuse_sea_drawing.csv")
    english = {code: name for code, name in zip(drawn["code"], drawn["name_en"], strict=True) if name}
    colours = {code: fill for code, fill in zip(drawn["code"], drawn["colour"], strict=True) if fill}
    return CodeTable(system, edition, names, english, parents, colours)


def newest(system: str) -> Edition:
    """The newest edition of a national system.

    Raises:
        UnknownCodeSystem: there is no such system.
    """
    for one in NATIONAL:
        if one.system == system:
            return one
    raise UnknownCodeSystem(system, known())


def stated(text: str, edition: str = "") -> Edition:
    """The system that a text names, with its edition where one is given, else the newest.

    Raises:
        UnknownCodeSystem: the text names none of them, or an edition that there is not.

    Examples:
        >>> [str(stated(one)) for one in ("用地用海", "用地用海分类（2020）", "GB 50137-2011", "三调")]
        ['landuse_sea 2023', 'landuse_sea 2020', 'gb50137 2011', 'third_survey 2019']
        >>> str(stated("landuse_sea:2020"))
        'landuse_sea 2020'
    """
    plain = unicodedata.normalize("NFKC", f"{text} {edition}").casefold()
    year = YEAR.search(plain)
    name = re.sub(r"\W|_|版|试行|年", "", YEAR.sub("", plain))
    for system, written in _WRITTEN.items():
        if name in written.split():
            found = Edition(system, year.group()) if year else newest(system)
            if found in _FILES:
                return found
    raise UnknownCodeSystem(f"{text} {edition}".strip(), known())


def known() -> Iterable[str]:
    """Every edition, as it is to be stated."""
    return tuple(f"{one.system}:{one.edition} ({LABELS[one.system]})" for one in NATIONAL)


def meanings(code: str) -> dict[str, str]:
    """What a bare code means in every national table that has it, by ``system edition``.

    >>> meanings("1001")
    {'landuse_sea 2023': '工业用地', 'landuse_sea 2020': '工业用地', 'third_survey 2019': '铁路用地',
     'gbt21010 2017': '铁路用地'}
    """
    found: dict[str, str] = {}
    for one in NATIONAL:
        names: Mapping[str, str] = national(*one).names
        if code in names:
            found[str(one)] = names[code]
    return found


def _above(code: str, names: Mapping[str, str]) -> str:
    """The longest code that this one begins with; "" at the first level.

    >>> _above("08H2A", {"08": "", "08H2": ""}), _above("05H1", {"05": ""})
    ('08H2', '05')
    """
    return next((code[:end] for end in range(len(code) - 1, 1, -1) if code[:end] in names), "")


def read(name: str) -> pd.DataFrame:
    """A table of ``geo/tables``, all text."""
    with resources.files("geo.tables").joinpath(name).open(encoding="utf-8-sig") as text:
        return pd.read_csv(text, dtype=str, keep_default_na=False)
