// <dateline-timeline src="https://dateline.example" query="country=C5" height="320"></dateline-timeline>
//
// A timeline of a Dateline service on any page: no dependency, no build step, nothing inline,
// text only ever set as text. Attributes: src (the service; this file's own by default), query
// (the filter grammar of /v1/events), height (pixels), lang, theme (light, dark), limit (events
// to begin with), range (days of the first view: 2022-01-01/2023-03-31).
// Custom properties: --dateline-accent, --dateline-ink, --dateline-paper, --dateline-rule,
// --dateline-font. Selecting an event fires "dateline-select" with the event as its detail;
// preventDefault() keeps the browser on the page. "dateline-load" and "dateline-error" tell
// what became of a request.

const DAY = 86_400_000;
const LANE = 26;
const AXIS = 24;
const LABEL = 210;
const TOOLS = 40;
const MOST = 3000;
const FIELDS =
  "id,title,date_display,earliest,latest,precision,extent,approximate,uncertain,category,status";
const HOME = new URL("..", import.meta.url).href;
const WORDS = {
  en: ["Timeline", "Zoom in", "Zoom out", "Show all", "No events", "Loading", "day not known", "approximate"],
  de: ["Zeitleiste", "Vergrößern", "Verkleinern", "Alles zeigen", "Keine Ereignisse", "Lädt", "Tag unbekannt", "ungefähr"],
  es: ["Cronología", "Acercar", "Alejar", "Mostrar todo", "Sin eventos", "Cargando", "día desconocido", "aproximado"],
  fr: ["Chronologie", "Agrandir", "Réduire", "Tout afficher", "Aucun événement", "Chargement", "jour inconnu", "approximatif"],
  ru: ["Хронология", "Приблизить", "Отдалить", "Показать всё", "Нет событий", "Загрузка", "день неизвестен", "приблизительно"],
};

const STYLE = `
:host { display: block; position: relative; color-scheme: light dark;
  --own-ink: var(--dateline-ink, light-dark(#191a1d, #ecebe7)); --own-paper: var(--dateline-paper, light-dark(#fffefb, #15161a));
  --own-soft: light-dark(#5b5953, #aba79d); --own-rule: var(--dateline-rule, light-dark(#dcd8cf, #35363c));
  --own-accent: var(--dateline-accent, light-dark(#9b1c31, #e45b72));
  color: var(--own-ink); background: var(--own-paper); border: 1px solid var(--own-rule); border-radius: 4px;
  font: 13px/1.3 var(--dateline-font, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif); }
:host([hidden]) { display: none; }
:host([theme="light"]) { color-scheme: light; } :host([theme="dark"]) { color-scheme: dark; }
.stage { position: relative; overflow: hidden; touch-action: pan-y; cursor: grab; height: 100%; }
.stage.drag { cursor: grabbing; }
.tick { position: absolute; top: 0; bottom: 0; border-left: 1px solid var(--own-rule); padding: 4px 5px; color: var(--own-soft); font-size: 11.5px; white-space: nowrap; pointer-events: none; }
ul { list-style: none; margin: 0; padding: 0; }
li { position: absolute; left: 0; height: ${LANE}px; }
a { display: flex; align-items: center; gap: 6px; height: 100%; color: inherit; text-decoration: none; white-space: nowrap; }
a:hover .label { text-decoration: underline; }
a:focus { outline: none; }
a:focus-visible { outline: 2px solid var(--own-accent); outline-offset: 1px; border-radius: 3px; }
.bar { flex: none; box-sizing: border-box; height: 10px; border-radius: 5px; background: var(--own-accent); }
.wide .bar { background: color-mix(in srgb, var(--own-accent) 12%, transparent); border: 1.5px dashed var(--own-accent); }
.span .bar { height: 6px; }
.vague .bar { background: linear-gradient(90deg, transparent, color-mix(in srgb, var(--own-accent) 55%, transparent) 30% 70%, transparent); border: 1.5px dotted var(--own-accent); }
.late .bar { mask-image: linear-gradient(90deg, #000 20%, #0002); }
.early .bar { mask-image: linear-gradient(270deg, #000 20%, #0002); }
.label { overflow: hidden; text-overflow: ellipsis; max-width: ${LABEL}px; unicode-bidi: plaintext; }
.bare .label { display: none; }
.bare { opacity: 0.6; }
.roomy a { position: relative; }
.roomy .bar { height: 20px; }
.roomy.span .bar { background: color-mix(in srgb, var(--own-accent) 22%, transparent); border-left: 4px solid var(--own-accent); }
.roomy .label { position: absolute; max-width: calc(100% - 16px); }
.cancelled .label { text-decoration: line-through; }
.tools { position: absolute; right: 6px; bottom: 6px; display: flex; gap: 4px; }
button { font: 600 15px/1 inherit; min-width: 28px; height: 28px; padding: 0 8px; color: var(--own-ink); background: var(--own-paper); border: 1px solid var(--own-soft); border-radius: 4px; cursor: pointer; }
button:focus-visible { outline: 2px solid var(--own-accent); outline-offset: 1px; }
.note { position: absolute; left: 8px; bottom: 8px; margin: 0; padding: 2px 6px; color: var(--own-soft); background: var(--own-paper); max-width: 70%; }
@media print { .tools { display: none; } }
`;

