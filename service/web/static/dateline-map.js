// <dateline-map src="https://dateline.example" query="country=C5" height="360"></dateline-map>
//
// A map of a Dateline service on any page: no dependency but the files beside it, nothing inline,
// text only ever set as text, nothing asked of anybody but the service (and of the tiles that its
// operator has set). It draws what /v1/map answers for the window in view, and asks again when the
// reader zooms or moves: events alone, clusters that open into lists, countries shaded by count.
// Attributes: src (the service; this file's own by default), query (the filter grammar of
// /v1/events), height (the most pixels), lang, theme (light, dark), choose (the reader may choose
// an area).
// Custom properties: --dateline-accent, --dateline-ink, --dateline-paper, --dateline-rule,
// --dateline-font. "dateline-select" has an event as its detail, "dateline-country" the code of a
// country, "dateline-area" the bbox of an area; preventDefault() of the first two keeps the
// browser on the page. "dateline-load" and "dateline-error" tell the result of a request.

import { View, boxOf, outlines, round, textOf } from "./earth.js";
import { AreaFields, ClusterList, CountryTable, button, element } from "./map-parts.js";
import { words } from "./map-words.js";

const WAIT = 180; // milliseconds without a movement before the service is asked
const [HEIGHT, LOWEST] = [360, 190];
const KEPT = ["window", "width", "height", "limit", "cursor", "fields", "count", "sort", "theme", "lang"];
const LANGUAGES = ["ar", "en", "es", "fr", "kk", "ru", "zh"]; // languages of the service
const HOME = new URL("..", import.meta.url).href;
const SVG = "http://www.w3.org/2000/svg";
const DOT = 5;
const SMALL = 5; // pixels of the radius of a ring, and of a country up to which it has one

