"""Suggests other queries for a query that finds nothing or has an error.

Each part of the query is replaced or left out in turn. A changed query that finds nothing is not
offered. The number of tries and their time are bounded.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice

import orjson

from service import deadline
from service.api.hints import KINDS
from service.api.instance import Instance
from service.api.language import gettext, language
from service.api.query_description import in_words
from service.domain import calendar, edtf
from service.domain.near_spellings import LOOKUPS_PER_REQUEST, LookupLimit
from service.domain.query import Filter, Page
from service.errors import Invalid, Unavailable
from service.reply_dependencies import today
from service.schemas.comma_lists import excluded, quote, split_list
from service.schemas.country_roles import split_role
from service.schemas.query import EventsQuery
from service.store import Store
from service.web.empty_results import smallest
from service.web.filter_chips import Chip, remaining
from service.web.form import EXPLORED, Form
from service.web.form_errors import FormError
from service.web.form_values import Pairs, with_role
from service.web.query_urls import Choice, without
from service.web.sentences import as_filters

MOST_TRIED = 12
SECONDS = 0.4
MOST_LEFT_OUT = 30
"""The most queries that are tried to find the filters that leave a query without events."""
MOST_WORDS = 6
"""The most words of a search for which similar words are looked up."""
NEAREST = 3
MOST_SHOWN = 6
MOST_READ = 2
"""The most readings of a sentence that are offered."""


class CountBudget:
    """Counts the events of other queries, within limits of time and number."""

    def __init__(self, here: Instance, most: int = MOST_TRIED) -> None:
        self.here, self.left = here, most
        self.end = time.monotonic() + SECONDS

    def counted(self, choice: Choice) -> Choice:
        """The choice with the number of its events; unchanged if a limit is reached."""
        if not self.left or time.monotonic() > self.end:
            return choice
        self.left -= 1
        try:
            parsed = self.here.parser.parse(without(choice.pairs), EXPLORED)
            total, exactly = self.here.store.count(parsed.filter, "capped")
        except (Invalid, Unavailable):
            return choice
        return replace(choice, found=total or 0, more=exactly != "exact")


@contextmanager
def _bounded() -> Iterator[None]:
    """Bounds the work of the block to ``SECONDS``, or to the rest of the request's time."""
    deadline.demand_thread()
    whole = deadline.current()
    left = SECONDS if whole is None else min(SECONDS, whole.remaining)
    with deadline.within(deadline.Deadline(left)):
        yield


def counted(here: Instance, form: Form) -> None:
    """Set the number of events of each choice that an error offers.

    If some near spellings find events, those that find none are left out. All possible meanings
    of words stay.
    """
    tries = CountBudget(here)
    for told in [each for errors in form.errors.values() for each in errors if each.choices]:
        with _bounded():
            told.choices = [tries.counted(each) for each in told.choices]
        if told.near and any(each.found for each in told.choices):
            told.choices = [each for each in told.choices if each.found != 0]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Other queries for a query that finds nothing.

    ``meant`` are queries that the reader may have meant. ``looser`` are less strict forms of the
    query. ``emptied`` are the query without each smallest set of filters that empties it.
    ``together`` says that no single filter empties it.
    """

    meant: list[Choice]
    looser: list[Choice]
    emptied: list[Choice]
    together: bool


def alternatives(
    here: Instance, pairs: Pairs, parsed: EventsQuery, form: Form, chips: Sequence[Chip]
) -> Alternatives:
    """Other queries that find events if ``pairs`` finds none."""
    pairs = without(pairs)
    with LookupLimit(LOOKUPS_PER_REQUEST):
        tries = CountBudget(here)
        meant = list(islice(_found(tries, _as_filters(here, pairs)), MOST_READ))
        meant += _found(tries, _meant(here.store, pairs, parsed.filter))
    tries = CountBudget(here, MOST_LEFT_OUT)
    sets = _emptied(tries, pairs, chips)
    emptied = [choice for _, choice in sets][:MOST_SHOWN]
    looser = list(_found(tries, _looser(pairs, form)))
    return Alternatives(meant, looser, emptied, together=bool(sets) and len(sets[0][0]) > 1)


def _emptied(
    tries: CountBudget, pairs: Pairs, chips: Sequence[Chip]
) -> list[tuple[tuple[int, ...], Choice]]:
    """The smallest sets of filters, by their places, and the query without each set."""
    names = {each.place: each.name for each in chips}
    tried: dict[tuple[int, ...], Choice] = {}

    def finds(places: tuple[int, ...]) -> bool:
        if places not in tried:
            name = language().all_of([names[each] for each in places])
            choice = Choice(gettext("Without %(name)s", name=name), remaining(pairs, *places))
            tried[places] = tries.counted(choice)
        return bool(tried[places].found)

    try:
        with _bounded():
            found = smallest(list(names), finds)
    except Unavailable:  # the deadline has passed: use the sets found until then
        found = [each for each, choice in tried.items() if choice.found]
    return [(each, tried[each]) for each in found]


def _found(tries: CountBudget, choices: Iterable[Choice]) -> Iterator[Choice]:
    """The choices that find events, each with their number."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    try:
        with _bounded():
            for each in choices:
                key = tuple(each.pairs)
                tried = tries.counted(each) if key not in seen else each
                seen.add(key)
                if tried.found:
                    yield tried
    except Unavailable:
        return


