"""Random requests and random writes for the proof ``replies``."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlencode

from bench.generate import WORDS, events
from service.schemas.event import load_event
from service.store import Saved, Store

EVENTS = 400
COUNTRIES = ("US", "GB", "KZ", "UZ", "FR", "EU", "C5", "G7")
LISTS = ("", ".json", ".ics", ".atom", ".feed.json", ".grafana.json", ".timelinejs.json")
OTHERS = ("/v1/countries", "/v1/categories", "/v1/tags", "/v1/actors", "/v1/blocs", "/ogc", "/",
          "/v1/countries/KZ", "/v1/anniversaries", "/embed", "/v1/openapi.json")  # fmt: skip


def questions(chance: random.Random, links: list[str]) -> Iterator[str]:
    """Yields URLs without end. Most URLs are repeated. ``links`` has the URLs of next pages."""
    pool = [_question(chance) for _ in range(100)]
    while True:
        # Most of the requests are for a few URLs.
        place = int(len(pool) * chance.random() ** 3)
        yield chance.choice(links) if links and chance.random() < 0.1 else pool[place]
        if chance.random() < 0.05:
            pool[chance.randrange(len(pool))] = _question(chance)


def _question(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.1:
        return chance.choice(OTHERS)
    if kind < 0.25:
        event = f"/v1/events/g{chance.randrange(EVENTS):07}"
        return event + chance.choice(("", ".ics", ".geojson", "/versions", "/versions/1"))
    words = _words(chance)
    if kind < 0.4:
        words["interval"] = chance.choice(("month", "year", "day", "decade"))
        if chance.random() < 0.1:  # such a request costs a hundred times as much
            words["by"] = chance.choice(("country", "category", "bloc"))
        return f"/v1/histogram{chance.choice(('', '', '.csv'))}?{urlencode(words)}"
    if kind < 0.5:
        words = {name: text for name, text in words.items() if name in ("country", "q")}
        return f"/ogc/collections/events/items?{urlencode({**words, 'limit': 12})}"
    if kind < 0.51:
        return f"/?{urlencode(words)}"
    words["limit"] = str(chance.choice((1, 3, 10, 50)))
    words["sort"] = chance.choice(("date", "-date", "updated", "-updated"))
    words["count"] = chance.choice(("exact", "capped", "none"))
    return f"/v1/events{chance.choice(LISTS)}?{urlencode(words)}"


def _words(chance: random.Random) -> dict[str, str]:
    year = chance.randint(1975, 2024)
    some = {
        "country": chance.choice(COUNTRIES),
        "date": chance.choice((f"{year}", f"{year}-{chance.randint(1, 12):02}", f"{year}/..")),
        "q": chance.choice(WORDS),
        "category": chance.choice(("meeting", "visit", "statement,agreement")),
        "match": "certain",
        "updated_since": "2020-01-01",
        "tag": chance.choice(("soak", "a tag")),
        "min_amount": "1000",
        "undated": "1",
    }
    return {name: some[name] for name in chance.sample(list(some), chance.randint(1, 3))}


class Writer:
    """Makes random writes through its own store."""

    def __init__(self, store: Store, chance: random.Random) -> None:
        self.store, self.chance = store, chance
        self.made = list(islice(events(EVENTS * 3), EVENTS * 3))

    def write(self) -> None:
        """Create, correct, move, delete or restore one event, or rarely many events at once."""
        chance, store = self.chance, self.store
        if chance.random() < 0.02:
            some = chance.sample(self.made, chance.randint(2, 90))
            store.import_batch([load_event(each) for each in some])
            return
        event = dict(chance.choice(self.made[: EVENTS + 100]))
        if chance.random() < 0.5:
            event["title"] = f"{event['title']} {chance.choice(WORDS)}"
        if chance.random() < 0.3:
            event["countries"] = [{"code": chance.choice(("US", "KZ", "FR")), "role": "host"}]
        if chance.random() < 0.2:
            event["date"] = f"{chance.randint(1975, 2024)}-0{chance.randint(1, 9)}-11"
        if chance.random() < 0.2:
            event["tags"] = ["soak"]
        if chance.random() < 0.15:
            self._delete(event["id"])
        else:
            store.import_batch([load_event(event)])

    def _delete(self, name: str) -> None:
        if self.store.database.execute_sql("SELECT 1 FROM event WHERE id=?", (name,)).fetchone():
            self.store.delete(name, _whatever)


def _whatever(_: Saved) -> bool:
    return True
