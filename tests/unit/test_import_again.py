"""Imports that follow one another: dry runs of several files, older versions, deleted events, and
other events under the same ids."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from service.domain.query import Filter
from service.errors import Invalid
from service.formats import ics
from service.formats.format import Listing
from service.importers.row_result import loaded
from service.importers.run import import_files
from service.store import Store
from service.store.undone import MOST_VERSIONS
from tests.unit.test_import_run import counts, event, ndjson

LISTING = Listing("Events", "https://d.example", "https://d.example/v1/events.ics")


def file(folder: Path, name: str, *events: dict[str, Any]) -> Path:
    path = folder / name
    path.write_bytes(ndjson(*events))
    return path


def warnings(store: Store, *paths: Path, dry_run: bool = False) -> dict[str | None, str]:
    report = import_files(store, paths, dry_run=dry_run)
    return {each.id: each.error.reason for each in report.entries if each.kind == "warning"}


def test_a_dry_run_of_several_files_counts_as_the_run_does(store: Store, tmp_path: Path) -> None:
    import_files(store, [file(tmp_path, "stored", event(1), event(2))])
    files = [
        file(tmp_path, "a", event(1), event(2, title="New"), event(3)),
        file(tmp_path, "b", event(1, title="New"), event(2, title="New"), event(3), event(4)),
        file(tmp_path, "c", event(1), event(2), event(3, title="New"), event(4, title="New")),
        file(tmp_path, "d", event(1), event(2), event(3), event(5)),
    ]
    tried = counts(import_files(store, files, dry_run=True))
    assert tried == counts(import_files(store, files)) == (3, 7, 5, 0)


def test_a_file_that_is_refused_says_what_is_stored_of_those_before_it(
    store: Store, tmp_path: Path
) -> None:
    with zipfile.ZipFile(archive := tmp_path / "all.zip", "w") as written:
        written.writestr("a.ndjson", ndjson(event(1), event(2)))
        written.writestr("README.txt", "A table\n")
    with pytest.raises(Invalid, match=r"README\.txt: a table needs a mapping.*\)$"):
        import_files(store, [archive], dry_run=True)
    with pytest.raises(Invalid, match=r"README\.txt: .*; 2 events of the files before it stored"):
        import_files(store, [archive])
    assert store.size() == 2


def test_a_warning_tells_of_an_older_version(store: Store, tmp_path: Path) -> None:
    import_files(store, [file(tmp_path, "a", event(1), event(2))])
    (tmp_path / "old.ndjson").write_bytes(b"\n".join(store.stream(Filter())))
    documents = [json.loads(each) for each in store.stream(Filter())]
    (tmp_path / "old.json").write_text(json.dumps(documents, indent=1))
    (tmp_path / "old.ics").write_bytes(b"".join(ics.render(store.stream(Filter()), LISTING)))
    for name in ("old.ndjson", "old.json", "old.ics"):
        import_files(store, [file(tmp_path, "b", event(1, title=f"After {name}"), event(2))])
        version = store.get("e1").version
        for dry_run in (True, False):
            (reason,) = warnings(store, tmp_path / name, dry_run=dry_run).values()
            assert f"says that it is version 1, and version {version} of " in reason
            assert reason.endswith("is stored; the changes since are undone")
        assert warnings(store, tmp_path / name) == {}  # nothing is left to be undone


def test_a_warning_tells_of_a_deleted_event_that_comes_back(store: Store, tmp_path: Path) -> None:
    given = file(tmp_path, "a", event(1), event(2))
    import_files(store, [given])
    store.delete("e2", 1)
    for dry_run in (True, False):
        found = warnings(store, given, dry_run=dry_run)
        assert found == {"e2": "was deleted; the import brings it back"}
    assert warnings(store, given) == {}


def test_a_warning_tells_of_another_event_under_the_same_id(store: Store, tmp_path: Path) -> None:
    talks = {"title": "Talks on grain", "date": "2023-01"}
    import_files(store, [file(tmp_path, "january", event(1, **talks), event(2, **talks))])
    next_month = file(
        tmp_path, "february", event(1, title="A treaty on gas", date="2023-02-03"),
        event(2, title="The talks on water", date="2023-02-03"),
    )  # fmt: skip
    for dry_run in (True, False):
        found = warnings(store, next_month, dry_run=dry_run)
        assert found.keys() == {"e1"}
        assert found["e1"].startswith("replaces 'Talks on grain' of 2023-01, which has no word")
    march = file(tmp_path, "march", event(1, title="Vote", date="2023-03"))
    new = [file(tmp_path, "new", event(3, title="Vote", date="2024"))]
    new.append(file(tmp_path, "newer", event(3, title="Treaty", date="2025")))
    for paths in ([next_month, march], new):
        tried = import_files(store, paths, dry_run=True)
        assert tried.noted == import_files(store, paths).noted
        assert tried.noted["warning"] == 1
    import_files(store, [next_month])
    corrected = event(1, title="Pact about oil", date="2023-02")
    assert warnings(store, file(tmp_path, "again", corrected)) == {}  # it may be that day
    earlier = file(tmp_path, "earlier", event(1, title="A vote", date="2022"))
    assert warnings(store, earlier, dry_run=True).keys() == {"e1"}


def test_an_event_of_short_words_that_moves_is_the_same_event(store: Store, tmp_path: Path) -> None:
    import_files(store, [file(tmp_path, "first", event(1, title="G7", date="2023-01"))])
    assert warnings(store, file(tmp_path, "moved", event(1, title="G7", date="2024-01"))) == {}


def by_key(store: Store, author: str, *documents: dict[str, Any]) -> None:
    """Write events as somebody does with a key."""
    store.import_batch(filter(None, (loaded(1, each).event for each in documents)), author)


def test_a_warning_tells_whose_changes_an_import_undoes(store: Store, tmp_path: Path) -> None:
    monday = file(tmp_path, "a", event(1), event(2), event(3), event(4))
    import_files(store, [monday])
    by_key(
        store,
        "anna",
        event(1, title="Talks on gas", summary="By Anna"),
        event(2, summary="By Anna"),
        event(3, title="Talks, at last"),
    )
    at = json.loads(store.get("e1").body)["updated_at"][:10]
    by_anna = f"since version 1; the last, version 2 of {at}, is by the key 'anna'"
    assert warnings(store, monday, dry_run=True) == {
        "e1": f"undoes changes of title, summary {by_anna}",
        "e2": f"undoes changes of summary {by_anna}",
        "e3": f"undoes changes of title {by_anna}",
    }
    tuesday = file(
        tmp_path, "b", event(1, category="visit"), event(2, summary="By Anna", title="New"),
        event(3, title="Talks, at last", category="visit"), event(4, title="New"),
    )  # fmt: skip
    for dry_run in (True, False):
        found = warnings(store, tuesday, dry_run=dry_run)
        assert found == {"e1": f"undoes changes of title, summary {by_anna}"}
    assert warnings(store, tuesday) == {}


def test_a_warning_tells_of_a_row_that_says_again_what_it_said(
    store: Store, tmp_path: Path
) -> None:
    monday = file(tmp_path, "a", event(1), event(2), event(3))
    tuesday = file(tmp_path, "b", event(1), event(2, title="New"), event(3, title="New"))
    wednesday = file(tmp_path, "c", event(1), event(2, title="Newer"), event(3, title="New"))
    assert [warnings(store, each) for each in (monday, tuesday, wednesday)] == [{}, {}, {}]
    at = json.loads(store.get("e2").body)["updated_at"][:10]
    for dry_run in (True, False):
        assert warnings(store, monday, dry_run=dry_run) == {
            f"e{number}": f"undoes changes of title since version 1; the last, version {last} of "
            f"{at}, is by the command line"
            for number, last in ((2, 3), (3, 2))
        }
    assert warnings(store, monday) == {}  # nothing is left to be undone


def test_a_change_of_others_is_told_of_however_old_the_own_version_is(
    store: Store, tmp_path: Path
) -> None:
    monday = file(tmp_path, "a", event(1))
    import_files(store, [monday])
    for number in range(MOST_VERSIONS + 2):
        by_key(store, "anna", event(1, title=f"Title {number}"))
    (reason,) = warnings(store, monday, dry_run=True).values()
    assert reason.startswith("undoes changes of title since version 1; the last, version 13 of")


def test_a_warning_tells_of_an_event_that_another_desk_wrote(store: Store, tmp_path: Path) -> None:
    by_key(store, "east", event(1), event(2))
    west = file(tmp_path, "west", event(1, title="New"), event(2))
    at = json.loads(store.get("e1").body)["updated_at"][:10]
    for dry_run in (True, False):
        told = f"replaces title of version 1 of {at}, by the key 'east'"
        assert warnings(store, west, dry_run=dry_run) == {"e1": told}
    store.delete("e2", 1, "east")
    warnings(store, west)
    by_key(store, "east", event(2, summary="By East"))
    told = f"undoes changes of summary since version 3; the last, version 4 of {at}, is by the key"
    assert warnings(store, west) == {"e2": f"{told} 'east'"}


def test_who_names_the_version_that_was_read_is_not_warned(store: Store, tmp_path: Path) -> None:
    import_files(store, [file(tmp_path, "a", event(1))])
    by_key(store, "anna", event(1, title="By Anna"))
    exported = json.loads(store.get("e1").body)
    assert warnings(store, file(tmp_path, "b", {**exported, "title": "T1"})) == {}


def test_a_warning_tells_of_ids_that_have_moved_to_other_events(
    store: Store, tmp_path: Path
) -> None:
    mapping = {"id": "clash-{#}", "title": "{What}", "date": "{Date}"}
    rows = [f"Clash near the border,2023-01-0{day}\n" for day in (1, 5, 9)]
    table = tmp_path / "clashes.csv"
    table.write_text("What,Date\n" + "".join(rows))
    import_files(store, [table], mapping=mapping)
    table.write_text("What,Date\nClash in the hills,2022-12-30\n" + "".join(rows))
    for dry_run in (True, False):
        report = import_files(store, [table], mapping=mapping, dry_run=dry_run)
        told = {each.id: each.error.reason for each in report.entries if each.kind == "warning"}
        assert told.keys() == {"clash-2", "clash-3"}
        assert told["clash-2"].startswith("has what 'clash-1' had before; an id that counts")
    assert counts(import_files(store, [table], mapping=mapping)) == (0, 0, 4, 0)
