// The fields of the search form: names are completed while they are typed (the combobox of the
// ARIA Authoring Practices 1.2, with a list to choose from), and a calendar stands beside the date.
// All of it works as plain text without this script.

import { _, lang, locale, ngettext } from "./words.js";

const form = document.getElementById("filters");
const home = form.getAttribute("action");
const WAIT = 120; // milliseconds after a key
const MOST = 8;

for (const input of form.elements) if (input.dataset.complete) combobox(input);
calendar(document.getElementById("calendar"), document.getElementById("date"));

function make(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function combobox(input) {
  const list = make("ul", { role: "listbox", id: `list-${input.id}`, "aria-label": _("Suggestions") });
  const status = make("span", { role: "status", class: "unseen" });
  const box = make("div", { class: "combo" });
  input.replaceWith(box);
  box.append(input, list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": list.id, autocomplete: "off",
  })) input.setAttribute(name, value);
  list.hidden = true;
  let timer = 0;
  let asking = null;
  let active = -1;

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    unmark();
    input.setAttribute("aria-expanded", "false");
  }
  function unmark() {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = -1;
    input.removeAttribute("aria-activedescendant");
  }
  function mark(place) {
    const options = list.children;
    if (!options.length) return;
    options[active]?.setAttribute("aria-selected", "false");
    active = (place + options.length) % options.length;
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  }
  // A reply may come after the reader has marked an option of the one before: the mark stays.
  function show(items) {
    const marked = list.children[active]?.dataset.value;
    unmark();
    list.replaceChildren(...items.map(option));
    const again = items.findIndex((each) => each.value === marked);
    if (again >= 0) mark(again);
    list.hidden = !items.length;
    input.setAttribute("aria-expanded", String(!!items.length));
    const more = ngettext("%(num)s suggestion", "%(num)s suggestions", items.length);
    status.textContent = items.length ? more : _("No suggestions");
  }
  function option(item, place) {
    const about = item.members?.join(", ") ?? (item.events === 0 ? _("no events") : item.events.toLocaleString(locale));
    const made = make("li", { role: "option", id: `${list.id}-${place}`, "aria-selected": "false" },
      make("bdi", {}, item.field === "bloc" ? `${item.value}, ${item.name}` : item.name), " ",
      make("small", {}, about));
    made.dataset.value = item.value;
    return made;
  }
  async function ask(then) {
    clearTimeout(timer);
    asking?.abort();
    asking = new AbortController();
    const query = new URLSearchParams({ field: input.dataset.complete, limit: MOST });
    const typed = input.value.slice(start(input.value)).trim();
    if (typed) query.set("q", typed);
    if (lang !== "en") query.set("lang", lang);
    try {
      const reply = await fetch(`${home}v1/complete?${query}`, { signal: asking.signal });
      if (!reply.ok || document.activeElement !== input) return;
      show((await reply.json()).items);
      then?.();
    } catch {
      // Given up for a newer one, or no answer: the text can be typed to its end.
    }
  }
  function choose(chosen) {
    input.value = input.value.slice(0, start(input.value)) + chosen.dataset.value;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    unmark();
    if (input.value.trim()) timer = setTimeout(ask, WAIT);
    else close();
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (list.hidden) ask(() => mark(step > 0 ? 0 : -1));
      else mark(active < 0 && step < 0 ? -1 : active + step);
    } else if (event.key === "Enter") {
      if (!list.hidden && active >= 0) {
        event.preventDefault();
        choose(list.children[active]);
      } else close();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Tab") close();
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps focus
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (chosen) choose(chosen);
  });
}

// Where the last value begins: behind the last comma that stands in no quotes.
function start(text) {
  let quoted = false;
  let at = 0;
  for (let n = 0; n < text.length; n += 1) {
    if (text[n] === '"') quoted = !quoted;
    else if (text[n] === "," && !quoted) at = n + 1;
  }
  return at;
}

// The two days of the calendar as the text of the date, which is what is sent.
function calendar(details, date) {
  const [first, last] = details.querySelectorAll("input");
  for (const each of [first, last]) each.removeAttribute("name");
  details.addEventListener("toggle", () => {
    const read = document.querySelector("#read [data-first]");
    if (!details.open || !read) return;
    first.value = read.dataset.first;
    last.value = read.dataset.last;
  });
  details.addEventListener("change", (event) => {
    event.stopPropagation();
    if (first.value && last.value && first.value > last.value) {
      (event.target === first ? last : first).value = event.target.value;
    }
    const [low, high] = [first.value || "..", last.value || ".."];
    date.value = low === high ? (low === ".." ? "" : low) : `${low}/${high}`;
    date.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
