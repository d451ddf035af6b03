"""Translates what GDELT and ICEWS share: CAMEO, the codes of events and actors, and coordinates.

Origin: the code numbers are those of the CAMEO codebook (P. Schrodt, 2012, version 1.1b3). Their
categories, roles and words here are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from service.domain import countries
from service.domain.degrees import degrees


class Kind(NamedTuple):
    """The meaning of a code: our category, a few words, and the roles of the two sides."""

    category: str
    words: str
    source: str = "participant"
    target: str = "participant"


_TARGET = ("participant", "target")
KINDS: dict[str, Kind] = {
    "01": Kind("statement", "public statement", "participant", "mentioned"),
    "02": Kind("statement", "appeal", *_TARGET),
    "03": Kind("policy", "intent to cooperate"),
    "036": Kind("policy", "intent to meet or negotiate"),
    "04": Kind("meeting", "consultation"),
    "041": Kind("meeting", "talk by telephone"),
    "042": Kind("visit", "visit made", "participant", "host"),
    "043": Kind("visit", "visit received", "host", "participant"),
    "044": Kind("meeting", "meeting in a third place"),
    "045": Kind("meeting", "mediation"),
    "046": Kind("meeting", "negotiation"),
    "05": Kind("policy", "diplomatic cooperation"),
    "051": Kind("statement", "praise or endorsement", "participant", "mentioned"),
    "052": Kind("statement", "defence in words", "participant", "mentioned"),
    "053": Kind("statement", "call for support", "participant", "mentioned"),
    "054": Kind("policy", "recognition", *_TARGET),
    "055": Kind("statement", "apology", "participant", "mentioned"),
    "056": Kind("statement", "forgiveness", "participant", "mentioned"),
    "057": Kind("agreement", "agreement signed", "signatory", "signatory"),
    "06": Kind("other", "material cooperation"),
    "061": Kind("other", "economic cooperation"),
    "062": Kind("other", "military cooperation"),
    "07": Kind("funding", "aid", "sponsor", "target"),
    "071": Kind("funding", "economic aid", "sponsor", "target"),
    "072": Kind("funding", "military aid", "sponsor", "target"),
    "073": Kind("funding", "humanitarian aid", "sponsor", "target"),
    "08": Kind("policy", "concession", *_TARGET),
    "085": Kind("sanction", "sanctions eased", *_TARGET),
    "09": Kind("other", "investigation", *_TARGET),
    "10": Kind("statement", "demand", *_TARGET),
    "11": Kind("statement", "disapproval", *_TARGET),
    "111": Kind("statement", "criticism", *_TARGET),
    "112": Kind("statement", "accusation", *_TARGET),
    "12": Kind("statement", "rejection", *_TARGET),
    "129": Kind("vote", "veto", *_TARGET),
    "13": Kind("statement", "threat", *_TARGET),
    "138": Kind("statement", "threat of force", *_TARGET),
    "14": Kind("other", "protest", *_TARGET),
    "15": Kind("deployment", "show of force", *_TARGET),
    "154": Kind("deployment", "forces mobilised", *_TARGET),
    "16": Kind("sanction", "reduced relations", *_TARGET),
    "161": Kind("policy", "diplomatic relations reduced or broken", *_TARGET),
    "163": Kind("sanction", "embargo, boycott or sanctions", *_TARGET),
    "17": Kind("other", "coercion", *_TARGET),
    "172": Kind("sanction", "administrative sanctions", *_TARGET),
    "173": Kind("other", "arrest or charge", *_TARGET),
    "174": Kind("other", "expulsion", *_TARGET),
    "175": Kind("conflict", "violent repression", *_TARGET),
    "18": Kind("conflict", "assault", *_TARGET),
    "181": Kind("conflict", "abduction or hostage-taking", *_TARGET),
    "183": Kind("conflict", "bombing", *_TARGET),
    "19": Kind("conflict", "armed fighting", *_TARGET),
    "193": Kind("conflict", "fighting with small arms", *_TARGET),
    "194": Kind("conflict", "fighting with artillery and tanks", *_TARGET),
    "195": Kind("conflict", "attack from the air", *_TARGET),
    "20": Kind("conflict", "mass violence", *_TARGET),
}


def kind(code: str) -> Kind | None:
    """The meaning of an event code, by its longest known beginning; ``None`` if unknown."""
    for length in (3, 2):
        if code[:length] in KINDS and code.isdecimal():
            return KINDS[code[:length]]
    return None


def mirrored(code: str) -> str | None:
    """The code of the same event from the other side, if it is mutual; else ``None``."""
    if code in ("042", "043"):
        return "043" if code == "042" else "042"
    return code if code[:2] in ("03", "04", "05", "06") else None


_ACTOR_COUNTRIES = {
    "ROM": "RO", "TMP": "TL", "WSB": "PS", "GZS": "PS", "IMY": "IM", "BAG": "IQ", "MTN": "ME",
}  # fmt: skip
"""CAMEO actor codes of countries that differ from ISO 3166-1 alpha-3."""
REGIONS = frozenset({
    "AFR", "ASA", "BLK", "CRB", "CAU", "CFR", "CAS", "CEU", "EIN", "EAF", "EEU", "EUR", "LAM",
    "MEA", "MDT", "NAF", "NMR", "PGS", "SCN", "SAM", "SAS", "SEA", "SAF", "WAF", "WST",
})  # fmt: skip
"""CAMEO actor codes of regions and others that are no country."""


def actor_country(code: str) -> str | None:
    """The country of a CAMEO actor code; ``None`` for regions (``EUR``, ``WST``) and others."""
    if code in REGIONS:
        return None
    if code in _ACTOR_COUNTRIES:
        return _ACTOR_COUNTRIES[code]
    return countries.by_code(code) if len(code) == 3 and code.isalpha() else None


def coordinates(point: Sequence[str], columns: str, warnings: list[str]) -> dict[str, float]:
    """``latitude`` and ``longitude`` of the two cells ``point`` in ``columns``. If they are not
    numbers, the result is empty, and ``warnings`` say so."""
    try:
        latitude, longitude = map(degrees, point)
    except ValueError:
        words = ", ".join(point)[:40]
        warnings.append(f"{columns}: {words!r} is not a point, and was left out")
        return {}
    return {"latitude": latitude, "longitude": longitude}
