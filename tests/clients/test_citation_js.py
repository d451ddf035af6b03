"""Citation.js, with citeproc-js in it, reads and shows the citations of every kind of date."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from service.formats.format import Listing
from service.formats.registry import BY_SUFFIX
from service.schemas.event import load_event, render

PACKAGES = Path(__file__).parent / "node_modules"
DATES = (
    "2023-02-28", "2022-09", "2022", "2022-09-XX", "2022-XX", "196X", "19XX", "1962-21", "1962-25",
    "2022-34", "2022~", "1917?", "2022-09%", "1917-11-07~", "2022/2023", "2022-09/2022-11",
    "2023-02-27/2023-03-03", "2022-09/2023-03-03", "2023-02-28/2024", "2022-09~/2023-02-28~",
    "2022-21/2022-09", "2022-02-24/..", "2022-02-24/", "../1990", "../2022-12-05", "/1990",
    "[2022-02-24..2023-02-28]", "[2021-05-01,2021-06-01]", "[..1990]", "-0043-03-15", "0000",
    "Y12000-01-01", "XXXX", "2023-02-28T12:30:00Z", "2023-02-28T18:30",
    "2023-02-28T10:00:00+05:00/2023-03-01T12:00:00+05:00",
)  # fmt: skip
SHOW = """
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-csl";
import { readFileSync } from "node:fs";
const found = new Cite(readFileSync(process.argv[2], "utf8"));
const shown = found.format("bibliography", { format: "text", template: "apa" });
console.log(JSON.stringify({
  dates: found.data.map((each) => each["event-date"] ?? null), lines: shown.trim().split("\\n"),
}));
"""


@pytest.mark.skipif(
    not (PACKAGES / "@citation-js").is_dir(), reason="needs npm --prefix tests/clients ci"
)
@pytest.mark.parametrize("suffix", ["csl.json", "bib"])
def test_a_bibliography_of_every_kind_of_date_is_shown_whole(suffix: str, tmp_path: Path) -> None:
    documents = [
        render(
            load_event({"id": f"e-{number}", "title": f"On {date}", "date": date,
                        "category": "other", "status": "planned"}),
            1, "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z",
        )
        for number, date in enumerate(DATES)
    ]  # fmt: skip
    words = [json.loads(each)["date_display"] for each in documents]
    file, script = tmp_path / f"all.{suffix}", tmp_path / "show.mjs"
    file.write_bytes(b"".join(BY_SUFFIX[suffix].render(documents, Listing())))
    script.write_text(SHOW)
    (tmp_path / "node_modules").symlink_to(PACKAGES)
    done = subprocess.run(
        ["node", str(script), str(file)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-600:]
    found = json.loads(done.stdout)
    assert len(found["lines"]) == len(DATES)
    for shown in words:
        assert any(f"date of the event: {shown}; status: planned" in each
                   for each in found["lines"]), shown  # fmt: skip
    at = dict(zip(DATES, found["dates"], strict=True))
    assert at["2022-09"] == {"date-parts": [[2022, 9]]}
    assert at["2022/2023"] == {"date-parts": [[2022], [2023]]}
