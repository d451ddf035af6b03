"""The words that a word outside of a list may mean: in queries, bodies and imported files."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.category_words import WORDS, meant
from service.domain.near_spellings import nearest
from service.domain.status_words import WORDS as STATUS_WORDS
from service.schemas.other_words import OtherWords

_OTHER_WORDS = OtherWords({
    "-date": "newest latest desc descending",
    "date": "oldest asc ascending",
    "-updated": "modified changed",
    "relevance": "score rank",
    "occurred": "happened past confirmed done completed held",
    "planned": "future scheduled upcoming tentative expected",
    "cancelled": "called_off abandoned",
    "disputed": "contested alleged denied unconfirmed rumoured rumored unverified claimed",
    "host": "organizer organiser venue hosted_by",
    "participant": "guest attendee visitor member present",
    "target": "recipient beneficiary addressee victim",
    "sponsor": "donor funder",
    "signatory": "party signer signed",
    "voted_for": "for yes yea in_favour in_favor favour",
    "voted_against": "against no nay",
    "abstained": "abstain abstention",
    "did_not_vote": "absent not_voting",
    "1": "true yes on",
    "0": "false no off",
    "exact": "true yes on",
    "none": "false no off",
    "day": "daily 1d p1d 24h",
    "week": "weekly 1w p1w 7d p7d",
    "month": "monthly 1m p1m",
    "quarter": "quarterly 3m p3m",
    "year": "yearly annual 12m p12m 1y p1y",
    "decade": "10y p10y",
    "century": "100y p100y",
    "certain": "exact strict definite",
    "possible": "maybe",
    "money": "amount amounts sum value currency funding",
    "events": "count number frequency",
    "announced": "declared",
    "pledged": "promised",
    "obligated": "allocated contracted",
    "disbursed": "paid spent transferred",
    "part_of": "child_of parent part subevent_of sub_event_of",
    "follows": "after previous",
    "responds_to": "reply_to response_to",
    "updates": "replaces corrects supersedes",
    "related_to": "related see_also",
    "person": "human people individual",
    "organization": "organisation org company institution body agency",
})  # fmt: skip
"""By word of the API, the words that people write instead of it."""


def near_words(text: str, words: Sequence[str]) -> tuple[str, ...]:
    """Those of ``words`` that mean the same as ``text``, or else those that are spelt nearly so."""
    found = _OTHER_WORDS.meant(text, words)
    if not found and (status := STATUS_WORDS.get(text[:64].strip().casefold())) in words:
        found = (status,) if status else ()
    if not found and "agreement" in words and (category := meant(text[:64])):
        found = (WORDS[category],)
    return found or nearest(text, words)
