// <dateline-timeline src="https://dateline.example" query="country=C5" height="320"></dateline-timeline>
//
// It draws what /v1/timeline answers for the days in view. It sets text only as text.
// docs/embedding.md has its attributes, events and methods.

const DAY = 86_400_000;
const CALENDAR = { timeZone: "UTC", calendar: "gregory" }; // the one in which the axis is divided
const LANE = 26;
const AXIS = 24;
const TOOLS = 40;
const CHARACTER = 6.6;
const WAIT = 180; // milliseconds without a movement before the service is asked
const FAR = 8.6e15; // as far as a Date goes
const LONGEST = 200_000 * 365 * DAY;
const [NARROWEST, WIDEST] = [200, 4000]; // what /v1/timeline takes
// Parameters of lists, pages and charts.
const KEPT = ["window", "width", "lanes", "most", "limit", "cursor", "fields", "count", "lang",
  "interval", "by", "compare", "measure"];
const FIELDS =
  "id,title,date,date_display,earliest,latest,precision,extent,approximate,uncertain,category,status";
const HOME = new URL("..", import.meta.url).href;
const WORDS = {
  en: ["Timeline", "Zoom in", "Zoom out", "Show all", "No events", "Loading", "day not known", "approximate",
    "{0} of {1} labelled", "{0} in all", { one: "{0} event", other: "{0} events" }, "Close", "More", "Zoom to these days", "more than {0}", "before {0}", "No answer"],
  de: ["Zeitleiste", "Vergrößern", "Verkleinern", "Alles zeigen", "Keine Ereignisse", "Lädt", "Tag unbekannt", "ungefähr",
    "{0} von {1} beschriftet", "{0} insgesamt", { one: "{0} Ereignis", other: "{0} Ereignisse" }, "Schließen", "Mehr", "Diese Tage vergrößern", "mehr als {0}", "vor {0}", "Keine Antwort"],
  es: ["Cronología", "Acercar", "Alejar", "Mostrar todo", "Sin eventos", "Cargando", "día desconocido", "aproximado",
    "{0} de {1} con título", "{0} en total",
    { one: "{0} evento", many: "{0} de eventos", other: "{0} eventos" }, "Cerrar", "Más", "Acercar a estos días", "más de {0}", "antes de {0}", "Sin respuesta"],
  fr: ["Chronologie", "Agrandir", "Réduire", "Tout afficher", "Aucun événement", "Chargement", "jour inconnu", "approximatif",
    "{0} sur {1} avec titre", "{0} en tout",
    { one: "{0} événement", many: "{0} d’événements", other: "{0} événements" }, "Fermer", "Plus", "Agrandir ces jours", "plus de {0}", "avant {0}", "Pas de réponse"],
  ru: ["Хронология", "Приблизить", "Отдалить", "Показать всё", "Нет событий", "Загрузка", "день неизвестен", "приблизительно",
    "{0} из {1} с подписью", "всего {0}",
    { one: "{0} событие", few: "{0} события", many: "{0} событий", other: "{0} события" }, "Закрыть", "Ещё", "Приблизить эти дни", "более {0}", "до {0}", "Нет ответа"],
  ar: ["الخط الزمني", "تكبير", "تصغير", "عرض الكل", "لا أحداث", "جارٍ التحميل", "اليوم غير معروف", "تقريبي",
    "{0} من {1} بعنوان", "المجموع {0}",
    { zero: "{0} حدث", one: "{0} حدث", two: "{0} حدثان", few: "{0} أحداث", many: "{0} حدثًا", other: "{0} حدث" }, "إغلاق", "المزيد", "تكبير هذه الأيام", "أكثر من {0}", "قبل {0}", "لا رد"],
  fa: ["خط زمان", "بزرگ‌نمایی", "کوچک‌نمایی", "نمایش همه", "رویدادی نیست", "در حال بارگذاری", "روز نامعلوم", "تقریبی",
    "{0} از {1} با عنوان", "در مجموع {0}", { one: "{0} رویداد", other: "{0} رویداد" }, "بستن", "بیشتر", "بزرگ‌نمایی این روزها", "بیش از {0}", "پیش از {0}", "پاسخی نیامد"],
  he: ["ציר זמן", "הגדלה", "הקטנה", "הצגת הכול", "אין אירועים", "טוען", "היום אינו ידוע", "בקירוב",
    "{0} מתוך {1} עם כותרת", "{0} בסך הכול",
    { one: "{0} אירוע", two: "{0} אירועים", other: "{0} אירועים" }, "סגירה", "עוד", "התקרבות לימים אלה", "יותר מ־{0}", "לפני {0}", "אין תשובה"],
  zh: ["时间轴", "放大", "缩小", "全部显示", "没有事件", "正在加载", "具体日期不详", "约略日期",
    "{1} 个事件中 {0} 个带标题", "共 {0} 个", { other: "{0} 个事件" }, "关闭", "更多", "放大这段日期", "超过 {0}", "{0} 之前", "没有响应"],
  kk: ["Уақыт шкаласы", "Жақындату", "Алыстату", "Барлығын көрсету", "Оқиғалар жоқ", "Жүктелуде", "күні белгісіз", "шамамен",
    "{1} ішінен {0} атауымен", "барлығы {0}", { one: "{0} оқиға", other: "{0} оқиға" }, "Жабу", "Тағы", "Осы күндерді жақындату", "кемінде {0}", "{0} дейін", "Жауап жоқ"],
};
// Chromium has no names of Kazakh months: the short ones of CLDR.
const MONTHS = {
  kk: ["қаң.", "ақп.", "нау.", "сәу.", "мам.", "мау.", "шіл.", "там.", "қыр.", "қаз.", "қар.", "жел."],
};
const LANGUAGES = ["ar", "en", "es", "fr", "kk", "ru", "zh"]; // languages of the service