const STYLE = `
:host { display: block; position: relative; color-scheme: light dark;
  --own-ink: var(--dateline-ink, light-dark(#191a1d, #ecebe7)); --own-paper: var(--dateline-paper, light-dark(#fffefb, #15161a));
  --own-soft: light-dark(#5b5953, #aba79d); --own-rule: var(--dateline-rule, light-dark(#dcd8cf, #35363c));
  --own-accent: var(--dateline-accent, light-dark(#9b1c31, #e45b72));
  background: var(--own-paper); border: 1px solid var(--own-rule); border-radius: 4px; }
.stage, .tools, .more, .panel { all: initial; color-scheme: inherit; visibility: inherit; print-color-adjust: exact; color: var(--own-ink);
  font: 13px/1.35 var(--dateline-font, -apple-system, "Segoe UI", Roboto, Arial, sans-serif); }
:host([hidden]) { display: none; }
:host([theme="light"]) { color-scheme: light; } :host([theme="dark"]) { color-scheme: dark; }
[hidden] { display: none !important; }
.stage { display: block; position: relative; overflow: hidden; direction: ltr; touch-action: pan-y; cursor: grab; user-select: none; -webkit-user-select: none; }
.stage.drag { cursor: grabbing; }
.stage.choosing { cursor: crosshair; touch-action: none; }
.stage:focus { outline: none; }
/* The width that it has where the page gives it none; it takes less where there is less. */
.stage::before { content: "_ _ _ _ _ _ _ _ _"; display: block; height: 0; word-spacing: 70px; visibility: hidden; }
svg { position: absolute; inset: 0; }
.land path { stroke: var(--own-paper); stroke-width: .6; vector-effect: non-scaling-stroke; fill: var(--own-rule); }
.land circle { stroke: var(--own-soft); stroke-width: .8; vector-effect: non-scaling-stroke; fill: var(--own-rule); }
.c1 { --part: 18%; } .c2 { --part: 36%; } .c3 { --part: 55%; } .c4 { --part: 76%; } .c5 { --part: 100%; }
.land .shaded path, .land .shaded circle, .swatch { fill: color-mix(in srgb, var(--own-accent) var(--part), var(--own-paper)); background: color-mix(in srgb, var(--own-accent) var(--part), var(--own-paper)); }
.tiled .land path { fill-opacity: .3; stroke-opacity: .6; }
.tiled .land .shaded path { fill-opacity: .5; }
.land a:hover path, .land a:hover circle { stroke: var(--own-ink); }
.land a:focus, .spots a:focus { outline: none; }
.land a:focus-visible path, .land a:focus-visible circle { stroke: var(--own-ink); stroke-width: 2.5; }
.spots circle { fill: var(--own-ink); stroke: var(--own-paper); }
.spots .pile circle { fill-opacity: .86; }
.spots a:hover circle { fill: var(--own-accent); fill-opacity: 1; }
.spots a:focus-visible circle { stroke: var(--own-accent); stroke-width: 4; fill-opacity: 1; }
.spots text { fill: var(--own-paper); font-size: 12px; text-anchor: middle; font-variant-numeric: tabular-nums; pointer-events: none; }
.area { fill: none; stroke: var(--own-accent); stroke-width: 2; stroke-dasharray: 6 4; pointer-events: none; }
.area.new { fill: var(--own-ink); fill-opacity: .14; stroke: var(--own-ink); }
.whose { position: absolute; right: 0; bottom: 0; margin: 0; padding: 1px 6px; font-size: 11px; background: var(--own-paper); }
.tools, .more { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 6px; padding: 6px; border-top: 1px solid var(--own-rule); }
.tools .gap { flex: 1; }
.more { gap: 4px 18px; align-items: baseline; }
p { margin: 0; }
.note { flex: 1 1 256px; color: var(--own-soft); }
.legend { display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: center; }
ul, ol { list-style: none; margin: 0; padding: 0; }
.legend li { display: flex; align-items: center; gap: 5px; font-variant-numeric: tabular-nums; }
.swatch { width: 14px; height: 11px; }
button { font: inherit; min-width: 28px; min-height: 28px; padding: 0 9px; color: var(--own-ink); background: var(--own-paper); border: 1px solid var(--own-soft); border-radius: 4px; cursor: pointer; white-space: nowrap; }
button[aria-pressed="true"] { background: var(--own-ink); color: var(--own-paper); }
@media (forced-colors: active) { .swatch, button[aria-pressed="true"] { forced-color-adjust: none; } }
button:focus-visible, input:focus-visible, summary:focus-visible, .table a:focus-visible, .panel a:focus-visible { outline: 2px solid var(--own-accent); outline-offset: 1px; }
details > summary { cursor: pointer; color: var(--own-accent); }
@media (pointer: coarse) { summary { min-height: 24px; } .table a { display: inline-block; min-height: 24px; } }
details[open] { flex-basis: 100%; }
form { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: end; padding: 6px 0; }
label { display: grid; gap: 2px; }
input { font: inherit; color: inherit; background: var(--own-paper); border: 1px solid var(--own-soft); border-radius: 4px; padding: 4px 6px; width: 104px; min-height: 28px; box-sizing: border-box; }
input[aria-invalid="true"] { border-color: light-dark(#8f1d1d, #ff9d94); box-shadow: inset 0 0 0 1px light-dark(#8f1d1d, #ff9d94); }
.error { flex-basis: 100%; color: light-dark(#8f1d1d, #ff9d94); }
.table { max-height: 240px; overflow: auto; margin-top: 6px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: start; font-weight: 400; padding: 2px 0; padding-inline-end: 20px; border-bottom: 1px solid var(--own-rule); }
thead th { color: var(--own-soft); }
.table a { color: inherit; }
.panel { position: absolute; inset: 0; z-index: 1; display: flex; flex-direction: column; background: var(--own-paper); border-radius: 4px; }
.panel header { display: flex; align-items: center; gap: 6px; padding: 6px; border-bottom: 1px solid var(--own-rule); }
.panel h2 { flex: 1; margin: 0 4px; font-size: 13px; }
.panel .scroll { flex: 1; overflow: auto; overflow-wrap: anywhere; padding: 4px 10px 10px; }
.panel li { padding: 3px 0; }
.panel a { color: inherit; text-decoration: none; } .panel a:hover .label { text-decoration: underline; }
.panel time { color: var(--own-soft); margin-inline-end: 6px; }
.panel time, .panel .label, h2, .note, summary { unicode-bidi: plaintext; }
.cancelled .label { text-decoration: line-through; }
@media print {
  :host { color-scheme: light !important; }
  .tools { display: none; }
  .stage { height: auto !important; }
  svg { position: static; display: block; max-width: 100%; height: auto; }
}
`;

function drawn(name, values = {}) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
  return made;
}

// A link of the drawing: one of a group has the tab stop, arrows lead to the others.
function link(href, label, className) {
  const made = drawn("a", { href, "aria-label": label, class: className, tabindex: "-1" });
  const title = drawn("title");
  title.textContent = label;
  made.append(title);
  return made;
}

// Frameworks set properties where there are some, and attributes elsewhere.
const PROPERTIES = ["src", "query", "height", "theme", "choose"];

class DatelineMap extends HTMLElement {
  static observedAttributes = ["src", "query", "height", "lang", "choose"];

