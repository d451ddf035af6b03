"""An event as schema.org data. A day that is not known is not made up."""

from __future__ import annotations

from typing import Any

STATUS = {"cancelled": "EventCancelled", "planned": "EventScheduled", "announced": "EventScheduled"}
ACTORS = {"person": "Person", "organization": "Organization", "group": "Organization"}


def linked_data(event: dict[str, Any], address: str) -> dict[str, Any]:
    """``Event`` where the days are known; else a ``CreativeWork`` that tells of a time."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": address,
        "url": address,
        "name": event["title"],
    }
    if event["summary"]:
        found["description"] = event["summary"]
    known = event["precision"] in ("day", "time") or (
        event["extent"] == "span" and _days(event["date"])
    )
    if known and not (event["approximate"] or event["uncertain"]):
        start, _, end = event["date"].partition("/")
        found |= {"@type": "Event", "startDate": start}
        if end and end != "..":
            found["endDate"] = end
        if event["status"] in STATUS:
            found["eventStatus"] = f"https://schema.org/{STATUS[event['status']]}"
        if event["place"]:
            found["location"] = _place(event["place"])
    else:
        found["temporalCoverage"] = event["date"]
    people = [{"@type": ACTORS[each["type"]], "name": each["name"]} for each in event["actors"]]
    if people:
        found["actor" if found["@type"] == "Event" else "mentions"] = people
    cited = [_source(each) for each in event["sources"]]
    if cited:
        found["subjectOf" if found["@type"] == "Event" else "citation"] = cited
    return found


def _days(interval: str) -> bool:
    """Whether an interval begins on a known day, and ends on one or goes on."""
    start, _, end = interval.partition("/")
    return len(start) >= 10 and "X" not in interval and (len(end) >= 10 or end == "..")


def _place(place: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "Place"}
    if place["name"]:
        found["name"] = place["name"]
    if place["country"]:
        found["address"] = {"@type": "PostalAddress", "addressCountry": place["country"]}
    if place["latitude"] is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": place["latitude"],
                        "longitude": place["longitude"]}  # fmt: skip
    return found


def _source(source: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "CreativeWork", "name": source["title"]}
    if source["publisher"]:
        found["publisher"] = {"@type": "Organization", "name": source["publisher"]}
    if source["url"]:
        found["url"] = source["url"]
    return found
