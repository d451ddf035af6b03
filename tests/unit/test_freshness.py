"""The rules by which a read chooses its server. These tests need no server."""

from __future__ import annotations

from threading import Thread

from service import freshness
from service.freshness import AskAnotherServer, ReadTarget


def test_a_read_that_loses_its_server_asks_a_replica_then_the_primary_then_a_replica() -> None:
    target, error = ReadTarget(), OSError("lost")
    asked = []
    while isinstance(target.lose(error), AskAnotherServer):
        asked.append("primary" if target.newest else "replica")
    assert asked == ["replica", "primary", "replica"]


def test_a_read_whose_reply_has_begun_is_not_made_anew() -> None:
    target, error = ReadTarget(), OSError("lost")
    target.begun = True
    assert target.lose(error) is error


def test_a_read_that_has_to_see_more_is_asked_where_to_read_once_more() -> None:
    target = ReadTarget()
    target.on = "connection"
    target.demand(0)
    target.saw(7)
    assert (target.on, target.least) == ("connection", 7)
    target.demand(7)
    assert target.on == "connection"
    target.demand(8)
    found: object = target.on  # the type checker does not know that demand() changes it
    assert (found, target.least) == (None, 8)


def test_a_turn_is_that_of_its_thread() -> None:
    seen: list[ReadTarget | None] = []
    with freshness.within(ReadTarget()):
        thread = Thread(target=lambda: seen.append(freshness.current()))
        thread.start()
        thread.join()
        assert freshness.current() is not None
    assert [*seen, freshness.current()] == [None, None]
