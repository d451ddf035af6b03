"""Measure pages and pictures in one process: the explorer, lists in every order, and cards, with
every kind of filter.

python -m bench.pages 1000000 [questions of each kind]
"""

from __future__ import annotations

from bench.arguments import questions
from bench.request_cost import FILTERS, Cost, client_of

MOST = 100.0
DEAR = {
    "three blocs and a word": (
        ("q", "talks"), ("status", "occurred"), ("country", "EU,NATO,G20"),
    ),
    "a bloc and a tag": (("country", "EU"), ("tag", "topic-7")),
}  # fmt: skip
PATHS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "explorer": ("/", ()), "card": ("/card.png", ()), "list": ("/v1/events", ()),
    "list, last changed first": ("/v1/events", (("sort", "-updated"),)),
}  # fmt: skip


def main() -> None:
    """Print the median and the 99th percentile of each path and filter. The exit code is 1 if the
    99th percentile of a path is above ``MOST`` milliseconds of processor time."""
    count, each, skewed = questions(__doc__, 20)
    client = client_of(count, skewed=skewed)
    print(f"{count:,} events, {each} of each path and filter, milliseconds of the processor")
    slow = False
    for kind, (path, more) in PATHS.items():
        whole = Cost(client)
        for name, filters in (FILTERS | DEAR).items():
            cost = Cost(client)
            for number in range(each + 1):
                # ``lang`` costs nothing. It makes two requests in a row different.
                cost.ask(path, [*filters, *more, ("lang", ("en", "fr")[number % 2])], number > 0)
            print(f"  {kind}: {cost.line(name)}")
            whole.times += cost.times
        print(whole.line(kind))
        slow = slow or whole.last > MOST
    raise SystemExit(slow)


if __name__ == "__main__":
    main()
