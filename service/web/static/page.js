// Changes the explorer without loading the whole page. The server draws every state. This script
// fetches the document of a URL and moves its parts into the page. It never turns text into markup:
// the page's policy (require-trusted-types-for) would refuse it.

import { back, begin, keep } from "./return.js";
import { _ } from "./words.js";

const PARTS = ["active", "chips", "count", "errors", "chart", "use", "results", "hidden", "facets",
  "read", "involved", "languages", "legend", "automatic"];
const form = document.getElementById("filters");
const home = form?.getAttribute("action"); // "/", below the prefix that a proxy may add
const here = () => location.pathname + location.search;
const openMap = () => (location.hash === "#where" ? "#where" : "");
let state = here();
let running = null;
let before = null; // what the count said before a request had no answer

function load(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.setRequestHeader("Accept", "text/html");
    request.responseType = "document";
    request.onload = () => (request.response?.getElementById("main") ? resolve(request) : reject());
    request.onerror = request.onabort = reject;
    request.send();
    running = request;
  });
}

// ``how`` says what happens to the URL: "push" a new one, "replace" it (while typing), or "keep" it
// (back and forward).
async function go(target, how = "push") {
  running?.abort();
  const held = { field: document.activeElement, text: document.activeElement?.value };
  document.body.classList.add("loading");
  let reply;
  try {
    reply = await load(target);
  } catch {
    if (running?.readyState !== 4 && running?.status === 0) return; // given up for a newer one
    const count = document.getElementById("count");
    before ??= [...count.childNodes];
    count.textContent = _("The server did not answer. Try again.");
    return;
  } finally {
    document.body.classList.remove("loading");
  }
  const next = reply.response;
  if (!next.getElementById("filters")) return void location.assign(target);
  if (reply.status === 400) return showRefused(next);
  const shown = new URL(reply.responseURL);
  const address = shown.pathname + shown.search + openMap();
  if (how === "push" && address === here() + location.hash) how = "replace"; // as a link would
  if (how === "push") keep();
  if (how === "push") history.pushState(null, "", address);
  if (how === "replace") history.replaceState(history.state, "", address);
  state = here();
  showState(next, held);
  if (how === "keep") await back(nextPage);
}

// A field has an error: it is shown there, and the last good results and their URL stay.
function showRefused(next) {
  showErrors(next);
  document.getElementById("read").replaceChildren();
  document.getElementById("errors").replaceChildren(...next.getElementById("errors").childNodes);
  const dropped = document.getElementById("dropped");
  if (dropped) dropped.textContent = _("A field has an error: these are still the events from before.");
}

function showErrors(next) {
  for (const old of document.querySelectorAll("#filters .error, #charting .error")) {
    old.replaceChildren(...next.getElementById(old.id).childNodes);
  }
  for (const mine of document.querySelectorAll("#filters [aria-describedby], #charting [name]")) {
    const wrong = next.getElementById(mine.id)?.hasAttribute("aria-invalid");
    if (wrong) mine.setAttribute("aria-invalid", "true");
    else mine.removeAttribute("aria-invalid");
  }
}

// Keeps the text that the reader has typed since the request.
function showState(next, held) {
  const focused = document.activeElement;
  const chip = [...document.querySelectorAll("[data-chip]")].indexOf(focused);
  const lost = PARTS.find((id) => document.getElementById(id).contains(focused));
  const opened = [...document.querySelectorAll(".use")].map((each) => each.open);
  document.title = next.title;
  before = null;
  const feeds = 'link[rel="alternate"], [data-page]';
  for (const each of document.querySelectorAll(feeds)) each.remove();
  document.head.append(...next.querySelectorAll(feeds));
  for (const id of PARTS) {
    document.getElementById(id).replaceChildren(...next.getElementById(id).childNodes);
  }
  showErrors(next);
  for (const fresh of next.querySelectorAll(
    "#filters [id][name], #filters [type=radio], #filters [type=checkbox], #sort, #charting [id]",
  )) {
    const mine = fresh.id
      ? document.getElementById(fresh.id)
      : document.querySelector(`[name="${fresh.name}"][value="${fresh.value}"]:not([type=hidden])`);
    if (!mine) continue;
    settle(mine, fresh);
    if (["radio", "checkbox"].includes(mine.type)) mine.checked = fresh.checked;
    else if (mine !== held.field || mine.value === held.text) mine.value = fresh.value;
  }
  for (const small of document.querySelectorAll("[data-count]")) {
    small.textContent = next.querySelector(`[data-count="${small.dataset.count}"]`).textContent;
  }
  document.getElementById("picture").hidden = next.getElementById("picture").hidden;
  const [line, fresh] = [document, next].map((each) => each.getElementById("line"));
  line.hidden = fresh.hidden;
  for (const name of line.hidden ? [] : ["range", "query", "window"]) {
    line.setAttribute(name, fresh.getAttribute(name) ?? "");
  }
  for (const [at, each] of [...document.querySelectorAll(".use")].entries()) each.open = opened[at];
  document.getElementById("map")?.setAttribute("query", fresh.getAttribute("query"));
  if (lost) {
    const again = [...document.getElementById(lost).querySelectorAll(focused.localName)].find(
      (each) => called(each) === called(focused),
    );
    const chips = [...document.querySelectorAll("[data-chip]")];
    const beside = chip < 0 ? null : chips[chip] ?? chips.at(-1);
    for (const each of [again, beside, document.getElementById("main")]) {
      each?.focus({ preventScroll: true });
      if (each && document.activeElement === each) break; // not so if it is folded away
    }
  }
  attach();
}

