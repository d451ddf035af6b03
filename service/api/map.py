"""``/v1/map``: the places of events, and the number of events of each country."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from service import country_shapes, languages
from service.api import pictures
from service.api.access import with_key
from service.api.addresses import address
from service.api.instance import Instance
from service.api.query_strings import Pairs
from service.api.request import Request
from service.api.responses import as_json, conditional
from service.domain.clusters import WORLD, Atlas, intersection, with_margin
from service.domain.geometry import Box
from service.formats import map_svg
from service.formats.map_json import render
from service.languages import Language
from service.schemas.map import OWN, WIDTH, WINDOW
from service.schemas.parameter_values import bbox
from service.schemas.parameters import FILTERS, LANG, number_option
from service.schemas.query import EventsQuery

PARAMETERS = (*FILTERS, *OWN, LANG)
_CARRIED = frozenset(each.name for each in (*FILTERS, LANG))
LOWEST, HIGHEST = 160, 2000

PICTURE = (
    *FILTERS,
    WINDOW,
    *pictures.STYLE,
    number_option("height", "Maximum height of the map in pixels, without the lines of text"
                            " below it; by default it follows from the width.", LOWEST, HIGHEST),
    LANG,
)  # fmt: skip
TOPOJSON = "application/json"
SHAPES_SECONDS = 3600


def atlas(request: Request) -> Response:
    """``GET /v1/map``."""
    query = request.query
    settings = request.instance.settings
    known = country_shapes.world(settings.shapes).areas
    tiles = {"url": settings.tiles, "attribution": settings.tiles_attribution}
    drawn, lists = draw(request.instance, query, WIDTH), _Lists.of_pairs(request.pairs)
    own = query.filter.value("bbox")
    box = drawn.window if own is None else intersection(own, drawn.window)
    everything = None if box is None else lists.box(box)
    found = render(drawn, lists.box, everything, known, _language(query))
    return as_json({
        **found,
        "shapes": address("/v1/shapes.json", []),
        "tiles": tiles if settings.tiles else None,
    })  # fmt: skip


def draw(here: Instance, query: EventsQuery, width: int) -> Atlas:
    """The map that a query asks for. ``width`` is used if the query has none."""
    options = dict(query.options)
    given = options.get("window")
    window = bbox(given) if given else _own(query.filter.value("bbox"))
    return here.store.atlas(query.filter, window, int(options.get("width") or width))


def _own(box: Box | None) -> Box:
    return WORLD if box is None else with_margin(box)


def _language(query: EventsQuery) -> Language:
    return languages.language(query.lang)


def picture(request: Request) -> Response:
    """``GET /v1/map.svg``."""
    query = request.query
    options = dict(query.options)
    settings = request.instance.settings
    drawn = draw(request.instance, query, pictures.WIDTH)
    height = options.get("height")
    known = country_shapes.world(settings.shapes)
    most = int(height) if height else None
    words = _language(query)
    look = map_svg.MapStyle(options["theme"], pictures.title(request, words), words)
    return pictures.sent(map_svg.render(drawn, known, most, look))


def outlines(request: Request) -> Response:
    """``GET /v1/shapes.json``. It contains no secret and is the same for all readers, so shared
    caches may keep it."""
    response = conditional(country_shapes.document(request.instance.settings.shapes), TOPOJSON)
    response.headers["Cache-Control"] = f"public, max-age={SHAPES_SECONDS}"
    return response


@dataclass(frozen=True, slots=True)
class _Lists:
    """Makes URLs of lists of events, with the parameters of the filter."""

    given: list[tuple[str, str]]

    @classmethod
    def of_pairs(cls, pairs: Pairs) -> _Lists:
        return cls([each for each in pairs if each[0] in _CARRIED and each[0] != "bbox"])

    def box(self, box: Box) -> str:
        """The URL of the events in a box that lies within the box of the filter."""
        return with_key(address("/v1/events", [*self.given, ("bbox", written(box))]))


def written(box: Box) -> str:
    """A box as a parameter, with all digits."""
    return ",".join(f"{each:.15g}" if float(f"{each:.15g}") == each else repr(each) for each in box)
