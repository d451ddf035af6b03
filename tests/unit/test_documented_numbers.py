"""Numbers in the documents are those of the code, and commands in them exist."""

from __future__ import annotations

import importlib.util
import re
from functools import cache

from service.api import (
    changes,
    counters,
    event_reads,
    header_limits,
    imports,
    series,
    session,
)
from service.domain import chart as drawn_chart
from service.domain import clusters, edtf
from service.domain import timeline as drawn_timeline
from service.domain.intervals import WIDEST
from service.formats import workbook
from service.importers import files, icews, report, row_result, run, table
from service.importers.calendar import rules
from service.importers.calendar import series as recurring
from service.importers.similar_rows import REMEMBERED
from service.importers.suggest import sample as suggested
from service.schemas import cql2, parameter_values, query
from service.schemas import map as map_parameters
from service.schemas import timeline as timeline_parameters
from service.store import chart_series, departures, map, queries, sitemap, timeline
from service.store.bounded_queries import Costs
from service.store.sample import SampleLimits
from service.store.sizes import SIZES
from tests.conftest import REPOSITORY
from tests.support.rows import each_row
from tests.unit.test_docs import PAGES

MIB = 1024 * 1024
NUMBERS: list[tuple[str, str, float]] = [
    ("docs/access.md", "It lasts at most {:.0f} days", session.SECONDS / 86_400),
    ("docs/api.md", "counts to {:,} and reads", SIZES.ranked),
    ("docs/api.md", "It is exact up to {:,} events", SampleLimits().all),
    ("docs/charts.md", "The limit is {:,} events", SIZES.counted),
    ("docs/charts.md", "the limit is {:,} events if each value", SIZES.read_once),
    ("docs/charts.md", "more than {:,} bars", series.MOST_STEPS),
    ("docs/charts.md", "A series of at most {:,} events", chart_series.COSTS.rows),
    ("docs/charts.md", "takes days up to {} days", WIDEST["day"]),
    ("docs/charts.md", "weeks up to {}", WIDEST["week"]),
    ("docs/charts.md", "months up to {:.0f} years", WIDEST["month"] / 365.25),
    ("docs/charts.md", "quarters up to {:.0f}", WIDEST["quarter"] / 365.25),
    ("docs/charts.md", "years up to {:.0f}", WIDEST["year"] / 365.25),
    ("docs/charts.md", "decades up to {:,.0f}", WIDEST["decade"] / 365.25),
    ("docs/charts.md", "series** of 3 to {} steps", drawn_chart.MOST_POINTS),
    ("docs/dates.md", "A date has at most {} characters", edtf.MAX_LENGTH),
    ("docs/formats.md", "A workbook holds {:,} events", workbook.MAX_ROWS - 1),
    ("docs/import.md", "the first {:,} rows, tries it", suggested.ROWS),
    ("docs/import.md", "the first {:,} rows of a table are read before", table.LOOK),
    ("docs/import.md", "to more than {} times its size", files.LARGEST_RATIO),
    ("docs/import.md", "if that is more than {:.0f} MiB", files.ALWAYS_ALLOWED / MIB),
    ("docs/import.md", "keeps the first {:,} of each kind", report.KEPT),
    ("docs/import.md", "that was there, at most {} characters", row_result.LONGEST_VALUE),
    ("docs/import.md", "with the last {:,} rows", REMEMBERED),
    ("docs/import.md", "in batches of {:,} rows", run.BATCH),
    ("docs/import.md", "Over HTTP a batch has {} rows", imports.BATCH),
    ("docs/import.md", "From {:.0f} MiB on, a second process", run.LARGE / MIB),
    ("docs/import.md", "Within {:,} rows, a row", icews.WINDOW),
    ("docs/import.md", "At most {:,} times of a series", recurring.MOST),
    ("docs/import.md", "in a file {:,} beyond", recurring.MOST_OF_FILE),
    ("docs/import.md", "it is followed for {:,} periods", rules.MOST_STEPS),
    ("docs/integrations.md", "has at most {:,} characters", cql2.MAX_LENGTH),
    ("docs/integrations.md", "characters, {} levels", cql2.MAX_DEPTH),
    ("docs/integrations.md", "A text of more than {:,} characters", workbook.MAX_CELL),
    ("docs/integrations.md", "The first {:,} URLs are links", workbook.MAX_LINKS),
    ("docs/limits.md", "A capped count reads at most {:,} events", Costs().looked),
    ("docs/limits.md", "it is at least {:,}", SIZES.fewest_looked),
    ("docs/limits.md", "ranks the newest {:,} events", SIZES.ranked),
    ("docs/limits.md", "the last {:,} deletions", event_reads.MAX_DELETED),
    ("docs/limits.md", "Beyond {:,} events the map", map.LIMITS.all),
    ("docs/map.md", "if at most {:,} events match", map.LIMITS.all),
    ("docs/map.md", "exact if at most {:,} match", map.MOST_DECODED),
    ("docs/map.md", "at least {} pixels wide", clusters.LEAST),
    ("docs/map.md", "pixels of the window, 200 to {}", map_parameters.WIDEST),
    ("docs/mirror.md", "that many seconds: 0 to {}", changes.WAIT_SECONDS),
    ("docs/mirror.md", "for {:.0f} hours at which", departures.KEPT.total_seconds() / 3600),
    ("docs/search.md", "`q` has at most {} characters", parameter_values.MAX_TEXT),
    ("docs/search.md", "The newest {:,} events", SIZES.ranked),
    ("docs/search.md", "After {:,} changes", SIZES.changes),
    ("docs/sharing.md", "at most {:,} events each", sitemap.MOST),
    ("docs/timeline.md", "exact for up to {:,} events", Costs().gathered),
    ("docs/timeline.md", "at least {} pixels wide", drawn_timeline.LEAST),
    ("docs/timeline.md", "offers 16 to {} of them", timeline.OFFERED),
    ("docs/timeline.md", "pixels of the window, 200 to {}", timeline_parameters.WIDEST),
    ("docs/timeline.md", "rows of labelled events, 1 to {}", timeline_parameters.MOST_LANES),
    ("docs/timeline.md", "most labelled events, 1 to {}", timeline_parameters.MOST_EVENTS),
    ("docs/timeline.md", "by default {} |", timeline_parameters.MOST),
    ("docs/operations/behaviour.md", "A query has at most {:,} words", query.MAX_CHOICES),
    ("docs/operations/behaviour.md", "at most {:,} buckets", queries.MOST_BUCKETS),
    ("docs/operations/behaviour.md", "A path has at most {:,} characters", header_limits.PATH),
    ("docs/operations/behaviour.md", "a query {:,} (`414`)", header_limits.QUERY),
    ("docs/operations/behaviour.md", "the last {:,} keys and addresses", counters.MOST),
    ("docs/operations/proxies.md", "`wait=` {} seconds", changes.WAIT_SECONDS),
]
"""A page, a part of a sentence of it, and the value that the part has in place of the braces."""


@cache
def words(page: str) -> str:
    """The text of a page, with single spaces."""
    return " ".join((REPOSITORY / page).read_text("utf-8").split())


@each_row(("page", "part", "value"), NUMBERS)
def test_a_number_in_a_document_is_that_of_the_code(page: str, part: str, value: float) -> None:
    assert part.format(value) in words(page)


def test_modules_that_the_documents_run_exist() -> None:
    named = {
        name
        for page in PAGES
        for name in re.findall(r"python -m ([\w.]+)", (REPOSITORY / page).read_text("utf-8"))
    }
    assert len(named) > 20
    missing = [each for each in sorted(named) if not importlib.util.find_spec(each.rstrip("."))]
    assert not missing
