"""What pydantic finds wrong with a document, said in Chinese and English with the nearest right name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from geo.errors import BadBrief

Given = TypeVar("Given", bound=BaseModel)
# pydantic's kind of error -> what to say; {…} are facts of its context
SAID: Mapping[str, tuple[str, str]] = {
    "missing": ("必须填写", "is required"),
    "extra_forbidden": ("没有这个字段", "is no known field"),
    "json_invalid": ("不是有效的 JSON", "is not valid JSON"),
    "model_attributes_type": ("应为一个对象", "should be an object"),
    "model_type": ("应为一个对象", "should be an object"),
    "dict_type": ("应为“名称: 数值”的对象", "should be an object of name: value"),
    "list_type": ("应为列表", "should be a list"),
    "tuple_type": ("应为列表", "should be a list"),
    "too_short": ("至少要有 {min_length} 项", "needs at least {min_length} items"),
    "too_long": ("最多 {max_length} 项", "takes at most {max_length} items"),
    "string_type": ("应为文字", "should be text"),
    "string_too_short": ("不能为空", "must not be empty"),
    "string_too_long": ("最多 {max_length} 字", "takes at most {max_length} characters"),
    "float_type": ("应为数值", "should be a number"),
    "float_parsing": ("应为数值", "should be a number"),
    "finite_number": ("应为有限的数值", "should be a finite number"),
    "int_type": ("应为整数", "should be a whole number"),
    "int_parsing": ("应为整数", "should be a whole number"),
    "int_from_float": ("应为整数", "should be a whole number"),
    "bool_type": ("应为 true 或 false", "should be true or false"),
    "bool_parsing": ("应为 true 或 false", "should be true or false"),
    "date_type": ("应为日期, 如 2026-06-30", "should be a date such as 2026-06-30"),
    "date_parsing": ("应为日期, 如 2026-06-30", "should be a date such as 2026-06-30"),
    "date_from_datetime_parsing": ("应为日期, 如 2026-06-30", "should be a date such as 2026-06-30"),
    "date_from_datetime_inexact": ("应为日期, 不带时刻", "should be a date without a time"),
    "literal_error": ("应为 {expected} 之一", "should be one of {expected}"),
    "enum": ("应为 {expected} 之一", "should be one of {expected}"),
    "greater_than_equal": ("不能小于 {ge}", "must be at least {ge}"),
    "less_than_equal": ("不能大于 {le}", "must be at most {le}"),
    "greater_than": ("须大于 {gt}", "must be above {gt}"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a document: where, by which rule, in words."""

    where: str
    rule: str
    text: str
    text_en: str


def faults(errors: Iterable[Mapping[str, Any]], fields: Sequence[str] = ()) -> list[Fault]:
    """Pydantic's errors in words.

    Args:
        errors: As ``ValidationError.errors()`` gives them.
        fields: Known names, from which the nearest is offered for an unknown one.

    Examples:
        >>> faults([{"loc": ("body", "k"), "type": "int_type", "msg": "…", "ctx": {}}])[0].text
        '应为整数'
    """
    return [_fault(error, fields) for error in errors]


def valid(model: type[Given], given: Mapping[str, Any]) -> Given:
    """What a command was given, as the document that HTTP would take.

    Raises:
        BadBrief: a field is unknown or of the wrong kind; the first one is told.
    """
    try:
        return model.model_validate(given)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        one, seen = _fault(first, tuple(model.model_fields)), str(first.get("input"))[:80]
        raise BadBrief(one.where or "brief", seen, f"{one.text}。", f"{one.text_en}.") from wrong


def _fault(error: Mapping[str, Any], fields: Sequence[str]) -> Fault:
    kind, place = str(error["type"]), [str(step) for step in error["loc"]]
    zh, en = SAID.get(kind, (str(error["msg"]), str(error["msg"])))
    facts = {name: str(value).replace(" or ", ", ") for name, value in error.get("ctx", {}).items()}
    zh, en = (text.format(**facts) if kind in SAID else text for text in (zh, en))
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(place[-1], fields, n=1, cutoff=0.5)
        zh, en = (zh + f", 是否指 {near[0]}?", en + f"; did you mean {near[0]}?") if near else (zh, en)
    inside = place[1:] if place[:1] == ["body"] else place
    return Fault(".".join(inside), kind, zh, en)
