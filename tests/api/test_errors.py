"""Every error of the core has its status, its exit code and its words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import geo.errors
from api.errors import EXIT, STATUS, exit_of, status_of
from api.problems import TITLES
from geo.errors import BadInput, LuodiError


def descendants(kind: type[LuodiError]) -> Iterator[type[LuodiError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from descendants(child)


ERRORS = [kind for kind in descendants(LuodiError) if kind.__module__.startswith("geo.")]


def test_the_tables_name_only_errors_of_the_core():
    named = {*STATUS, *EXIT}

    assert named <= set(ERRORS)


def test_the_tables_have_a_line_for_the_base():
    assert LuodiError in STATUS
    assert LuodiError in EXIT


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_status_with_a_chinese_title(kind: type[LuodiError]):
    assert status_of(kind) in TITLES


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_has_an_exit_code_and_bad_input_has_three(kind: type[LuodiError]):
    code = exit_of(kind)

    assert code == 3 if issubclass(kind, BadInput) else code in {1, 2, 3}


def test_every_error_has_a_code_of_its_own():
    codes = [kind.code for kind in ERRORS]

    assert len(codes) == len(set(codes))


def test_every_error_that_a_caller_can_meet_is_exported():
    public = {kind.__name__ for kind in ERRORS}

    assert public <= set(dir(geo.errors))
