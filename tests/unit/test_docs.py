"""The documents are consistent: each link has a target, and code cites pages that exist."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import yaml

from tests.conftest import REPOSITORY
from tests.support.rows import each_row

LEFT_OUT = {".venv", ".lowest", "node_modules", "dist", ".bench"}


def found(*patterns: str) -> list[Path]:
    return sorted(
        each.relative_to(REPOSITORY)
        for pattern in patterns
        for each in REPOSITORY.glob(pattern)
        if not LEFT_OUT.intersection(each.relative_to(REPOSITORY).parts)
    )


PAGES = found("*.md", "docs/**/*.md", "seed/*.md", ".github/**/*.md")
FENCE = re.compile(r"^```.*?^```$", re.M | re.S)
CITED = re.compile(r"(?<![/\w])(docs/[\w/]+\.md)(?:, \"([A-Z][^\"]*)\")?")
"""A page that a comment names, and its section if the comment names one."""
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@cache
def prose(page: Path) -> str:
    """The text of a page without its examples."""
    return FENCE.sub("", (REPOSITORY / page).read_text("utf-8"))


@cache
def anchors(page: Path) -> set[str]:
    """The anchors of the headings of a page."""
    titles = re.findall(r"^#+ (.*)$", prose(page), re.M)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in titles}


def test_there_are_pages_for_a_stranger() -> None:
    names = {str(each) for each in PAGES}
    assert {
        "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md",
        "docs/tutorial.md", "docs/api.md", "docs/dates.md", "docs/formats.md", "docs/import.md",
        "docs/integrations.md", "docs/measured.md", "docs/limits.md", "docs/faq.md",
        "docs/decisions.md", "docs/operations/README.md",
    } <= names  # fmt: skip


@each_row("page", PAGES)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path) if path else page
        there = Path(*normal(there.parts))
        assert (REPOSITORY / there).exists(), target
        if anchor:
            assert anchor in anchors(there), target


def normal(parts: tuple[str, ...]) -> list[str]:
    kept: list[str] = []
    for each in parts:
        if each == "..":
            kept.pop()
        elif each != ".":
            kept.append(each)
    return kept


def linked(page: Path) -> set[Path]:
    """The pages to which the links of a page lead."""
    targets = {each.partition("#")[0] for each in LINK.findall(prose(page))}
    return {Path(*normal((page.parent / each).parts)) for each in targets if each} & set(PAGES)


def test_every_page_is_two_clicks_from_the_readme() -> None:
    once = linked(Path("README.md"))
    twice = once.union(*map(linked, once))
    assert {each for each in PAGES if each.parts[0] == "docs"} <= twice


def test_pages_that_the_code_cites_exist_and_have_the_section() -> None:
    cited = 0
    for module in found("service/**/*.py", "tests/**/*.py", "bench/**/*.py", "tools/*.py"):
        text = (REPOSITORY / module).read_text("utf-8")
        for page, heading in CITED.findall(text):
            assert (REPOSITORY / page).is_file(), (module, page)
            if heading:
                assert f"\n## {heading}\n" in prose(Path(page)), (module, page, heading)
                cited += 1
    assert cited >= 5


@each_row("page", PAGES)
def test_a_page_begins_with_its_title_and_has_no_odd_beginnings(page: Path) -> None:
    text = prose(page)
    if page.parts[0] != ".github":
        assert text.startswith("# ")
    odd = re.findall(r"(?:^|[.!?] )(What is|Where it|What are)\b[^?\n]*[.;]", text)
    assert not odd, odd


def test_the_reason_for_each_library_is_documented() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = (*project["dependencies"], *extras["parquet"], *extras["postgres"])
    names = {re.split(r"[\[>]", each)[0].lower() for each in needed}
    rows = re.findall(r"^\| ([^|]*) \|", prose(Path("docs/libraries.md")), re.M)
    documented = {re.sub(r" \(.*\)", "", each).lower() for row in rows for each in row.split(", ")}
    assert documented - {"library", "---"} == names


def test_examples_name_no_host_but_their_own() -> None:
    reserved = re.compile(
        r"(127\.0\.0\.1|\[::1\]|localhost|[\w.-]*\.example|[\w.-]*\.invalid|backend|dateline)(:\d+)?"
    )
    for page in found("docs/operations/**/*", "docs/tutorial.md"):
        if (REPOSITORY / page).is_file() and page.suffix in (".md", ".conf", ".yaml", ".service"):
            text = (REPOSITORY / page).read_text("utf-8")
            for block in FENCE.findall(text) if page.suffix == ".md" else [text]:
                for host in re.findall(r"https?://([^\s/\"'<>;,)|]+)", block):
                    assert reserved.fullmatch(host) or "$" in host or "{" in host, (page, host)


class TestFilesForContributors:
    def test_hooks_are_the_checks_of_lint_and_local(self) -> None:
        text = (REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8")
        repos = yaml.safe_load(text)["repos"]
        assert [each["repo"] for each in repos] == ["local"]
        hooks = [each["entry"] for each in repos[0]["hooks"]]
        lint = re.search(r"^lint:.*\n((?:\t.*\n)+)", (REPOSITORY / "Makefile").read_text(), re.M)
        assert lint
        for line in lint[1].splitlines():
            words = line.replace("$(BIN)", ".venv/bin").split()
            kept = [each for each in words if each != "."]
            assert any(each.split()[: len(kept)] == kept for each in hooks), line
        assert all(each["language"] == "system" for each in repos[0]["hooks"])

    def test_templates_can_be_read(self) -> None:
        forms = found(".github/ISSUE_TEMPLATE/*.yaml")
        assert len(forms) == 2
        for each in forms:
            form = yaml.safe_load((REPOSITORY / each).read_text("utf-8"))
            assert form["name"]
            assert form["description"]
            ids = [part["id"] for part in form["body"] if part["type"] != "markdown"]
            assert len(ids) == len(set(ids)) >= 3

    def test_the_line_length_of_editors_is_that_of_the_linter(self) -> None:
        project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
        lines = (REPOSITORY / ".editorconfig").read_text("utf-8")
        assert f"max_line_length = {project['tool']['ruff']['line-length']}" in lines


def test_the_changelog_keeps_its_form() -> None:
    text = (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
    assert text.split("\n## ", 1)[1].startswith("[Unreleased]\n")
    kinds = re.findall(r"^### (.*)$", text, re.M)
    assert kinds == ["Added", "Changed", "Fixed", "Security"]