// Milliseconds of a day as the service writes it: 2023-02-28, -0043-03-15, Y12345-01-01.
function time(day) {
  const found = /^Y?(-?\d+)-(\d\d)-(\d\d)$/.exec(day ?? "");
  if (!found) return null;
  return new Date(0).setUTCFullYear(Number(found[1]), found[2] - 1, Number(found[3]));
}

function element(name, className) {
  const made = document.createElement(name);
  if (className) made.className = className;
  return made;
}

class DatelineTimeline extends HTMLElement {
  static observedAttributes = ["src", "query", "height", "lang", "limit", "range"];

  #events = [];
  #view = [0, 1];
  #whole = [0, 1];
  #next = null;
  #asked = null;
  #frame = 0;
  #current = 0;
  #pointers = new Map();
  #parts = null;
  #moved = false;

  connectedCallback() {
    if (!this.#parts) this.#build();
    this.#size();
    this.reload();
    this.#watch ??= new ResizeObserver(() => this.#draw());
    this.#watch.observe(this);
  }

  disconnectedCallback() {
    this.#watch?.disconnect();
    this.#asked?.abort();
  }

  attributeChangedCallback(name, before, now) {
    if (!this.#parts || !this.isConnected || before === now) return;
    this.#size();
    if (name === "height") this.#draw();
    else if (name === "range") this.#events.length && this.fit();
    else this.reload();
  }

  // The events that are shown, as the service gave them.
  get events() {
    return this.#events.map((each) => each.event);
  }

  // Ask again, for instance after the events have changed.
  async reload() {
    this.#asked?.abort();
    this.#events = [];
    this.#next = null;
    this.#current = 0;
    const address = new URL("v1/events.json", this.#home());
    for (const [name, text] of new URLSearchParams(this.getAttribute("query") ?? "")) {
      if (!["sort", "limit", "cursor", "fields", "count"].includes(name)) {
        address.searchParams.append(name, text);
      }
    }
    address.searchParams.set("fields", FIELDS);
    address.searchParams.set("count", "none");
    address.searchParams.set("limit", this.getAttribute("limit") ?? "150");
    this.#say(this.#word(5));
    this.#draw();
    if (await this.#load(address)) this.fit();
  }

  // Show everything that is loaded.
  fit() {
    let [first, last] = this.#whole;
    const [low, high] = (this.getAttribute("range") ?? "").split("/").map(time);
    if (low && first < low) first = low;
    if (high && last > high + DAY) last = high + DAY;
    // Of what comes after the last event that is loaded nothing is known yet.
    const loaded = this.#next ? this.#events.at(-1).first : last;
    if (loaded > first) last = Math.min(last, loaded + 2 * DAY);
    last = Math.max(last, first + 4 * DAY);
    const label = Math.min(0.35, (LABEL + 40) / (this.clientWidth || 600)); // words stand to the right
    this.#view = [first, first + (last - first) / (1 - label)];
    this.#moved = false;
    this.#draw();
  }

  // Show the time from one Date (or milliseconds) to another.
  show(from, to) {
    const middle = (Number(from) + Number(to)) / 2;
    const half = Math.max((to - from) / 2, 2 * DAY);
    this.#view = [middle - half, middle + half];
    this.#draw();
  }

  #watch = null;

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

  #word(number) {
    const lang = (this.lang || document.documentElement.lang || "en").slice(0, 2);
    return (WORDS[lang] ?? WORDS.en)[number];
  }

  #size() {
    const height = Number.parseInt(this.getAttribute("height") ?? "", 10);
    this.#parts.stage.style.height = `${Math.min(2000, Math.max(100, height || 300))}px`;
    const { stage, near, far, all } = this.#parts;
    stage.setAttribute("aria-label", this.#word(0));
    near.setAttribute("aria-label", this.#word(1));
    far.setAttribute("aria-label", this.#word(2));
    all.textContent = this.#word(3);
  }

  async #load(address) {
    const asked = (this.#asked = new AbortController());
    let page;
    try {
      const reply = await fetch(address, { signal: asked.signal, credentials: "same-origin" });
      page = await reply.json();
      if (!reply.ok) throw new Error(page.errors?.[0]?.detail ?? page.detail);
    } catch (error) {
      if (asked.signal.aborted) return false;
      this.#say(error.message);
      this.dispatchEvent(new CustomEvent("dateline-error", { detail: error.message }));
      return false;
    }
    for (const event of page.items) this.#add(event);
    this.#next = page.next && this.#events.length < MOST ? new URL(page.next) : null;
    const days = this.#events.flatMap((each) => [each.first, each.last]);
    const first = days.reduce((a, b) => Math.min(a, b), Infinity);
    const last = days.reduce((a, b) => Math.max(a, b), -Infinity);
    const edge = Math.max((last - first) * 0.04, 2 * DAY);
    if (days.length) this.#whole = [first - edge, last + edge];
    this.#say(this.#events.length ? "" : this.#word(4));
    this.dispatchEvent(new CustomEvent("dateline-load", { detail: { shown: this.#events.length } }));
    return true;
  }

  // An open end fades out at the edge; an undated event has no place here.
  #add(event) {
    const first = time(event.earliest ?? event.latest);
    const end = time(event.latest ?? event.earliest);
    if (first === null || end === null) return;
    const known = ["day", "time"].includes(event.precision);
    const vague = event.approximate || event.uncertain;
    const kind = vague ? "vague" : known ? "day" : event.extent === "span" ? "span" : "wide";
    const [early, late] = [event.earliest === null, event.latest === null];
    const open = `${early ? " early" : ""}${late ? " late" : ""}`;
    const item = element("li", `${kind} ${event.status}${open}`);
    const link = element("a");
    const label = element("span", "label");
    link.href = new URL(`events/${encodeURIComponent(event.id)}`, this.#home()).href;
    link.tabIndex = -1;
    label.textContent = event.title;
    const doubt = vague ? this.#word(7) : kind === "wide" ? this.#word(6) : "";
    link.title = [event.title, event.date_display, doubt].filter(Boolean).join("\n");
    link.setAttribute("aria-label", [event.date_display, doubt, event.title].filter(Boolean).join(", "));
    link.append(element("span", "bar"), label);
    link.addEventListener("click", (click) => {
      const chosen = new CustomEvent("dateline-select", {
        detail: event, bubbles: true, composed: true, cancelable: true,
      });
      if (!this.dispatchEvent(chosen)) click.preventDefault();
    });
    item.append(link);
    this.#events.push({ event, first, last: end + DAY, item, link, early, late });
  }

  #say(text) {
    this.#parts.note.textContent = text;
    this.#parts.note.hidden = !text;
  }

  #build() {
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const stage = element("div", "stage");
    const ticks = element("div");
    const list = element("ul");
    const tools = element("div", "tools");
    const note = element("p", "note");
    const [near, far, all] = ["+", "−", ""].map((text) => {
      const button = element("button");
      button.type = "button";
      button.textContent = text;
      tools.append(button);
      return button;
    });
    ticks.setAttribute("aria-hidden", "true");
    stage.setAttribute("role", "region");
    note.setAttribute("role", "status");
    near.addEventListener("click", () => this.#zoom(0.5));
    far.addEventListener("click", () => this.#zoom(2));
    all.addEventListener("click", () => this.fit());
    stage.append(ticks, list);
    root.append(stage, note, tools);
    this.#parts = { stage, ticks, list, note, near, far, all };
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel"]) {
      stage.addEventListener(name, (event) => this.#up(event));
    }
    stage.addEventListener("keydown", (event) => this.#key(event));
    stage.addEventListener("dragstart", (event) => event.preventDefault());
  }

  // Zoom by a factor about a point of the stage, 0 (left) to 1.
  #zoom(factor, at = 0.5) {
    const [from, to] = this.#view;
    const whole = this.#whole[1] - this.#whole[0];
    const width = Math.min(Math.max((to - from) * factor, 4 * DAY), whole * 3);
    const point = from + (to - from) * at;
    this.#view = [point - width * at, point + width * (1 - at)];
    this.#moved = true;
    this.#draw();
  }

  #pan(part) {
    const [from, to] = this.#view;
    const [low, high] = this.#whole;
    const width = to - from;
    const start = Math.min(Math.max(from + width * part, low - width / 2), high - width / 2);
    this.#view = [start, start + width];
    this.#moved = true;
    this.#draw();
  }

  #at(event) {
    const box = this.#parts.stage.getBoundingClientRect();
    return (event.clientX - box.left) / box.width;
  }

  // A plain wheel scrolls the page; sideways it pans, with Ctrl or a pinch it zooms.
  #wheel(event) {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.#zoom(Math.exp(event.deltaY * 0.004), this.#at(event));
    } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      this.#pan(event.deltaX / this.clientWidth);
    }
  }

  #down(event) {
    if (event.button) return;
    this.#pointers.set(event.pointerId, { start: this.#at(event), x: this.#at(event) });
  }

  #move(event) {
    const pointer = this.#pointers.get(event.pointerId);
    if (!pointer) return;
    const x = this.#at(event);
    const { stage } = this.#parts;
    if (Math.abs(x - pointer.start) * stage.clientWidth > 5 && !stage.hasPointerCapture(event.pointerId)) {
      stage.setPointerCapture(event.pointerId); // now it is a drag, and no click follows
      stage.classList.add("drag");
    }
    if (this.#pointers.size === 2) {
      const [other] = [...this.#pointers.values()].filter((each) => each !== pointer);
      const [before, now] = [Math.abs(pointer.x - other.x), Math.abs(x - other.x)];
      if (before > 0.01 && now > 0.01) this.#zoom(before / now, (x + other.x) / 2);
    } else {
      this.#pan(pointer.x - x);
    }
    pointer.x = x;
  }

  #up(event) {
    this.#pointers.delete(event.pointerId);
    this.#parts.stage.classList.remove("drag");
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.#events.length - 1;
    const moves = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -last, End: last };
    if (event.key in moves && last >= 0) {
      this.#current = Math.min(last, Math.max(0, this.#current + moves[event.key]));
      this.#reveal();
    } else if (event.key === "+" || event.key === "=") this.#zoom(0.5, this.#focusPoint());
    else if (event.key === "-") this.#zoom(2, this.#focusPoint());
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
  }

  #focusPoint() {
    const item = this.#events[this.#current];
    const at = item ? (item.first - this.#view[0]) / (this.#view[1] - this.#view[0]) : 0.5;
    return at > 0 && at < 1 ? at : 0.5;
  }

  #reveal() {
    const item = this.#events[this.#current];
    const [from, to] = this.#view;
    if (item.first < from || item.first > to) {
      const width = to - from;
      this.#view = [item.first - width / 3, item.first + (width * 2) / 3];
    }
    this.#drawNow();
    item.link.focus({ preventScroll: true });
  }