def _instead(pairs: Pairs, place: int, *others: tuple[str, str]) -> list[tuple[str, str]]:
    return [*pairs[:place], *others, *pairs[place + 1 :]]


def _as_filters(here: Instance, pairs: Pairs) -> Iterator[Choice]:
    for place, (name, _) in enumerate(pairs):
        if name == "q":
            for read in as_filters(here, pairs, place, today()):
                yield Choice(in_words(read, language()), read)


def _meant(store: Store, pairs: Pairs, filter_: Filter) -> Iterator[Choice]:
    for place, (name, text) in enumerate(pairs):
        if name in KINDS:
            for words, value in _names(store, name, text):
                yield Choice(words, _instead(pairs, place, (name, value)))
        elif name == "q":
            for words in _spelt(store, text):
                yield Choice(words, _instead(pairs, place, (name, words)))
    places = [place for place, each in enumerate(pairs) if each[0] in ("date", "from", "to")]
    if places:
        rest = [each for each in pairs if each[0] not in ("date", "from", "to", "match")]
        for year in _years(store, filter_):
            yield Choice(year, [*rest[: places[0]], ("date", year), *rest[places[0] :]])


def _names(store: Store, kind: str, text: str) -> Iterator[tuple[str, str]]:
    """Pairs of a near name and the value with that name in place of one that no event has."""
    values = split_list(text)
    for place, each in enumerate(values[:LOOKUPS_PER_REQUEST]):
        if store.names_in_use(kind, [each]):
            continue
        for near in store.nearest(kind, each, NEAREST):
            others = [*values[:place], near.name, *values[place + 1 :]]
            yield near.name, ",".join(quote(other) for other in others)


def _spelt(store: Store, text: str) -> Iterator[str]:
    """The search with a near word in place of one that no event has."""
    words = text.split()
    for place, word in enumerate(words[:MOST_WORDS]):
        if word.isalnum():
            for near in store.words_spelt_like(word, NEAREST):
                yield " ".join([*words[:place], near, *words[place + 1 :]])


def _years(store: Store, filter_: Filter) -> Iterator[str]:
    """The nearest years after and before the range in which the rest of the query has events."""
    whole = replace(filter_, since=None, until=None, seconds=(None, None), certain=False)
    sides = [(replace(whole, since=filter_.until + 1), "date")] if filter_.until else []
    sides += [(replace(whole, until=filter_.since - 1), "-date")] if filter_.since else []
    for beside, sort in sides:
        for row in store.events(beside, Page(sort=sort, limit=1, count="none")).rows:
            event = orjson.loads(row)
            if first := event["earliest"] or event["latest"]:
                yield calendar.year_text(calendar.civil(edtf.parse(first).earliest or 0)[0])


def _looser(pairs: Pairs, form: Form) -> Iterator[Choice]:
    """The query with one of its filters less strict."""
    if form.values.get("match") == "certain":
        yield Choice(gettext("Events that only may fall in the range"), without(pairs, "match"))
    for place, (name, text) in enumerate(pairs):
        if name == "country" and ":" in text:
            anyhow = with_role(text, "")
            label = language().one_of([split_role(each)[0] for each in split_list(anyhow)])
            yield Choice(
                gettext("%(name)s in any role", name=label), _instead(pairs, place, (name, anyhow))
            )
    text = form.values.get("q", "")
    words = [] if '"' in text else text.split()
    for place, word in enumerate(words[:MOST_WORDS] if len(words) > 1 else ()):
        fewer = " ".join([*words[:place], *words[place + 1 :]])
        yield Choice(gettext("Without the word %(word)s", word=word),
                     [("q", fewer) if each[0] == "q" else each for each in pairs])  # fmt: skip


def note_unknown_names(store: Store, pairs: Pairs, form: Form) -> None:
    """Add an error to the field of an actor or a tag that no event has, with the nearest names."""
    with LookupLimit(LOOKUPS_PER_REQUEST):
        for place, (name, text) in enumerate(pairs):
            values = split_list(text) if name in KINDS else []
            if values and not store.names_in_use(name, values):
                near = [Choice(words, _instead(pairs, place, (name, value)))
                        for words, value in _names(store, name, text)]  # fmt: skip
                quoted = [gettext("“%(words)s”", words=each) for each in values[:NEAREST]]
                message = gettext("No event has %(names)s", names=language().one_of(quoted))
                form.errors.setdefault(name, []).append(FormError(message, near))


def complete_names(store: Store, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """``pairs`` with partly typed actors and tags completed, if just one name matches."""
    return [
        (name, (single_match(store, name, text) if name in KINDS else None) or text)
        for name, text in pairs
    ]


def single_match(store: Store, kind: str, text: str) -> str | None:
    """The value with the one name that ``text`` must mean, or ``None``.

    This is the case if no event has the name ``text``, and each of its words begins a word of just
    one name that some event has.
    """
    try:
        values = split_list(text)
    except ValueError:
        return None
    if len(values) != 1 or excluded(text) is not None or store.names_in_use(kind, values):
        return None
    found: Sequence[str] = [each.name for each in store.named(kind, values[0], 2)]
    return quote(found[0]) if len(found) == 1 else None
