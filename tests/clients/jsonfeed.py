"""JSON Feed 1.1 as JSON Schema, written from https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string"}
ADDRESS = {"type": "string", "format": "uri", "pattern": "^[a-z]+:"}
MOMENT = {"type": "string", "format": "date-time"}
ITEM: dict[str, Any] = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "properties": {
        "id": TEXT, "url": ADDRESS, "external_url": ADDRESS, "title": TEXT,
        "content_html": TEXT, "content_text": TEXT, "summary": TEXT, "image": ADDRESS,
        "banner_image": ADDRESS, "date_published": MOMENT, "date_modified": MOMENT,
        "authors": {"type": "array"}, "tags": {"type": "array", "items": TEXT},
        "language": TEXT, "attachments": {"type": "array"},
    },
    "patternProperties": {"^_[^.]*$": {"type": "object"}},
    "additionalProperties": False,
}  # fmt: skip
FEED: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"}, "title": TEXT,
        "home_page_url": ADDRESS, "feed_url": ADDRESS, "description": TEXT,
        "user_comment": TEXT, "next_url": ADDRESS, "icon": ADDRESS, "favicon": ADDRESS,
        "authors": {"type": "array"}, "language": TEXT, "expired": {"type": "boolean"},
        "hubs": {"type": "array"}, "items": {"type": "array", "items": ITEM},
    },
    "patternProperties": {"^_[^.]*$": {"type": "object"}},
    "additionalProperties": False,
}  # fmt: skip
