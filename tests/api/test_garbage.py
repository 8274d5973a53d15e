"""A service looks for garbage seldom while it is up, and as Python does afterwards."""

from __future__ import annotations

import gc

from fastapi.testclient import TestClient

from api.app import create_app


def test_a_service_that_is_up_looks_seldom_and_puts_things_back_when_it_goes_down(service):
    before = (gc.get_threshold(), gc.get_freeze_count())

    with TestClient(create_app(service)):
        while_up = (gc.get_threshold(), gc.get_freeze_count())

    assert while_up[0][0] > 10 * before[0][0]
    assert while_up[0][1:] == before[0][1:]
    assert while_up[1] > 0
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_what_refers_to_itself_is_found_in_the_end(service):
    with TestClient(create_app(service)):
        counted = gc.get_stats()[0]["collections"]
        kept = [[at] for at in range(50_000)]
        assert gc.get_stats()[0]["collections"] > counted
        assert len(kept) == 50_000