// The values to which a reset of the form leads. Safari resets a form without autocompletion when the
// reader comes back to its page, and the fields would no longer be those of the list.
function settle(mine, fresh) {
  if ("defaultChecked" in mine) mine.defaultChecked = fresh.checked;
  if ("defaultValue" in mine) mine.defaultValue = fresh.value;
  for (const each of mine.options ?? []) each.defaultSelected = each.value === fresh.value;
}

// A browser breaks off the request that runs while the reader leaves, and may keep the page for the
// way back. Then form and count are again those of the list.
function returned(event) {
  if (!event.persisted || !before) return;
  form.reset();
  document.getElementById("count").replaceChildren(...before);
  before = null;
}

function called(element) {
  return element.getAttribute("aria-label") ?? element.textContent;
}

// The URL of the form's query, without empty fields; the server turns it into the grammar.
function formAddress() {
  const given = new FormData(form);
  const query = new URLSearchParams();
  const kinds = given.getAll("category").join(",");
  let country = "";
  for (const [name, text] of given) {
    if (name === "country") country = text.trim();
    if (!text.trim() || (name === "country_role" && !country)) continue;
    if (name === "category") {
      if (!query.has(name)) query.append(name, kinds);
      continue;
    }
    if ((name === "match" && text === "possible") || (name === "sort" && text === "date")) continue;
    query.append(name, text.trim());
  }
  const text = readableQuery(query);
  const nothing = [...query.keys()].every((name) => name === "lang"); // asks for no events
  const words = (nothing && form.dataset.everything) || text;
  return words ? `${home}?${words}` : home;
}

function readableQuery(query) {
  return query.toString().replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":");
}

// Prepares the new parts of the page.
function attach() {
  for (const button of document.querySelectorAll(".copy[hidden]")) button.hidden = false;
  const next = document.querySelector(".next");
  if (next) nearEnd.observe(next);
  document.dispatchEvent(new CustomEvent("dateline-drawn"));
}

// A range of the chart's bars.
document.addEventListener("dateline-brush", (event) => {
  const query = new URL(location.href).searchParams;
  for (const name of ["date", "from", "to", "cursor"]) query.delete(name);
  query.set("date", event.detail);
  go(`${home}?${readableQuery(query)}`);
});

async function copy(button) {
  const text = document.getElementById(button.dataset.copy) ??
    button.closest(".way").querySelector("pre");
  const label = button.firstElementChild.firstChild;
  button.dataset.label ??= label.data;
  try {
    await navigator.clipboard.writeText(text.textContent + (text.id === "link" ? openMap() : ""));
    label.data = _("Copied");
  } catch {
    if (text.closest("details")) text.closest("details").open = true;
    getSelection().selectAllChildren(text);
    label.data = _("Selected");
  }
  setTimeout(() => (label.data = button.dataset.label), 2000);
}

// Loads the texts of citations; before, the page has only links to them.
async function loadCitations(panel) {
  for (const text of panel.querySelectorAll("pre[data-from]")) {
    const { pathname, search } = new URL(text.dataset.from, location.href);
    text.removeAttribute("data-from");
    try {
      const reply = await fetch(pathname + search);
      if (!reply.ok) continue;
      text.textContent = (await reply.text()).replace(/[\r\n]+$/, "");
      text.hidden = false;
    } catch {
      // The link stays, to be followed by hand.
    }
  }
}

// Notes the window of the timeline in the URL, and in the links that show the same.
function noteWindow(days) {
  const address = withWindow(location.href, days);
  history.replaceState(history.state, "", address.pathname + address.search + location.hash);
  state = here();
  for (const each of document.querySelectorAll("#languages a")) each.href = withWindow(each.href, days);
  const link = document.getElementById("link");
  if (link) link.textContent = withWindow(link.textContent, days).href;
}