  #draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#drawNow());
  }

  #drawNow() {
    const { stage, list } = this.#parts;
    const width = stage.clientWidth;
    if (!width) return;
    const [from, to] = this.#view;
    const scale = width / (to - from);
    if (this.#events.length) this.#axis(from, to, scale);
    else this.#parts.ticks.replaceChildren();
    const lanes = Math.max(1, Math.floor((stage.clientHeight - AXIS - TOOLS) / LANE) - 1);
    const ends = new Array(lanes).fill(-Infinity);
    const shown = [];
    const begin = (each) => (each.early ? -Infinity : each.first); // what is open reaches the edge
    const end = (each) => (each.late ? Infinity : each.last);
    const seen = this.#events.filter((each) => end(each) >= from && begin(each) <= to);
    // The one place to tab to is one that can be seen.
    if (seen.length && !seen.includes(this.#events[this.#current])) {
      this.#current = this.#events.indexOf(seen[0]);
    }
    const current = this.#events[this.#current];
    for (const each of seen) {
      const left = Math.max((begin(each) - from) * scale, -20); // what begins before is cut
      const right = Math.min((end(each) - from) * scale, width + 20);
      const bar = Math.max(10, right - left);
      const text = Math.min(LABEL, each.event.title.length * 6.6) + 14;
      const roomy = bar > text + 10; // the words fit inside
      let lane = ends.findIndex((used) => used <= left);
      const bare = lane < 0;
      if (bare) lane = lanes; // no room for its words: its mark alone, in the lowest lane
      else ends[lane] = left + bar + (roomy ? 8 : text);
      each.item.classList.toggle("bare", bare);
      each.item.classList.toggle("roomy", roomy && !bare);
      each.link.lastChild.style.left = roomy ? `${Math.max(8, 8 - left).toFixed(1)}px` : "";
      each.item.style.transform = `translate(${left.toFixed(1)}px, ${AXIS + lane * LANE}px)`;
      each.link.firstChild.style.width = `${bar.toFixed(1)}px`;
      each.link.tabIndex = each === current ? 0 : -1;
      shown.push(each.item);
    }
    const before = new Set(list.children);
    const now = new Set(shown);
    for (const item of before) if (!now.has(item)) item.remove();
    for (const item of shown) if (!before.has(item)) list.append(item);
    this.#more(to);
  }

  // Near the end of what is loaded, the next page is asked for.
  async #more(to) {
    const last = this.#events.at(-1);
    const wanted = last && (this.#moved ? to > last.first : this.#view[0] > last.first);
    if (!this.#next || !wanted) return;
    const address = this.#next;
    this.#next = null;
    if (!(await this.#load(address))) return;
    if (this.#moved) this.#draw();
    else this.fit();
  }

  #axis(from, to, scale) {
    const lang = this.lang || document.documentElement.lang || "en";
    const steps = [
      [1, { day: "numeric", month: "short", year: "numeric" }, "day"],
      [7, { day: "numeric", month: "short", year: "numeric" }, "day"],
      [1, { month: "short", year: "numeric" }, "month"], [3, { month: "short", year: "numeric" }, "month"],
      ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000].map((each) => [each, { year: "numeric" }, "year"]),
    ];
    const days = { day: 1, month: 30.4, year: 365.25 };
    const [size, format, unit] =
      steps.find((each) => each[0] * days[each[2]] * DAY * scale >= 92) ?? steps.at(-1);
    let names = null;
    try {
      names = new Intl.DateTimeFormat(lang, { ...format, timeZone: "UTC" });
    } catch {
      names = new Intl.DateTimeFormat("en", { ...format, timeZone: "UTC" });
    }
    const start = new Date(from);
    const at = new Date(0);
    if (unit === "year") at.setUTCFullYear(Math.floor(start.getUTCFullYear() / size) * size, 0, 1);
    else if (unit === "month") {
      at.setUTCFullYear(start.getUTCFullYear(), Math.floor(start.getUTCMonth() / size) * size, 1);
    } else at.setTime(Math.floor(from / DAY / size) * size * DAY);
    const made = [];
    while (at.getTime() <= to && made.length < 80) {
      const tick = element("div", "tick");
      const year = at.getUTCFullYear();
      tick.textContent = unit === "year" && year < 1000 ? String(year) : names.format(at);
      tick.style.left = `${((at.getTime() - from) * scale).toFixed(1)}px`;
      made.push(tick);
      if (unit === "year") at.setUTCFullYear(year + size);
      else if (unit === "month") at.setUTCMonth(at.getUTCMonth() + size);
      else at.setUTCDate(at.getUTCDate() + size);
    }
    this.#parts.ticks.replaceChildren(...made);
  }
}

if (!customElements.get("dateline-timeline")) {
  customElements.define("dateline-timeline", DatelineTimeline);
}