  #view = new View(0, HEIGHT);
  #reply = null;
  #outlines = null;
  #asked = null;
  #timer = 0;
  #frame = 0;
  #wanted = false;
  #choosing = false;
  #pointers = new Map();
  #corner = null;
  #moved = false;
  #parts = null;
  #watch = null;
  #lost = false; // the last request had no answer: the network is gone, or the reader leaves
  #again = () => this.#lost && this.#ask();

  connectedCallback() {
    for (const name of PROPERTIES.filter((each) => Object.hasOwn(this, each))) {
      const value = this[name]; // a script has set it before this file came
      delete this[name];
      this[name] = value;
    }
    if (!this.#parts) this.#build();
    this.#label();
    this.#watch ??= new ResizeObserver(() => this.#resized());
    this.#watch.observe(this);
    for (const name of ["pageshow", "online"]) addEventListener(name, this.#again);
    this.reload();
  }

  disconnectedCallback() {
    for (const name of ["pageshow", "online"]) removeEventListener(name, this.#again);
    this.#watch?.disconnect();
    this.#asked?.abort();
    clearTimeout(this.#timer);
  }

  attributeChangedCallback(name, before, now) {
    if (name === "src") this.#outlines = null; // another service may have other shapes
    if (!this.#parts || !this.isConnected || before === now) return;
    this.#label();
    if (this.#wanted) return; // several attributes changed at once
    this.#wanted = true;
    queueMicrotask(() => {
      this.#wanted = false;
      this.reload();
    });
  }

  // Ask again from the beginning, for instance after the events have changed.
  async reload() {
    this.#parts.list.close(false);
    this.#size();
    this.fit();
  }

  // Show the area of the query, or else the whole Earth.
  fit() {
    const area = this.#area();
    if (area) this.#view.fit(area, 1.3);
    else this.#view.fit([-180, -56, 180, 80], 1);
    this.#draw();
    this.#ask();
  }

  // Show the box of west, south, east and north.
  show(west, south, east, north) {
    this.#view.fit([west, south, east, north]);
    this.#draw();
    this.#ask();
  }

  #home() {
    try {
      const home = new URL(this.getAttribute("src") || HOME, document.baseURI);
      if (!home.pathname.endsWith("/")) home.pathname += "/"; // it may be below a prefix
      if (/^https?:$/.test(home.protocol)) return home;
    } catch {
      // An address that is none; this file's own service answers instead.
    }
    return new URL(HOME);
  }

  #lang() {
    for (let at = this; at; at = at.parentNode ?? at.host) if (at.lang) return at.lang;
    return "en";
  }

  // The address of an event's page; links are in the language of this element, if it names one.
  page(id) {
    return this.#kept(new URL(`events/${encodeURIComponent(id)}`, this.#home()));
  }

  #kept(address) {
    const own = (this.getAttribute("lang") ?? "").slice(0, 2).toLowerCase();
    if (LANGUAGES.includes(own)) address.searchParams.set("lang", own);
    else if (address.searchParams.has("lang")) address.searchParams.delete("lang");
    if (address.searchParams.has("key")) address.searchParams.delete("key"); // it stays here
    return address.href;
  }

  #word(name, ...values) {
    const text = words(this.#lang())[name];
    return values.reduce((made, value, at) => made.replaceAll(`{${at}}`, value), text);
  }

  #number(count) {
    try {
      const lang = this.#lang();
      // The digits of Arabic are those of the service; Kazakh, which some browsers do not know,
      // writes numbers as Russian does.
      const locale = /^kk\b/i.test(lang) ? [lang, "ru"] : /^ar\b/i.test(lang) ? "ar-u-nu-latn" : lang;
      return count.toLocaleString(locale);
    } catch {
      return String(count); // an unknown language; plain digits do
    }
  }

  // A count of a sample is told as the number of events it stands for, in two digits.
  #about(count) {
    const { scale } = this.#reply;
    if (scale === null) return this.#number(count);
    const digits = 10 ** Math.max(0, String(Math.round(count * scale)).length - 2);
    return `≈ ${this.#number(Math.round((count * scale) / digits) * digits)}`;
  }

  #pairs() {
    return [...new URLSearchParams(this.getAttribute("query") ?? "")].filter(
      ([name]) => !KEPT.includes(name),
    );
  }

  #area() {
    return boxOf(this.#pairs().find(([name]) => name === "bbox")?.[1]);
  }