const STYLE = `
:host { display: block; position: relative; color-scheme: light dark;
  --own-ink: var(--dateline-ink, light-dark(#191a1d, #ecebe7)); --own-paper: var(--dateline-paper, light-dark(#fffefb, #15161a));
  --own-soft: light-dark(#5b5953, #aba79d); --own-rule: var(--dateline-rule, light-dark(#dcd8cf, #35363c));
  --own-accent: var(--dateline-accent, light-dark(#9b1c31, #e45b72));
  background: var(--own-paper); border: 1px solid var(--own-rule); border-radius: 4px; }
.stage, .foot, .panel { all: initial; color-scheme: inherit; visibility: inherit; print-color-adjust: exact; color: var(--own-ink);
  font: 13px/1.3 var(--dateline-font, -apple-system, "Segoe UI", Roboto, Arial, sans-serif); }
:host([hidden]), .panel[hidden] { display: none; }
:host([theme="light"]) { color-scheme: light; } :host([theme="dark"]) { color-scheme: dark; }
.stage { display: block; position: relative; overflow: hidden; touch-action: pan-y; cursor: grab; direction: ltr; }
.stage::before { content: "_ _ _ _ _ _ _ _ _"; display: block; height: 0; word-spacing: 70px; visibility: hidden; }
.stage.drag { cursor: grabbing; }
.tick { position: absolute; top: 0; bottom: 0; border-left: 1px solid var(--own-rule); padding: 4px 5px; color: var(--own-soft); font-size: 11.5px; white-space: nowrap; pointer-events: none; }
ul, ol { list-style: none; margin: 0; padding: 0; }
.stage li { position: absolute; left: 0; height: ${LANE}px; }
.stage a { display: flex; position: relative; align-items: center; gap: 6px; height: 100%; white-space: nowrap; }
a { color: inherit; text-decoration: none; }
a:focus, .stage:focus { outline: none; }
a:focus-visible, button:focus-visible { outline: 2px solid var(--own-accent); outline-offset: 1px; border-radius: 3px; }
.bar { flex: none; box-sizing: border-box; height: 10px; border-radius: 5px; background: var(--own-accent); }
.wide .bar { background: color-mix(in srgb, var(--own-accent) 12%, transparent); border: 1.5px dashed var(--own-accent); }
.span .bar { height: 6px; }
.vague .bar { background: linear-gradient(90deg, transparent, color-mix(in srgb, var(--own-accent) 55%, transparent) 30% 70%, transparent); border: 1.5px dotted var(--own-accent); }
.late .bar { mask-image: linear-gradient(90deg, #000 20%, #0002); }
.early .bar { mask-image: linear-gradient(270deg, #000 20%, #0002); }
.label { overflow: hidden; text-overflow: ellipsis; }
.label, .note, h2, time { unicode-bidi: plaintext; }
.left .label { position: absolute; right: calc(100% + 6px); text-align: right; }
.on .bar { height: 20px; }
.on.span .bar, .on.day .bar { background: color-mix(in srgb, var(--own-accent) 22%, transparent); border-left: 4px solid var(--own-accent); }
.on .label { position: absolute; max-width: calc(100% - 16px); }
a:hover .label { text-decoration: underline; }
.cancelled .label { text-decoration: line-through; }
.pile a { justify-content: center; }
.pile .bar { position: absolute; inset: 3px 1px; height: auto; border-radius: 4px; background: color-mix(in srgb, var(--own-accent) 15%, transparent); overflow: hidden; }
.pile .part { display: block; height: 100%; background: repeating-linear-gradient(135deg, color-mix(in srgb, var(--own-accent) 34%, transparent) 0 2px, transparent 2px 5px); }
.pile .label { position: relative; padding: 0 4px; border-radius: 3px; background: color-mix(in srgb, var(--own-paper) 78%, transparent); overflow: visible; font-variant-numeric: tabular-nums; }
@media (forced-colors: active) { .bar { forced-color-adjust: none; --own-accent: CanvasText; } }
.pile.first .label::before { content: "‹ " / ""; }
.pile.open .bar { outline: 2px solid var(--own-accent); outline-offset: -2px; }
.foot { position: absolute; inset-inline: 6px; bottom: 6px; display: flex; flex-wrap: wrap; align-items: center; gap: 6px; pointer-events: none; }
.note { flex: 1; margin: 0; padding: 2px 4px; color: var(--own-soft); }
.tools { display: flex; gap: 4px; margin-inline-start: auto; pointer-events: auto; }
button { font: inherit; min-width: 28px; height: 28px; padding: 0 8px; color: var(--own-ink); background: var(--own-paper); border: 1px solid var(--own-soft); border-radius: 4px; cursor: pointer; white-space: nowrap; }
.panel { position: absolute; inset: 0; z-index: 1; display: flex; flex-direction: column; background: var(--own-paper); border-radius: 4px; }
.panel header { display: flex; align-items: center; gap: 6px; padding: 6px; border-bottom: 1px solid var(--own-rule); }
.panel h2 { flex: 1; margin: 0 4px; font-size: 13px; }
.panel .scroll { flex: 1; overflow: auto; overflow-wrap: anywhere; padding: 4px 10px 10px; }
.panel li { display: flex; align-items: center; gap: 8px; padding: 3px 0; }
.panel .bar { width: 14px; }
.panel .day .bar { width: 10px; margin-inline: 2px; }
.panel .on .bar, .panel .bar { height: 10px; }
.panel time { color: var(--own-soft); margin-inline-end: 6px; }
@media print {
  :host { color-scheme: light !important; }
  .tools { display: none; }
  .stage { container-type: inline-size; contain-intrinsic-inline-size: 600px; }
  .stage > * { zoom: min(1, tan(atan2(100cqw, var(--drawn)))); }
}
`;

