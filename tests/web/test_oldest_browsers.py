"""Scripts and styles use only what the oldest browsers in the documentation know.

The versions in which a feature appeared are those of MDN's browser-compat-data. A name that
several interfaces have, such as ``at``, is taken for the oldest of them.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from service.web.assets import FOLDER
from tests.conftest import REPOSITORY

MODULES = REPOSITORY / "tests" / "clients" / "node_modules"
DATA = MODULES / "@mdn" / "browser-compat-data" / "data.json"
PAGE = REPOSITORY / "docs" / "embedding.md"
ROW = re.compile(r"^\| ([A-Z][a-z]+)[\w, ]* \| ([\d.]+) \|$", re.MULTILINE)
KINDS = {
    "Chrome": ("chrome", "chrome_android", "edge"),
    "Firefox": ("firefox", "firefox_android"),
    "Safari": ("safari", "safari_ios"),
}
SUFFIX = re.compile("_(static|event|function)$")
STYLE = re.compile(r"const STYLE = `(.*?)`", re.DOTALL)
WITHOUT = {
    "accent-color": "Safari gives its controls another contrast",
    "content-visibility": "opens the folds where `::details-content` is known, a script elsewhere",
    "details-content": "with `content-visibility`",
    "forced-color-adjust": "Safari has no forced colours",
    "line-clamp": "beside `-webkit-line-clamp`, which all of them know",
    "print-color-adjust": "marks are printed as backgrounds are",
    "user-select": "beside `-webkit-user-select`, which Safari knows",
    "zoom": "Firefox before 126 cuts a print of a timeline that is wider than the paper",
}
"""Features that the oldest browsers may lack, and what they do without."""
OURS = {"attribution", "inputs", "maxWidth"}
"""Names of replies, elements and styles in our scripts that newer interfaces have too."""
NAMES = """
const { parse } = require("acorn");
const { readFileSync } = require("node:fs");
const [used, own] = [new Set(), new Set()];
function declare(pattern) {
  if (pattern?.type === "Identifier") own.add(pattern.name);
  for (const each of [...(pattern?.elements ?? []), ...(pattern?.properties ?? [])]) {
    declare(each?.value ?? each?.argument ?? each);
  }
  if (pattern?.left) declare(pattern.left);
}
function walk(node) {
  if (Array.isArray(node)) return void node.forEach(walk);
  if (!node || typeof node !== "object") return;
  if (node.type === "Identifier") used.add(node.name);
  if (/^(Property|MethodDefinition|PropertyDefinition)$/.test(node.type)) declare(node.key);
  if (/^(Function|Arrow)/.test(node.type)) node.params.forEach(declare);
  if (node.type === "VariableDeclarator") declare(node.id);
  if (/Declaration$/.test(node.type)) declare(node.id);
  Object.values(node).forEach(walk);
}
for (const file of process.argv.slice(1)) {
  walk(parse(readFileSync(file, "utf-8"), { ecmaVersion: 2022, sourceType: "module" }));
}
console.log(JSON.stringify([...used].filter((each) => !own.has(each))));
"""
"""All names in scripts that are not declared there. The syntax must be that of ECMAScript 2022,
or the parser refuses it."""

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="needs browser-compat-data: npm --prefix tests/clients ci"
)


@cache
def data() -> dict[str, Any]:
    """The data of MDN: features by their place, such as ``css`` > ``selectors`` > ``has``."""
    found: dict[str, Any] = json.loads(DATA.read_text("utf-8"))
    return found


@cache
def oldest() -> dict[str, float]:
    """The oldest version of each browser that the documentation names."""
    named = {name: float(version) for name, version in ROW.findall(PAGE.read_text("utf-8"))}
    return {kind: named[name] for name, kinds in KINDS.items() for kind in kinds}


def features(place: Any) -> Iterator[tuple[str, Any]]:
    """Each feature below a place of the data, by its own name."""
    for name, each in place.items():
        if name != "__compat" and isinstance(each, dict):
            if "__compat" in each:
                yield SUFFIX.sub("", name), each["__compat"]["support"]
            yield from features(each)


def top(place: Any) -> Any:
    """The features at a place itself, without those of their values."""
    return {name: {"__compat": each["__compat"]} for name, each in place.items()
            if "__compat" in each}  # fmt: skip


def late(support: Any) -> list[str]:
    """The browsers whose oldest version has not got a feature without a prefix or a switch."""
    found = []
    for browser, version in oldest().items():
        given = support.get(browser, [])
        since = [
            float(str(each["version_added"]).lstrip("≤"))
            for each in (given if isinstance(given, list) else [given])
            if re.fullmatch(r"≤?\d+(\.\d+)?(\.\d+)*", str(each.get("version_added")))
            and not {"flags", "prefix", "alternative_name", "version_removed"} & each.keys()
        ]
        if not since or min(since) > version:
            found.append(browser)
    return found


def too_new(used: set[str], *places: Any) -> dict[str, list[str]]:
    """The used names that some oldest browser has in none of their meanings."""
    known: dict[str, list[list[str]]] = {}
    for place in places:
        for name, support in features(place):
            if name in used and name not in WITHOUT:
                known.setdefault(name, []).append(late(support))
    return {name: min(all_of, key=len) for name, all_of in known.items() if all(all_of)}


def styles() -> str:
    """All style sheets, with those in scripts, without comments and strings."""
    sheets = [path.read_text("utf-8") for path in sorted(FOLDER.glob("*.css"))]
    for path in sorted(FOLDER.glob("*.js")):
        sheets += STYLE.findall(path.read_text("utf-8"))
    assert len(sheets) > 4
    return re.sub(r'/\*.*?\*/|"[^"]*"|\$\{\w+\}', "0", "\n".join(sheets), flags=re.DOTALL)


def parts(text: str) -> tuple[list[str], list[str]]:
    """The texts before braces, and the declarations inside."""
    before: list[str] = []
    inside: list[str] = []
    for part, end in re.findall(r"([^{};]*)([{};])", text):
        (before if end == "{" else inside).append(part.strip())
    return before, [each for each in inside if ":" in each]


def test_the_documentation_names_the_oldest_browsers() -> None:
    assert len(oldest()) == sum(map(len, KINDS.values()))


def test_the_properties_and_functions_of_styles_are_known() -> None:
    _, declarations = parts(styles())
    properties = {each.split(":")[0].strip() for each in declarations}
    named = {each for each in properties if not each.startswith("-")}
    assert len(named) > 80
    unknown = named - data()["css"]["properties"].keys()
    assert not unknown
    assert not too_new(named, top(data()["css"]["properties"]))
    functions = set(re.findall(r"\b([a-z][\w-]*)\(", " ".join(declarations)))
    assert {"light-dark", "color-mix", "var"} <= functions
    assert not too_new(functions, data()["css"]["types"])


def test_the_selectors_and_rules_of_styles_are_known() -> None:
    before, _ = parts(styles())
    selectors = set(re.findall(r":([a-z][\w-]*)", " ".join(before)))
    assert {"has", "focus-visible", "host"} <= selectors
    assert not too_new(selectors, top(data()["css"]["selectors"]))
    rules = {each[1:].split()[0] for each in before if each.startswith("@")}
    assert {"media", "supports"} == rules


def test_the_names_in_scripts_are_known() -> None:
    files = [str(path) for path in sorted(FOLDER.glob("*.js"))]
    done = subprocess.run(
        ("node", "-e", NAMES, *files),
        cwd=MODULES.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    used = set(json.loads(done.stdout)) - OURS
    assert {"replaceSync", "hasOwn", "PluralRules"} <= used
    assert not too_new(used, data()["javascript"]["builtins"], data()["api"])


def test_what_is_newer_would_be_found() -> None:
    used = {"Temporal", "showPopover", "findLast", "structuredClone"}
    found = too_new(used, data()["javascript"]["builtins"], data()["api"])
    assert found.keys() == {"Temporal", "showPopover"}
    selectors = {"has", "open"}
    assert too_new(selectors, top(data()["css"]["selectors"])).keys() == {"open"}