  #label() {
    const { near, far, all, choose, view, stage, list, fields, table } = this.#parts;
    stage.setAttribute("aria-label", this.#word("map"));
    near.setAttribute("aria-label", this.#word("near"));
    far.setAttribute("aria-label", this.#word("far"));
    all.textContent = this.#word("all");
    choose.textContent = this.#word("choose");
    view.textContent = this.#word("view");
    for (const each of [list, fields, table]) each.label();
    const chooses = this.hasAttribute("choose");
    for (const each of [choose, view, fields.fold]) each.hidden = !chooses;
    if (!chooses) this.#choose(false);
  }

  #size() {
    const { stage, svg } = this.#parts;
    const width = this.clientWidth;
    const most = Number.parseInt(this.getAttribute("height") ?? "", 10) || HEIGHT;
    const height = Math.round(Math.min(2000, Math.max(LOWEST, Math.min(most, width / 2)))); // all of the Earth
    stage.style.height = `${height}px`;
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`); // of another size where it is printed
    Object.assign(this.#view, { width, height });
  }

  #resized() {
    const before = this.#view.width;
    // While it cannot be seen it has no width, and keeps its view.
    if (!this.clientWidth || Math.abs(this.clientWidth - before) < 2) return;
    this.#size();
    if (!before) return void this.fit();
    this.#view.scale *= this.#view.width / before;
    this.#view.keep();
    this.#draw();
    this.#later();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), WAIT);
  }

  async #ask() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    const { width } = this.#view;
    if (!width) return; // it cannot be seen; asked as soon as it can
    const address = new URL("v1/map", this.#home());
    for (const [name, text] of this.#pairs()) address.searchParams.append(name, text);
    address.searchParams.set("window", textOf(this.#view.box, this.#view.scale * 10));
    address.searchParams.set("width", Math.round(Math.min(Math.max(width, 200), 4000)));
    const spoken = this.#lang().toLowerCase().slice(0, 2);
    if (spoken !== "en" && LANGUAGES.includes(spoken)) address.searchParams.set("lang", spoken);
    const asked = (this.#asked = new AbortController());
    this.#parts.svg.setAttribute("aria-busy", "true");
    const reply = await this.#fetch(address, asked);
    if (asked === this.#asked) this.#parts.svg.removeAttribute("aria-busy");
    if (!reply) return;
    this.#reply = reply;
    if (!this.#outlines) await this.#shapes(reply);
    this.#told();
    this.#legend();
    this.#shade();
    this.#spots();
    this.#drawNow();
    const { drawn: alone, clustered, outside, placeless, total } = reply;
    this.dispatchEvent(new CustomEvent("dateline-load", { detail: {
      drawn: alone, clustered, outside, placeless, total,
    } }));
  }

  async #fetch(address, asked) {
    let told;
    try {
      const reply = await fetch(address, { signal: asked.signal, credentials: "same-origin" });
      const found = await reply.json();
      this.#lost = false;
      if (reply.ok) return found;
      told = found.errors?.[0]?.detail ?? found.detail;
    } catch {
      // No network, or the page of a proxy.
    }
    if (asked.signal.aborted) return null;
    this.#lost = !told;
    told ??= this.#word("lost");
    this.#parts.note.textContent = told;
    this.dispatchEvent(new CustomEvent("dateline-error", { detail: told }));
    return null;
  }

  // The outlines are asked for until they have come; meanwhile the map has none.
  async #shapes(reply) {
    const topology = await this.#fetch(new URL("v1/shapes.json", this.#home()), new AbortController());
    this.#view.mercator = reply.tiles !== null;
    if (reply.tiles) {
      this.#parts.whose.textContent = reply.tiles.attribution;
      this.#parts.whose.hidden = false;
      this.#parts.svg.classList.add("tiled");
      this.#view.keep();
    }
    const up = (latitude) => this.#view.up(latitude);
    if (topology) this.#outlines = outlines(topology, up);
    this.#copies();
  }

  // "4 alone · 3,575 in clusters · 14,312 without a place · 17,891 in all", always.
  #told() {
    const { drawn: alone, clustered, outside, placeless, total, total_is, looked } = this.#reply;
    const all = total_is === "exact" ? this.#number(total) : this.#about(looked);
    const parts = looked === null
      ? [this.#word("alone", this.#number(alone)), this.#word("clustered", this.#number(clustered))]
      : [this.#word("looked", this.#number(looked)), this.#word("clustered", this.#number(clustered))];
    if (outside) parts.push(this.#word("outside", this.#number(outside)));
    parts.push(this.#word("placeless", this.#number(placeless)), this.#word("total", all));
    this.#parts.note.textContent = total || looked ? parts.join(" · ") : this.#word("nothing");
  }

  #legend() {
    const { classes, countries, countries_sample: sample } = this.#reply;
    const { legend, bare, table } = this.#parts;
    legend.hidden = !classes.length;
    const head = element("li", "", this.#word(sample === null ? "countries" : "countries_about"));
    legend.replaceChildren(head, ...classes.map((low, at) => {
      const high = (classes[at + 1] ?? Infinity) - 1;
      const item = element("li");
      const text = high === Infinity ? `${this.#number(low)}+`
        : high > low ? `${this.#number(low)}–${this.#number(high)}` : this.#number(low);
      item.append(element("span", `swatch ${this.#class(at)}`), text);
      return item;
    }));
    const without = countries.filter((each) => !each.shape);
    const named = without.slice(0, 8).map((each) => `${each.name} ${this.#number(each.count)}`);
    if (without.length > 8) named.push("…");
    bare.hidden = !without.length;
    bare.textContent = without.length ? `${this.#word("shapeless")} ${named.join(", ")}` : "";
    table.fill();
  }

  #class(at) {
    const { length } = this.#reply.classes;
    return `c${length > 1 ? 5 - length + at + 1 : 3}`;
  }

  #counted({ count }) {
    return `${this.#reply.countries_sample === null ? "" : "≈ "}${this.#number(count)}`;
  }

  // The explorer of the service, where the country takes part as well.
  #withCountry(code) {
    const query = new URLSearchParams(this.#pairs());
    query.append("country", code);
    return this.#kept(new URL(`?${query}`, this.#home()));
  }

  #country(click, code) {
    if (click.ctrlKey || click.metaKey || click.shiftKey) return;
    if (!this.#tell("dateline-country", code, true)) click.preventDefault();
  }

  #tell(name, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
  }

  // Once for the Earth, and once for each turn beside it that can be seen.
  #copies() {
    this.#parts.land.replaceChildren(...[-360, 0, 360].map((turn) => {
      const group = drawn("g", turn ? { "aria-hidden": "true" } : {});
      group.dataset.turn = turn;
      return group;
    }));
  }

  #shade() {
    const { countries, classes } = this.#reply;
    const counts = new Map(countries.map((each) => [each.code, each]));
    const active = this.shadowRoot.activeElement?.dataset?.code;
    for (const group of this.#parts.land.children) {
      const main = group.dataset.turn === "0";
      const some = [];
      for (const { code, path, box } of this.#outlines ?? []) {
        const known = counts.get(code);
        const made = known ? link(this.#withCountry(code), `${known.name}: ${this.#counted(known)}`) : drawn("g");
        if (known) {
          made.dataset.code = code;
          made.dataset.count = known.count;
          made.setAttribute("class", `shaded ${this.#class(classes.filter((low) => low <= known.count).length - 1)}`);
          made.addEventListener("click", (click) => this.#country(click, code));
        }
        made.append(drawn("path", { d: path }));
        const [west, south, east, north] = box;
        const small = Math.max(east - west, north - south);
        if (known && small < 3) {
          const ring = drawn("circle", { r: 1 });
          Object.assign(ring.dataset, { size: small, x: (west + east) / 2, y: this.#view.up((south + north) / 2) });
          made.append(ring);
        }
        some.push([known?.count ?? 0, made]);
      }
      // Small counts last, so that arrows lead from the most to the fewest; the tab stop is the most.
      some.sort((a, b) => b[0] - a[0]);
      group.replaceChildren(...some.map((each) => each[1]));
      if (main) this.#stop(group, active && group.querySelector(`[data-code="${active}"]`), Boolean(active));
    }
  }

  // The one link of a group that can be tabbed to.
  #stop(group, chosen, focus = false) {
    const links = [...group.querySelectorAll("a")];
    const stop = chosen ?? links[0];
    for (const each of links) each.setAttribute("tabindex", each === stop ? "0" : "-1");
    if (focus) (stop ?? this.#parts.stage).focus({ preventScroll: true });
  }

  #spots() {
    const { marks, clusters, scale } = this.#reply;
    const active = this.shadowRoot.activeElement;
    const had = active && this.#parts.spots.contains(active) ? active.dataset.key : null;
    const made = clusters.map((each) => this.#pile(each, scale)).concat(marks.map((each) => this.#mark(each)));
    this.#parts.spots.replaceChildren(...made);
    const same = had && made.find((each) => each.dataset.key === had);
    this.#stop(this.#parts.spots, same ?? made[0], had !== null);
  }

  #placed(made, { longitude, latitude }, key) {
    Object.assign(made.dataset, { longitude, latitude, key });
    return made;
  }

  #mark(event) {
    const made = link(this.page(event.id), `${this.#when(event)}, ${event.title}`, event.status);
    made.append(drawn("circle", { r: DOT }));
    made.addEventListener("click", (click) => this.#select(click, event));
    return this.#placed(made, event, event.id);
  }

  // The date, with the status of what did not simply occur.
  #when(event) {
    const status = this.#reply.statuses?.[event.status];
    return event.date_display + (status ? `, ${status}` : "");
  }

  #select(click, event) {
    if (!this.#tell("dateline-select", event, true)) click.preventDefault();
  }

  // A cluster: a link to its list in the explorer, which opens here instead.
  #pile(pile) {
    const list = new URL(pile.list);
    const count = this.#about(pile.count);
    const label = `${this.#word("events", count)}, ${degrees(pile)}`;
    const made = link(this.#kept(new URL(list.search || "?", this.#home())), label, "pile");
    made.setAttribute("aria-haspopup", "dialog");
    const text = drawn("text", { y: 4 });
    text.textContent = short(count.replace("≈ ", ""), pile.count * (this.#reply.scale ?? 1));
    const radius = Math.max(8 + 3 * Math.log10(pile.count * (this.#reply.scale ?? 1)), text.textContent.length * 3.4 + 4);
    made.append(drawn("circle", { r: radius.toFixed(1) }), text);
    made.addEventListener("click", (click) => {
      if (click.ctrlKey || click.metaKey || click.shiftKey) return;
      click.preventDefault();
      this.#parts.list.open(pile, `${this.#word("events", count)} · ${degrees(pile)}`, made);
    });
    return this.#placed(made, pile, `${pile.longitude},${pile.latitude}`);
  }

  #build() {
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const stage = element("div", "stage");
    stage.setAttribute("role", "region");
    stage.tabIndex = -1;
    const svg = drawn("svg", { focusable: "false" });
    const tiles = drawn("g", { "aria-hidden": "true" });
    const [land, spots] = [drawn("g", { class: "land" }), drawn("g", { class: "spots" })];
    const [area, corner] = [drawn("rect", { class: "area" }), drawn("rect", { class: "area new" })];
    const whose = element("p", "whose");
    whose.hidden = true;
    svg.append(tiles, land, area, spots, corner);
    stage.append(svg, whose);
    const only = (bbox) => this.#tell("dateline-area", bbox);
    const tools = element("div", "tools");
    const near = button("+", () => this.#zoom(2));
    const far = button("−", () => this.#zoom(0.5));
    const all = button("", () => this.#whole());
    const choose = button("", () => this.#choose(!this.#choosing));
    const view = button("", () => only(textOf(this.#view.box, this.#view.scale)));
    choose.setAttribute("aria-pressed", "false");
    tools.append(near, far, all, element("span", "gap"), choose, view);
    const more = element("div", "more");
    const [note, legend, bare] = [element("p", "note"), element("ul", "legend"), element("p", "note")];
    note.setAttribute("role", "status");
    const word = (...parts) => this.#word(...parts);
    const fields = new AreaFields({
      word, only, box: () => textOf(this.#area() ?? this.#view.box, this.#view.scale),
    });
    const table = new CountryTable({
      word, reply: () => this.#reply, counted: (each) => this.#counted(each),
      address: (code) => this.#withCountry(code), country: (click, code) => this.#country(click, code),
    });
    const list = new ClusterList({
      word, only, fetch: (address, asked) => this.#fetch(address, asked), home: () => this.#home(),
      told: () => note.textContent,
      page: (id) => this.page(id), when: (event) => this.#when(event),
      select: (click, event) => this.#select(click, event), show: (box) => this.show(...box),
      chooses: () => this.hasAttribute("choose"), focus: () => stage.focus({ preventScroll: true }),
      covered: (whether) => [stage, tools, more].forEach((each) => (each.inert = whether)),
    });
    more.append(legend, note, bare, fields.fold, table.fold);
    root.append(stage, tools, more, list.panel);
    this.#parts = {
      stage, svg, tiles, land, spots, area, corner, whose, near, far, all, choose, view, note, legend, bare,
      fields, table, list,
    };
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    stage.addEventListener("pointerup", (event) => this.#up(event));
    stage.addEventListener("pointercancel", (event) => this.#up(event, true));
    stage.addEventListener("keydown", (event) => this.#key(event));
    stage.addEventListener("dragstart", (event) => event.preventDefault());
    stage.addEventListener("click", (event) => this.#clicked(event), true);
    stage.addEventListener("scroll", () => stage.scrollTo(0, 0));
  }

  #whole() {
    this.#view.fit([-180, -56, 180, 80], 1);
    this.#draw();
    this.#later();
  }

  #zoom(factor, left, top) {
    this.#view.zoom(factor, left, top);
    this.#draw();
    this.#later();
  }

  #pan(right, down) {
    this.#view.pan(right, down);
    this.#draw();
    this.#later();
  }

  #choose(whether) {
    this.#choosing = whether;
    this.#parts.choose.setAttribute("aria-pressed", String(whether));
    this.#parts.stage.classList.toggle("choosing", whether);
  }

  #point(event) {
    const box = this.#parts.stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  // A plain wheel scrolls the page; sideways it pans, with Ctrl or a pinch it zooms.
  #wheel(event) {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.#zoom(Math.exp(-event.deltaY * 0.005), ...this.#point(event));
    } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      this.#pan(event.deltaX, 0);
    }
  }

  #down(event) {
    if (event.button) return;
    const [x, y] = this.#point(event);
    if (!this.#pointers.size) this.#moved = false;
    this.#pointers.set(event.pointerId, { x, y, fromX: x, fromY: y });
    this.#corner = (this.#choosing || event.shiftKey) && this.hasAttribute("choose") && this.#pointers.size === 1
      ? [x, y] : null;
  }

  #move(event) {
    const pointer = this.#pointers.get(event.pointerId);
    if (!pointer) return;
    if (!event.buttons) return void this.#up(event, true); // let go outside, before it was a drag
    const [x, y] = this.#point(event);
    const { stage } = this.#parts;
    if (!this.#moved && Math.hypot(x - pointer.fromX, y - pointer.fromY) < 5) return;
    if (!this.#moved) {
      this.#moved = true;
      stage.setPointerCapture(event.pointerId); // now it is a drag, and no click follows
      stage.classList.add("drag");
    }
    if (this.#corner) this.#rect(this.#parts.corner, ...this.#corner, x, y);
    else if (this.#pointers.size === 2) {
      const [other] = [...this.#pointers.values()].filter((each) => each !== pointer);
      const [before, now] = [pointer, { x, y }].map((each) => Math.hypot(each.x - other.x, each.y - other.y));
      if (before > 4 && now > 4) this.#zoom(now / before, (x + other.x) / 2, (y + other.y) / 2);
      this.#pan((pointer.x - x) / 2, (pointer.y - y) / 2);
    } else this.#pan(pointer.x - x, pointer.y - y);
    Object.assign(pointer, { x, y });
  }

  #up(event, gone = false) {
    const pointer = this.#pointers.get(event.pointerId);
    this.#pointers.delete(event.pointerId);
    this.#parts.stage.classList.remove("drag");
    // The click of a drag comes at once, if at all: after a finger or in Safari there is none.
    if (!this.#pointers.size) setTimeout(() => (this.#moved = false));
    const corner = this.#corner;
    if (!corner || !pointer) return;
    this.#corner = null;
    this.#rect(this.#parts.corner);
    if (gone || !this.#moved) return;
    const [one, other] = [this.#view.place(...corner), this.#view.place(pointer.x, pointer.y)];
    const [west, east] = [one[0], other[0]].sort((a, b) => a - b);
    const [south, north] = [one[1], other[1]].sort((a, b) => a - b);
    if (east - west < 1e-4 || north - south < 1e-4) return;
    const across = east - west >= 360 ? [-180, 180] : [round(west), round(east)];
    this.#choose(false);
    this.#tell("dateline-area", textOf([across[0], south, across[1], north], this.#view.scale));
  }

  // After a drag nothing that lies under the pointer is clicked.
  #clicked(event) {
    if (!this.#moved && !this.#choosing) return;
    this.#moved = false;
    event.preventDefault();
    event.stopPropagation();
  }

  #rect(rect, x1 = 0, y1 = 0, x2 = 0, y2 = 0) {
    const values = { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) };
    for (const [name, value] of Object.entries(values)) rect.setAttribute(name, value.toFixed(1));
    rect.style.display = values.width ? "" : "none";
  }

  // Arrows go from place to place, and from country to country; with Shift the map moves.
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    const active = this.shadowRoot.activeElement;
    const { spots, land, stage } = this.#parts;
    const way = ways[event.key];
    if (way && (event.shiftKey || active === stage)) this.#pan(way[0] * 80, way[1] * 60);
    else if (way && spots.contains(active)) this.#next(active, way);
    else if (way && land.contains(active)) this.#along(active, way[0] + way[1]);
    else if (event.key === "+" || event.key === "=") this.#zoom(2, ...this.#focusPoint());
    else if (event.key === "-") this.#zoom(0.5, ...this.#focusPoint());
    else if (event.key === "0") this.#whole();
    else if (event.key === "Escape" && this.#choosing) this.#choose(false);
    else return;
    event.preventDefault();
  }

  #focusPoint() {
    const { longitude, latitude } = this.shadowRoot.activeElement?.dataset ?? {};
    return longitude === undefined ? [] : this.#view.at(Number(longitude), Number(latitude));
  }

  // The nearest place in a direction, or else the map moves on.
  #next(active, [right, down]) {
    const at = (each) => this.#view.at(Number(each.dataset.longitude), Number(each.dataset.latitude));
    const [x, y] = at(active);
    let [best, least] = [null, Infinity];
    for (const each of this.#parts.spots.children) {
      const [dx, dy] = [at(each)[0] - x, at(each)[1] - y];
      const [ahead, aside] = [dx * right + dy * down, Math.abs(dx * down) + Math.abs(dy * right)];
      const far = ahead + 2 * aside;
      if (each !== active && ahead > 0 && aside <= ahead * 2 && far < least) [best, least] = [each, far];
    }
    if (best) this.#stop(this.#parts.spots, best, true);
    else this.#pan(right * 80, down * 60);
  }

  #along(active, step) {
    const group = active.parentNode;
    const links = [...group.querySelectorAll("a")];
    const found = links[links.indexOf(active) + step];
    if (found) this.#stop(group, found, true);
  }

  #draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#drawNow());
  }

  #drawNow() {
    const view = this.#view;
    if (!view.width) return;
    const { land, spots, area, near, far } = this.#parts;
    const half = view.width / 2 / view.scale;
    for (const group of land.children) {
      const turn = Number(group.dataset.turn);
      const seen = turn - 180 < view.x + half && turn + 180 > view.x - half;
      group.style.display = seen ? "" : "none";
      if (!seen) continue;
      group.setAttribute("transform", view.matrix(turn));
      for (const ring of group.querySelectorAll("circle")) {
        const { size, x, y } = ring.dataset;
        ring.style.display = size * view.scale > SMALL ? "none" : "";
        const radius = SMALL / view.scale; // a circle of pixels, whatever the scale
        ring.setAttribute("transform", `translate(${x} ${y}) scale(${radius} ${radius / view.stretch})`);
      }
    }
    for (const each of spots.children) {
      const [x, y] = view.at(Number(each.dataset.longitude), Number(each.dataset.latitude));
      each.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    }
    this.#outline(area);
    this.#tiles();
    near.disabled = view.scale >= 4000;
    far.disabled = view.whole;
  }

  // The area of the query.
  #outline(area) {
    const box = this.#area();
    if (!box) return this.#rect(area);
    const [west, south, east, north] = box;
    const [left, bottom] = this.#view.at(west, south);
    const wide = (east - west + (east < west ? 360 : 0)) * this.#view.scale;
    const [, top] = this.#view.at(east, north);
    // Of a wide area the nearest turn of its west may be the wrong one.
    const turn = 360 * this.#view.scale;
    const start = left > this.#view.width ? left - turn : left + wide < 0 ? left + turn : left;
    this.#rect(area, start, top, start + wide, bottom);
  }

  #tiles() {
    const { tiles } = this.#parts;
    const template = this.#reply?.tiles?.url;
    if (!template) return;
    const known = new Map([...tiles.children].map((each) => [each.dataset.key, each]));
    const made = this.#view.tiles(template).map(({ href, left, top, side }) => {
      const key = `${href} ${Math.round((left - top) / side)}`;
      const image = known.get(key) ?? drawn("image", { href });
      image.dataset.key = key;
      const values = { x: left, y: top, width: side + 0.5, height: side + 0.5 };
      for (const [name, value] of Object.entries(values)) image.setAttribute(name, value.toFixed(1));
      return image;
    });
    tiles.replaceChildren(...made);
  }
}

// A place with the letters of ISO 6709.
function degrees({ longitude, latitude }) {
  const [up, across] = [latitude, longitude].map((each) => `${Math.round(Math.abs(each))}°`);
  return `${up}${latitude < 0 ? "S" : "N"} ${across}${longitude < 0 ? "W" : "E"}`;
}

// A count in few characters.
function short(text, count) {
  if (count < 100_000) return text;
  return count < 999_500 ? `${Math.round(count / 1000)}k` : `${(count / 1e6).toFixed(1)}M`;
}

for (const name of PROPERTIES) {
  Object.defineProperty(DatelineMap.prototype, name, {
    get() { return this.getAttribute(name); },
    set(value) {
      if (value == null || value === false) this.removeAttribute(name);
      else this.setAttribute(name, value === true ? "" : value);
    },
  });
}

if (!customElements.get("dateline-map")) customElements.define("dateline-map", DatelineMap);