function withWindow(text, days) {
  const address = new URL(text);
  const query = address.searchParams;
  if (days) query.set("window", days);
  else query.delete("window");
  address.search = readableQuery(query);
  return address;
}

// Loads the next page of the list when the reader comes near its end.
const nearEnd = new IntersectionObserver(
  (entries) => entries.some((each) => each.isIntersecting) && nextPage(),
  { rootMargin: "1500px" },
);

// Resolves to whether a page was added; calls in the meantime wait for the same page.
let adding = null;

function nextPage() {
  adding ??= loadNextPage().finally(() => (adding = null));
  return adding;
}

async function loadNextPage() {
  const link = document.querySelector(".next");
  if (!link) return false;
  nearEnd.disconnect();
  let reply;
  try {
    reply = await load(link.href);
  } catch {
    return false; // the link stays, to be followed by hand
  }
  if (!link.isConnected) return false; // the query has changed meanwhile
  const more = reply.response.getElementById("results");
  if (!more) return false; // an error, or the page to sign in
  const list = document.getElementById("results");
  const before = document.activeElement === link ? list.querySelectorAll(".title").length : -1;
  link.parentElement.remove();
  for (const part of [...more.children]) {
    if (part.matches(".paging") && !part.querySelector(".next")) continue;
    appendPart(list, part);
  }
  // Who was on the link goes on to the first event that has come.
  list.querySelectorAll(".title")[before]?.focus({ preventScroll: true });
  attach();
  return true;
}

// A page may end in the middle of a year, and of a day.
function appendPart(list, part) {
  const last = list.lastElementChild;
  if (!part.dataset.year || last?.dataset.year !== part.dataset.year) return void list.append(part);
  for (const group of [...part.querySelectorAll(".group")]) {
    const end = last.lastElementChild;
    const same = end.dataset.date === group.dataset.date && end.className === group.className;
    if (same) end.querySelector("ol").append(...group.querySelectorAll("li"));
    else last.append(group);
  }
}

// Other scripts of the page ask for a URL by this event.
document.addEventListener("dateline-go", (event) => {
  event.preventDefault();
  go(event.detail);
});

document.addEventListener("click", (event) => {
  const plain = !event.defaultPrevented && !event.button &&
    !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  const link = event.target.closest("a[data-go]");
  if (link && form && plain) {
    event.preventDefault();
    go(link.href);
  }
  const next = event.target.closest(".next");
  if (next && plain) {
    event.preventDefault();
    nextPage().then((added) => !added && next.isConnected && location.assign(next.href));
  }
  const button = event.target.closest(".copy");
  if (button) copy(button);
});

// The keys Delete and Backspace remove a chip.
document.addEventListener("keydown", (event) => {
  if (!["Delete", "Backspace"].includes(event.key)) return;
  const chip = event.target.closest?.("[data-chip]");
  if (!chip) return;
  event.preventDefault();
  chip.click();
});
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.(".cite[open]")) loadCitations(event.target);
}, true);

// Who signs in comes to the page that was asked for, to the same part of it.
const signing = document.querySelector(".signin");
if (signing) signing.action = new URL(location.hash, signing.action).href;

if (form) {
  let typing = 0;
  let typed = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    typed = false;
    go(formAddress());
  });
  form.addEventListener("input", (event) => {
    if (event.target.name !== "q") return;
    clearTimeout(typing);
    typing = setTimeout(() => {
      go(formAddress(), typed ? "replace" : "push");
      typed = true;
    }, 300);
  });
  const changed = (event) => {
    if (event.target.name === "q" || !event.target.name) return;
    // The role of a country that is still to be named.
    if (event.target.id === "country_role" && !document.getElementById("country").value) return;
    typed = false;
    go(formAddress());
  };
  form.addEventListener("change", changed);
  for (const id of ["sort", "charting"]) document.getElementById(id)?.addEventListener("change", changed);
  addEventListener("pageshow", returned);
  // A change of the fragment fires popstate too, but it is the same state.
  addEventListener("popstate", () => here() === state || go(location.href, "keep"));
  // Wide pages show the parts that are folded on narrow ones; by style if the browser can.
  if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 56rem)").matches) {
    for (const each of document.querySelectorAll(".fold")) each.open = true;
  }
  document.getElementById("line").addEventListener("dateline-view", (event) => noteWindow(event.detail));
  begin(nextPage, () => here() === state);
}
attach();
