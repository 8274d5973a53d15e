"""The base of every error, and the two kinds that others refine."""

from __future__ import annotations

from typing import ClassVar


class LuodiError(Exception):
    """Base of all: a stable ``code``, a Chinese and an English sentence, and a remedy.

    Subclasses build their wording from facts; callers never write messages.
    """

    code: ClassVar[str] = "luodi_error"

    def __init__(self, zh: str, en: str, remedy_zh: str = "", remedy_en: str = "") -> None:
        self.zh, self.en = zh, en
        self.remedy_zh, self.remedy_en = remedy_zh, remedy_en
        super().__init__(" ".join(part for part in (zh, remedy_zh, "|", en, remedy_en) if part))


class BadInput(LuodiError):
    """What came in cannot be used as it is; nothing was written."""

    code = "bad_input"


class NotFound(LuodiError):
    """What was asked for by id does not exist."""

    code = "not_found"

    def __init__(self, kind_zh: str, kind_en: str, asked: object) -> None:
        super().__init__(
            f"没有{kind_zh} {asked}。",
            f"There is no {kind_en} {asked}.",
            "请核对编号, 或先看看有哪些。",
            "Check the id, or look what there is.",
        )