// Milliseconds of a day as the service writes it: 2023-02-28, -0043-03-15, Y12345-01-01.
function time(day) {
  const found = /^Y?(-?\d+)-(\d\d)-(\d\d)$/.exec(day ?? "");
  if (!found) return null;
  const moment = new Date(0).setUTCFullYear(Number(found[1]), found[2] - 1, Number(found[3]));
  return Number.isNaN(moment) ? Math.sign(found[1]) * FAR : moment;
}

// The Date of a moment, or the first or last one that a Date can be.
function dated(moment) {
  return new Date(Math.max(-FAR, Math.min(FAR, moment)));
}

// The same day as EDTF, from milliseconds.
function edtf(moment) {
  const at = dated(moment);
  const year = at.getUTCFullYear();
  const digits = String(Math.abs(year)).padStart(4, "0");
  const two = (number) => String(number).padStart(2, "0");
  const text = `${digits.length > 4 ? "Y" : ""}${year < 0 ? "-" : ""}${digits}`;
  return `${text}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
}

// How an event is drawn: by a day, an imprecise date (wide), a lasting one (span), a vague one.
function kindOf(event) {
  const known = ["day", "time"].includes(event.precision);
  const vague = event.approximate || event.uncertain;
  const kind = vague ? "vague" : known ? "day" : event.extent === "span" ? "span" : "wide";
  const open = `${event.earliest === null ? " early" : ""}${event.latest === null ? " late" : ""}`;
  return `${kind} ${event.status}${open}`;
}

function element(name, className) {
  const made = document.createElement(name);
  if (className) made.className = className;
  return made;
}

const BACK = ["pageshow", "online"];
const PROPERTIES = ["src", "query", "height", "limit", "range", "window", "theme"];

class DatelineTimeline extends HTMLElement {
  static observedAttributes = ["src", "query", "height", "lang", "limit", "range", "window"];

  axis = null; // what is drawn, as "dateline-axis" tells it
  #items = []; // the marks and clusters, in the order of time
  #reply = null;
  #view = null; // milliseconds of the first moment and of the one after the last
  #whole = [0, 1];
  #asked = null;
  #frame = 0;
  #timer = 0;
  #current = null; // the key of the item that can be tabbed to
  #turn = 0; // -1, 1: go on to the last or first item of what was asked for
  #pointers = new Map();
  #parts = null;
  #watch = null;
  #wanted = false;
  #toldView = null; // the days of the last "dateline-view"
  #drawnWidth = 0;
  #listed = null;
  #lost = false; // the last request had no answer
  #again = () => this.#lost && this.#ask(this.#view);

  connectedCallback() {
    for (const name of PROPERTIES.filter((each) => Object.hasOwn(this, each))) {
      const value = this[name]; // a script has set it before this file came
      delete this[name];
      this[name] = value;
    }
    if (!this.#parts) this.#build();
    this.#size();
    this.reload();
    this.#watch ??= new ResizeObserver(() => this.#resized());
    this.#watch.observe(this);
    for (const name of BACK) addEventListener(name, this.#again);
  }

  disconnectedCallback() {
    for (const name of BACK) removeEventListener(name, this.#again);
    this.#watch?.disconnect();
    this.#asked?.abort();
    clearTimeout(this.#timer);
  }

  attributeChangedCallback(name, before, now) {
    if (!this.#parts || !this.isConnected || before === now) return;
    this.#size();
    if (this.#wanted) return; // several attributes changed at once
    this.#wanted = true;
    queueMicrotask(() => {
      this.#wanted = false;
      this.reload();
    });
  }

  // The events that are known, as the service gave them, by date.
  get events() {
    const found = this.#items.flatMap((each) => (each.pile ? (each.pile.events ?? []) : [each.event]));
    const begin = (event) => time(event.earliest) ?? -Infinity;
    return found.sort((a, b) => begin(a) - begin(b));
  }

  // Ask again from the beginning.
  async reload() {
    this.#close(false);
    this.#reply = this.#current = null;
    this.#toldView = this.getAttribute("window") || null;
    this.#view = this.#daysOf("window") ?? this.#first();
    this.#whole = [0, 1];
    this.#replace([]);
    this.#say(this.#word(5));
    this.#draw();
    await this.#ask(this.#view);
  }

  // Show everything that matches, or the days of the attribute range.
  fit() {
    const first = this.#first();
    this.#view = first ?? (this.#whole[1] > 1 ? [...this.#whole] : this.#view);
    this.#draw();
    this.#ask(first);
  }

  // Show the time from one Date (or milliseconds, or a year up to 9999) to another.
  show(from, to) {
    const whole = (value) => typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= 9999;
    const year = (value) => new Date(0).setUTCFullYear(value, 0, 1);
    const [low, high] = [
      whole(from) ? year(from) : Number(from), whole(to) ? year(to + 1) : Number(to),
    ];
    const middle = (low + high) / 2;
    const half = Math.max((high - low) / 2, 2 * DAY);
    this.#view = [middle - half, middle + half];
    this.#draw();
    this.#ask(this.#view);
  }

  // The days of the attribute range, with room for the last marks where the query has no end.
  #first() {
    const [low, high] = this.#daysOf("range") ?? [];
    if (low === undefined) return null;
    const ends = this.#query().some(([name]) => name === "date" || name === "to");
    return [low, high + (ends ? 0 : (high - low) * 0.015)];
  }

  // The days that an attribute names, as the first moment and the one after the last.
  #daysOf(name) {
    const [low, high] = (this.getAttribute(name) ?? "").split("/").map(time);
    return low == null || high == null || high < low ? null : [low, high + DAY];
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

  // Arabic has the digits of the service. A tag that is none is English.
  #locale() {
    let lang = this.#lang();
    try {
      Intl.getCanonicalLocales(lang);
    } catch {
      lang = "en";
    }
    if (/^kk\b/i.test(lang)) return [lang, "ru"]; // numbers are written alike
    return /^ar\b/i.test(lang) && !/-u-/i.test(lang) ? `${lang}-u-nu-latn` : lang;
  }

  // What names a day, a month or a year in the language. Without an era the year -50, which is
  // 51 BC, would be 51.
  #names(parts) {
    const usual = this.#written(parts);
    return {
      format: (moment) =>
        (dated(moment).getUTCFullYear() < 1 ? this.#written({ ...parts, era: "short" }) : usual).format(moment),
    };
  }

  #written(parts) {
    const lang = this.#lang();
    const months = MONTHS[lang.slice(0, 2).toLowerCase()];
    if (!months) return new Intl.DateTimeFormat(this.#locale(), { ...parts, ...CALENDAR });
    return {
      format(moment) {
        const at = new Date(moment);
        const month = parts.month ? ` ${parts.day ? `${at.getUTCDate()} ` : ""}${months[at.getUTCMonth()]}` : "";
        const year = at.getUTCFullYear();
        return `${parts.era ? `б.з.д. ${1 - year}` : year}${month ? " ж." : ""}${month}`;
      },
    };
  }

  // The language of the dates that the service says.
  #said() {
    const code = this.#lang().slice(0, 2).toLowerCase();
    return LANGUAGES.includes(code) ? code : "en";
  }

  // The address of an event's page, in the language of this element if it names one of ours.
  page(id) {
    return this.#kept(new URL(`events/${encodeURIComponent(id)}`, this.#home())).href;
  }

  #kept(address) {
    const own = (this.getAttribute("lang") ?? "").slice(0, 2).toLowerCase();
    if (LANGUAGES.includes(own)) address.searchParams.set("lang", own);
    return address;
  }

  #events(count, text) {
    const forms = this.#words()[10];
    return (forms[new Intl.PluralRules(this.#locale()).select(count)] ?? forms.other).replace("{0}", text);
  }

  #words() {
    return WORDS[this.#lang().slice(0, 2).toLowerCase()] ?? WORDS.en;
  }

  #word(number, ...values) {
    const text = this.#words()[number];
    return values.reduce((made, value, at) => made.replace(`{${at}}`, value), text);
  }

  #number(count, is = "exact") {
    const text = count.toLocaleString(this.#locale());
    return is === "exact" ? text : this.#word(14, text);
  }

  #size() {
    const height = Number.parseInt(this.getAttribute("height") ?? "", 10);
    const { stage, near, far, all } = this.#parts;
    stage.style.height = `${Math.min(2000, Math.max(100, height || 300))}px`;
    stage.setAttribute("aria-label", this.#word(0));
    near.setAttribute("aria-label", this.#word(1));
    far.setAttribute("aria-label", this.#word(2));
    all.textContent = this.#word(3);
    this.#parts.closer.setAttribute("aria-label", this.#word(11));
    this.#parts.more.textContent = this.#word(12);
    this.#parts.zoomer.setAttribute("aria-label", this.#word(13));
  }

  #resized() {
    this.#draw();
    const width = this.#parts.stage.clientWidth;
    if (!width || Math.abs(width - this.#drawnWidth) < 24) return;
    if (!this.#drawnWidth) this.#ask(this.#view ?? this.#first());
    else this.#later();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#view && this.#ask(this.#view), WAIT);
  }

  #query() {
    return [...new URLSearchParams(this.getAttribute("query") ?? "")].filter(
      ([name, text]) => !KEPT.includes(name) && (name !== "sort" || ["date", "-date"].includes(text)),
    );
  }

  // Ask for the whole days of a view, or without one for all that matches.
  async #ask(view) {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    const { stage, list } = this.#parts;
    const pixels = (this.#drawnWidth = stage.clientWidth);
    if (!pixels) return; // it cannot be seen; asked as soon as it can
    const address = new URL("v1/timeline", this.#home());
    for (const [name, text] of this.#query()) address.searchParams.append(name, text);
    let width = pixels;
    if (view) {
      const [first, last] = [Math.floor(view[0] / DAY), Math.ceil(view[1] / DAY)];
      address.searchParams.set("window", `${edtf(first * DAY)}/${edtf((last - 1) * DAY)}`);
      width = (pixels * (last - first) * DAY) / (view[1] - view[0]);
    }
    if (this.#said() !== "en") address.searchParams.set("lang", this.#said());
    const most = Number.parseInt(this.getAttribute("limit") ?? "", 10) || 150;
    address.searchParams.set("width", Math.round(Math.min(Math.max(width, NARROWEST), WIDEST)));
    address.searchParams.set("lanes", this.#lanes());
    address.searchParams.set("most", Math.min(Math.max(most, 1), 500));
    const asked = (this.#asked = new AbortController());
    list.setAttribute("aria-busy", "true");
    const reply = await this.#fetch(address, asked);
    if (asked === this.#asked) list.removeAttribute("aria-busy");
    if (!reply) return;
    this.#reply = reply;
    const shown = reply.window && [time(reply.window.first), time(reply.window.last) + DAY];
    if (!view) {
      this.#view = shown;
      if (shown) this.#whole = shown;
    } else if (shown && this.#whole[0] === 0 && this.#whole[1] === 1) this.#whole = [...view];
    this.#replace([...reply.marks, ...reply.clusters]);
    this.#told();
    this.#drawNow();
    if (this.#turn) this.#arrive();
    this.#tell(view);
    this.dispatchEvent(new CustomEvent("dateline-load", { detail: {
      shown: this.events.length, labelled: reply.labelled, clustered: reply.clustered,
      total: reply.total,
    } }));
  }

  // Which days are in view, if not all.
  #tell(view) {
    const all = this.#first() ?? this.#whole;
    const same = !view || (view[0] === all[0] && view[1] === all[1]);
    const days = same ? null : `${edtf(Math.floor(view[0] / DAY) * DAY)}/${edtf((Math.ceil(view[1] / DAY) - 1) * DAY)}`;
    if (days === this.#toldView) return;
    this.#toldView = days;
    this.dispatchEvent(new CustomEvent("dateline-view", { detail: days, bubbles: true, composed: true }));
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
      // No network, the page of a proxy, or the reader leaves.
    }
    if (asked.signal.aborted) return null;
    this.#lost = !told;
    told ??= this.#word(16);
    this.#say(told);
    this.dispatchEvent(new CustomEvent("dateline-error", { detail: told }));
    return null;
  }

  #lanes() {
    const rows = Math.floor((this.#parts.stage.clientHeight - AXIS - TOOLS) / LANE);
    return Math.min(24, Math.max(1, rows - 1)); // the last row is that of the clusters
  }

  // "112 of 17,837 labelled", always.
  #told() {
    const { labelled, clustered, clustered_is, total, total_is } = this.#reply;
    const inside = labelled + clustered;
    const outside = total - inside > 0 || total_is !== clustered_is;
    const parts = [this.#word(8, this.#number(labelled), this.#number(inside, clustered_is))];
    if (outside) parts.push(this.#word(9, this.#number(total, total_is)));
    this.#say(total || total_is !== "exact" ? parts.join(" · ") : this.#word(4));
  }

  #say(text) {
    this.#parts.note.textContent = text;
  }

  // The items of a reply. The focus stays on the item that had it, or goes to its neighbour.
  #replace(found) {
    const { stage, list } = this.#parts;
    const active = this.shadowRoot.activeElement;
    const had = active === stage ? { first: 0 } : this.#items.find((each) => each.link === active);
    this.#items = found.map((each) => (each.id === undefined ? this.#pile(each) : this.#mark(each)));
    this.#items.sort((a, b) => a.first - b.first || a.order - b.order);
    list.replaceChildren();
    if (!had || this.#turn || !found.length) return;
    this.#place();
    this.#near(had);
  }

  #mark(event) {
    const item = element("li", `${kindOf(event)} ${event.side}`);
    const link = this.#link(event);
    link.tabIndex = -1;
    link.prepend(element("span", "bar"));
    link.firstChild.title = link.lastChild.title; // a link's own is told beside its name
    link.lastChild.style.maxWidth = event.side === "on" ? "" : `${event.room + 8}px`;
    item.append(link);
    const first = time(event.earliest ?? event.latest);
    return {
      key: event.id, event, item, link, first, last: time(event.latest ?? event.earliest) + DAY,
      early: event.earliest === null, late: event.latest === null, order: event.lane, lane: event.lane,
    };
  }

  // The date, with the status of what did not simply occur.
  #when(event) {
    const status = this.#reply.statuses?.[event.status];
    return event.date_display + (status ? `, ${status}` : "");
  }

  // A link to an event's page, by which it can be chosen.
  #link(event) {
    const link = element("a");
    const label = element("span", "label");
    link.href = this.page(event.id);
    label.textContent = event.label ?? event.title;
    const known = ["day", "time", "interval"].includes(event.precision);
    const doubt = event.approximate || event.uncertain ? this.#word(7) : known ? "" : this.#word(6);
    label.title = [event.title, this.#when(event), doubt].filter(Boolean).join("\n");
    link.setAttribute("aria-label", [this.#when(event), doubt, event.title].filter(Boolean).join(", "));
    link.addEventListener("click", (click) => {
      const chosen = new CustomEvent("dateline-select", {
        detail: event, bubbles: true, composed: true, cancelable: true,
      });
      if (!this.dispatchEvent(chosen)) click.preventDefault();
    });
    link.append(label);
    return link;
  }

  // A cluster: a link to its list in the explorer, which opens here instead.
  #pile(pile) {
    const early = pile.first === null;
    const window = this.#reply.window;
    const [item, link, bar] = [element("li", early ? "pile first" : "pile"), element("a"), element("span", "bar")];
    const [label, part] = [element("span", "label"), element("span", "part")];
    const days = early ? this.#word(15, this.#day(window.first)) : this.#days(pile);
    const count = this.#number(pile.count, pile.count_is);
    const doubt = pile.imprecise ? `${this.#number(pile.imprecise, pile.imprecise_is)} ${this.#word(6)}` : "";
    const list = new URL(pile.list);
    link.href = this.#explorer(list);
    label.title = bar.title = [this.#events(pile.count, count), days, doubt].filter(Boolean).join("\n");
    link.setAttribute("aria-haspopup", "dialog");
    link.tabIndex = -1;
    const more = pile.count_is === "exact" ? "" : "+";
    label.textContent = pile.count || !more ? `${this.#short(pile.count)}${more}` : "?";
    const name = [this.#events(pile.count, label.textContent), days, doubt];
    link.setAttribute("aria-label", name.filter(Boolean).join(", "));
    part.style.width = `${Math.min(100, (100 * pile.imprecise) / Math.max(1, pile.count)).toFixed(1)}%`;
    bar.append(part);
    link.append(bar, label);
    item.append(link);
    link.addEventListener("click", (click) => {
      if (click.ctrlKey || click.metaKey || click.shiftKey) return;
      click.preventDefault();
      this.#open(pile, days, item);
    });
    const first = time(early ? window.first : pile.first);
    const last = (early ? first : time(pile.last)) + DAY;
    return { key: `pile ${pile.first}`, pile, item, link, first: early ? -Infinity : first, last, early, order: 99 };
  }

  #short(count) {
    if (count < 100_000) return this.#number(count);
    if (!["en", "kk"].includes(this.#said())) {
      return count.toLocaleString(this.#locale(), { notation: "compact" });
    }
    return count < 999_500 ? `${Math.round(count / 1000)}k` : `${(count / 1e6).toFixed(1)}M`;
  }

  #day(day) {
    return this.#names({ day: "numeric", month: "short", year: "numeric" }).format(time(day));
  }

  #days(pile) {
    const last = this.#day(pile.last);
    return pile.first === pile.last ? last : `${this.#day(pile.first)} – ${last}`;
  }

  // The explorer's address of a cluster, without the key.
  #explorer(list) {
    const address = new URL(list.search || "?", this.#home());
    for (const name of ["lang", "key"]) if (address.searchParams.has(name)) address.searchParams.delete(name);
    return this.#kept(address).href;
  }

  // The list of a cluster, over the drawing.
  #open(pile, days, item) {
    const { panel, heading, entries, more, alert, closer } = this.#parts;
    this.#listed?.abort();
    this.#listed = new AbortController();
    for (const each of this.#parts.list.children) each.classList.toggle("open", each === item);
    heading.textContent = `${this.#events(pile.count, this.#number(pile.count, pile.count_is))} · ${days}`;
    entries.replaceChildren();
    this.#parts.zoomer.hidden = pile.first === null || pile.first === pile.last;
    this.#parts.zoomer.onclick = () => {
      this.#close(false);
      this.#view = [time(pile.first), Math.max(time(pile.last) + DAY, time(pile.first) + 4 * DAY)];
      this.#turn = 2;
      this.#drawNow();
      this.#ask(this.#view);
    };
    panel.hidden = false;
    alert.textContent = "";
    panel.setAttribute("aria-label", heading.textContent);
    this.#parts.foot.inert = this.#parts.stage.inert = true;
    this.#back = pile.first;
    more.hidden = true;
    if (pile.events) this.#append(pile.events);
    else {
      const query = new URL(pile.list).searchParams;
      query.set("fields", FIELDS);
      query.set("count", "exact");
      this.#page(query, days);
    }
    closer.focus();
  }

  #back = null;

  async #page(query, days) {
    const { heading, more, entries, note, alert } = this.#parts;
    const asked = this.#listed;
    more.hidden = true;
    const page = await this.#fetch(new URL(`v1/events?${query}`, this.#home()), asked);
    if (asked.signal.aborted) return;
    alert.textContent = page ? "" : note.textContent;
    more.hidden = page && !page.next;
    more.onclick = () => this.#page(page ? new URL(page.next).searchParams : query);
    if (!page) return void (days || more.focus());
    if (days && page.total !== null) {
      heading.textContent = `${this.#events(page.total, this.#number(page.total, page.total_is))} · ${days}`;
    }
    const first = this.#append(page.items);
    if (!days) first?.focus();
    entries.setAttribute("aria-label", heading.textContent);
  }

  #append(events) {
    let first = null;
    for (const event of events) {
      const item = element("li", kindOf(event));
      const link = this.#link(event);
      const when = element("time");
      when.textContent = this.#when(event);
      link.prepend(when);
      link.removeAttribute("aria-label"); // the words that can be seen say it all
      item.append(element("span", "bar"), link);
      this.#parts.entries.append(item);
      first ??= link;
    }
    return first;
  }

  #close(focus = true) {
    const { panel, stage, foot, list } = this.#parts;
    if (panel.hidden) return;
    this.#listed?.abort();
    panel.hidden = true;
    stage.inert = foot.inert = false;
    for (const each of list.children) each.classList.remove("open");
    if (focus) this.#items.find((each) => each.pile && each.pile.first === this.#back)?.link.focus();
  }

  #build() {
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const [stage, ticks, list] = [element("div", "stage"), element("div"), element("ul")];
    const [foot, tools, note] = [element("div", "foot"), element("div", "tools"), element("p", "note")];
    const button = (text, act) => {
      const made = element("button");
      made.type = "button";
      made.textContent = text;
      made.addEventListener("click", act);
      return made;
    };
    const near = button("+", () => this.#zoom(0.5));
    const far = button("−", () => this.#zoom(2));
    const all = button("", () => this.fit());
    const panel = element("div", "panel");
    const [header, heading, scroll] = [element("header"), element("h2"), element("div", "scroll")];
    const [entries, closer] = [element("ol"), button("×", () => this.#close())];
    const more = button("", () => {});
    const alert = element("p");
    const zoomer = button("⤢", () => {});
    panel.hidden = true;
    panel.setAttribute("role", "dialog");
    alert.setAttribute("role", "alert");
    scroll.append(entries, alert, more);
    header.append(heading, zoomer, closer);
    panel.append(header, scroll);
    ticks.setAttribute("aria-hidden", "true");
    stage.setAttribute("role", "region");
    stage.tabIndex = -1;
    note.setAttribute("role", "status");
    tools.append(near, far, all);
    foot.append(note, tools);
    stage.append(ticks, list);
    root.append(stage, foot, panel);
    this.#parts = { stage, ticks, list, foot, note, near, far, all, panel, heading, entries, closer, more, alert, zoomer };
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel"]) {
      stage.addEventListener(name, (event) => this.#up(event));
    }
    stage.addEventListener("keydown", (event) => this.#key(event));
    stage.addEventListener("dragstart", (event) => event.preventDefault());
    panel.addEventListener("keydown", (event) => this.#panelKey(event));
    // A browser scrolls to what gets the focus.
    stage.addEventListener("scroll", () => stage.scrollTo(0, 0));
  }

  // Zoom by a factor about a point of the stage, 0 (left) to 1.
  #zoom(factor, at = 0.5) {
    if (!this.#view) return;
    const [from, to] = this.#view;
    const whole = this.#whole[1] - this.#whole[0];
    const most = this.#more(-1) || this.#more(1) ? LONGEST : Math.max(whole * 3, to - from);
    const width = Math.min(Math.max((to - from) * factor, 4 * DAY), most);
    const point = from + (to - from) * at;
    this.#view = [point - width * at, point + width * (1 - at)];
    this.#draw();
    this.#later();
  }

  #pan(part) {
    if (!this.#view) return;
    const [from, to] = this.#view;
    const width = to - from;
    // Beyond the days of all events there is nothing to see.
    const { before, after, before_is, after_is } = this.#reply ?? {};
    const [low, high] = this.#whole;
    let start = from + width * part;
    if (part < 0 && !before && before_is !== "at_least") start = Math.max(start, Math.min(from, low - width / 2));
    if (part > 0 && !after && after_is !== "at_least") start = Math.min(start, Math.max(from, high - width / 2));
    this.#view = [start, start + width];
    this.#draw();
    this.#later();
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
    if (!event.buttons) return void this.#up(event); // let go outside, before it was a drag
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

  #seen() {
    return this.#items.filter((each) => each.seen);
  }

  // Arrows go from item to item, and on to the days beyond.
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const seen = this.#seen();
    if (event.key in moves) {
      const at = seen.findIndex((each) => each.key === this.#current) + moves[event.key];
      if (seen[at]) this.#focus(seen[at]);
      else this.#beyond(moves[event.key], 0.8);
    } else if (event.key === "Home" || event.key === "End") this.#ends(event.key === "Home" ? -1 : 1);
    else if (event.key === "+" || event.key === "=") this.#zoom(0.5, this.#focusPoint());
    else if (event.key === "-") this.#zoom(2, this.#focusPoint());
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
  }

  #panelKey(event) {
    const { entries, more } = this.#parts;
    const links = [...entries.querySelectorAll("a"), ...(more.hidden ? [] : [more])];
    const at = links.indexOf(this.shadowRoot.activeElement);
    if (event.key === "Escape") this.#close();
    else if (event.key === "ArrowDown") links[Math.min(at + 1, links.length - 1)]?.focus();
    else if (event.key === "ArrowUp") links[Math.max(at - 1, 0)]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #more(way) {
    const name = way < 0 ? "before" : "after";
    return this.#reply && (this.#reply[name] > 0 || this.#reply[`${name}_is`] !== "exact");
  }

  #beyond(way, part) {
    if (!this.#more(way)) return;
    const [from, to] = this.#view;
    const step = (to - from) * part * way;
    this.#view = [from + step, to + step];
    this.#turn = way;
    this.#drawNow();
    this.#ask(this.#view);
  }

  // The first or last item of all.
  #ends(way) {
    const seen = this.#seen();
    const end = way < 0 ? seen[0] : seen.at(-1);
    const [from, to] = this.#view ?? this.#whole;
    if (!this.#more(way)) return void (end && this.#focus(end));
    const start = way < 0 ? this.#whole[0] : this.#whole[1] - (to - from);
    const there = way < 0 ? from <= start : from >= start;
    if (there) return void (end && this.#focus(end));
    this.#view = [start, start + (to - from)];
    this.#turn = -way;
    this.#drawNow();
    this.#ask(this.#view);
  }

  // The focus goes on to what has come.
  #arrive() {
    const turn = this.#turn;
    this.#turn = 0;
    const seen = this.#seen();
    const item = turn < 0 ? seen.at(-1) : seen[0];
    if (item) this.#focus(item);
    else if (turn === 1 || turn === -1) this.#beyond(turn, 0.8);
  }

  #focusPoint() {
    const item = this.#items.find((each) => each.key === this.#current);
    const at = item ? (item.first - this.#view[0]) / (this.#view[1] - this.#view[0]) : 0.5;
    return at > 0 && at < 1 ? at : 0.5;
  }

  #focus(item) {
    this.#current = item.key;
    this.#tabbable();
    item.link.focus({ preventScroll: true });
  }

  #tabbable() {
    for (const each of this.#items) each.link.tabIndex = each.key === this.#current ? 0 : -1;
  }

  #draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#drawNow());
  }

  #drawNow() {
    const width = this.#parts.stage.clientWidth;
    if (!width) return;
    if (this.#view && this.#reply?.total) {
      const ticks = this.#axis(...this.#view, width / (this.#view[1] - this.#view[0]));
      const [from, to] = this.#view;
      this.axis = { from, to, ticks };
      // Whatever is drawn beside it can have the same axis.
      this.dispatchEvent(new CustomEvent("dateline-axis", { detail: this.axis, bubbles: true }));
    } else this.#parts.ticks.replaceChildren();
    this.#place();
  }

  // Each item where its days are.
  #place() {
    const width = this.#parts.stage.clientWidth;
    if (!width || !this.#view) return;
    const [from, to] = this.#view;
    this.#parts.stage.style.setProperty("--drawn", `${width}px`);
    const scale = width / (to - from);
    const bottom = AXIS + (this.#reply?.lanes ?? 1) * LANE;
    for (const each of this.#items) {
      const { item, link } = each;
      if (each.pile) {
        const left = each.early ? 0 : (each.first - from) * scale;
        const right = each.early ? (each.pile.count + 4).toString().length * CHARACTER + 30 : (each.last - from) * scale;
        each.seen = right > 2 && left < width - 2;
        item.style.transform = `translate(${left.toFixed(1)}px, ${each.early ? bottom - LANE : bottom}px)`;
        item.style.width = `${(right - left).toFixed(1)}px`;
      } else {
        const begin = each.early ? -Infinity : each.first; // an open end reaches the edge
        const end = each.late ? Infinity : each.last;
        const left = Math.max((begin - from) * scale, -20); // a bar that begins before is cut
        const right = Math.min((end - from) * scale, width + 20);
        const bar = Math.max(10, right - left);
        each.seen = left + bar > 0 && left < width && end > from && begin < to;
        item.style.transform = `translate(${left.toFixed(1)}px, ${AXIS + each.lane * LANE}px)`;
        link.firstChild.style.width = `${bar.toFixed(1)}px`;
        if (each.event.side === "on") link.lastChild.style.left = `${Math.max(8, 8 - left).toFixed(1)}px`;
      }
    }
    const seen = this.#seen();
    const { list } = this.#parts;
    const now = new Set(seen.map((each) => each.item));
    const had = this.#items.find((each) => each.link === this.shadowRoot.activeElement);
    for (const item of [...list.children]) if (!now.has(item)) item.remove();
    let next = list.firstChild;
    for (const { item } of seen) {
      if (item === next) next = next.nextSibling;
      else list.insertBefore(item, next);
    }
    if (had && !had.seen) this.#near(had);
    else if (seen.length && !seen.some((each) => each.key === this.#current)) this.#current = seen[0].key;
    this.#tabbable();
  }

  // The focus leaves an item out of view for its neighbour, or for the stage, where keys work.
  #near(had) {
    const distance = (each) => (each.key === had.key ? -1 : Math.abs(each.first - had.first) || 0);
    const [found] = this.#seen().sort((a, b) => distance(a) - distance(b));
    if (found) this.#focus(found);
    else this.#parts.stage.focus({ preventScroll: true });
  }

  #axis(from, to, scale) {
    const steps = [
      [1, { day: "numeric", month: "short", year: "numeric" }, "day"],
      [7, { day: "numeric", month: "short", year: "numeric" }, "day"],
      [1, { month: "short", year: "numeric" }, "month"], [3, { month: "short", year: "numeric" }, "month"],
      ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 20_000, 100_000].map((each) => [each, { year: "numeric" }, "year"]),
    ];
    const days = { day: 1, month: 30.4, year: 365.25 };
    const [size, format, unit] =
      steps.find((each) => each[0] * days[each[2]] * DAY * scale >= 92) ?? steps.at(-1);
    const names = this.#names(format);
    const start = dated(from);
    const at = new Date(0);
    if (unit === "year") at.setUTCFullYear(Math.floor(start.getUTCFullYear() / size) * size, 0, 1);
    else if (unit === "month") {
      at.setUTCFullYear(start.getUTCFullYear(), Math.floor(start.getUTCMonth() / size) * size, 1);
    } else at.setTime(Math.floor(from / DAY / size) * size * DAY);
    const [made, ticks] = [[], []];
    while (at.getTime() < to && made.length < 80) {
      const tick = element("div", "tick");
      const year = at.getUTCFullYear();
      tick.textContent = unit === "year" && year > 0 && year < 1000 ? String(year) : names.format(at);
      tick.style.left = `${((at.getTime() - from) * scale).toFixed(1)}px`;
      made.push(tick);
      ticks.push({ at: (at.getTime() - from) / (to - from), text: tick.textContent });
      if (unit === "year") at.setUTCFullYear(year + size);
      else if (unit === "month") at.setUTCMonth(at.getUTCMonth() + size);
      else at.setUTCDate(at.getUTCDate() + size);
    }
    this.#parts.ticks.replaceChildren(...made);
    return ticks;
  }
}

// Frameworks set properties where there are some.
for (const name of PROPERTIES) {
  Object.defineProperty(DatelineTimeline.prototype, name, {
    get() { return this.getAttribute(name); },
    set(value) { value == null ? this.removeAttribute(name) : this.setAttribute(name, value); },
  });
}

if (!customElements.get("dateline-timeline")) {
  customElements.define("dateline-timeline", DatelineTimeline);
}
