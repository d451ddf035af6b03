"""The rules by which a read chooses its server. These tests need no server."""

from __future__ import annotations

from threading import Thread

from service import freshness
from service.freshness import AskAnotherServer, Turn


def test_a_read_that_loses_its_server_asks_a_replica_then_the_primary_then_a_replica() -> None:
    turn, error = Turn(), OSError("lost")
    asked = []
    while isinstance(turn.lose(error), AskAnotherServer):
        asked.append("primary" if turn.newest else "replica")
    assert asked == ["replica", "primary", "replica"]


def test_a_read_whose_reply_has_begun_is_not_made_anew() -> None:
    turn, error = Turn(), OSError("lost")
    turn.begun = True
    assert turn.lose(error) is error


def test_a_read_that_has_to_see_more_is_asked_where_to_read_once_more() -> None:
    turn = Turn()
    turn.on = "connection"
    turn.demand(0)
    turn.saw(7)
    assert (turn.on, turn.least) == ("connection", 7)
    turn.demand(7)
    assert turn.on == "connection"
    turn.demand(8)
    found: object = turn.on  # the type checker does not know that demand() changes it
    assert (found, turn.least) == (None, 8)


def test_a_turn_is_that_of_its_thread() -> None:
    seen: list[Turn | None] = []
    with freshness.within(Turn()):
        thread = Thread(target=lambda: seen.append(freshness.current()))
        thread.start()
        thread.join()
        assert freshness.current() is not None
    assert [*seen, freshness.current()] == [None, None]
