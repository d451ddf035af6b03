// What stands around a map: the list of a cluster, the fields of an area, the table of countries.
// Each gets ``ask``, what it may ask of the map: ``word(name, …)``, ``number(count)`` and what is
// named where it is used.

export const SIDES = ["west", "south", "east", "north"];
const FIELDS = "id,title,date_display,status";

export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function button(text, act) {
  const made = element("button", "", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

// The list of a cluster, over the drawing. ``ask.fetch(address, controller)`` gives a document, or
// null, and then ``ask.told()`` says why. ``ask.home()`` is the address of the service,
// ``ask.when(event)`` its date in words, ``ask.select(click, event)`` is told of a choice,
// ``ask.show(box)`` zooms, ``ask.only(bbox)`` takes an area if ``ask.chooses()``,
// ``ask.covered(whether)`` makes what lies below inert, ``ask.focus()`` takes the focus.
export class ClusterList {
  #ask;
  #listed = null;
  #back = null;

  constructor(ask) {
    this.#ask = ask;
    this.panel = element("div", "panel");
    this.panel.hidden = true;
    this.panel.setAttribute("role", "dialog");
    const [header, scroll] = [element("header"), element("div", "scroll")];
    this.heading = element("h2");
    this.entries = element("ol");
    this.closer = button("×", () => this.close());
    [this.rest, this.into, this.only] = [0, 0, 0].map(() => button("", () => {}));
    this.alert = element("p");
    this.alert.setAttribute("role", "alert");
    scroll.append(this.entries, this.alert, this.rest);
    header.append(this.heading, this.into, this.only, this.closer);
    this.panel.append(header, scroll);
    this.panel.addEventListener("keydown", (event) => this.#key(event));
  }

  label() {
    this.closer.setAttribute("aria-label", this.#ask.word("close"));
    this.into.textContent = this.#ask.word("into");
    this.only.textContent = this.#ask.word("only");
    this.rest.textContent = this.#ask.word("more");
  }

  open(cluster, title, link) {
    this.#listed?.abort();
    this.#listed = new AbortController();
    this.#back = link;
    this.heading.textContent = title;
    this.panel.setAttribute("aria-label", title);
    this.entries.replaceChildren();
    this.alert.textContent = "";
    this.rest.hidden = true;
    const box = SIDES.map((side) => cluster[side]);
    this.into.hidden = box[0] === box[2] && box[1] === box[3];
    this.into.onclick = () => {
      this.close(false);
      this.#ask.focus();
      this.#ask.show(box);
    };
    const list = new URL(cluster.list);
    this.only.hidden = !this.#ask.chooses();
    this.only.onclick = () => this.#ask.only(list.searchParams.get("bbox"));
    this.panel.hidden = false;
    this.#ask.covered(true);
    list.searchParams.set("fields", FIELDS);
    this.#page(list.search);
    this.closer.focus();
  }

  close(focus = true) {
    if (this.panel.hidden) return;
    this.#listed?.abort();
    this.panel.hidden = true;
    this.#ask.covered(false);
    if (focus && this.#back?.isConnected) this.#back.focus({ preventScroll: true });
    else if (focus) this.#ask.focus();
  }

  async #page(query) {
    const asked = this.#listed;
    const focused = this.panel.getRootNode().activeElement === this.rest;
    const page = await this.#ask.fetch(new URL(`v1/events${query}`, this.#ask.home()), asked);
    if (asked.signal.aborted) return;
    this.alert.textContent = page ? "" : this.#ask.told();
    this.rest.hidden = page && !page.next;
    this.rest.onclick = () => this.#page(page ? new URL(page.next).search : query);
    const before = this.entries.children.length;
    for (const event of page?.items ?? []) {
      const [item, link] = [element("li", event.status), element("a")];
      link.href = this.#ask.page(event.id);
      link.append(element("time", "", this.#ask.when(event)), element("span", "label", event.title));
      link.addEventListener("click", (click) => this.#ask.select(click, event));
      item.append(link);
      this.entries.append(item);
    }
    if (focused) this.entries.children[before]?.querySelector("a").focus();
  }

  #key(event) {
    const links = [...this.entries.querySelectorAll("a"), ...(this.rest.hidden ? [] : [this.rest])];
    const at = links.indexOf(this.panel.getRootNode().activeElement);
    if (event.key === "Escape") this.close();
    else if (event.key === "ArrowDown") links[Math.min(at + 1, links.length - 1)]?.focus();
    else if (event.key === "ArrowUp") links[Math.max(at - 1, 0)]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

// Four fields for an area. ``ask.box()`` is what they have at first, as text; ``ask.only(bbox)``
// takes what they have, once it is right.
export class AreaFields {
  #ask;

  constructor(ask) {
    this.#ask = ask;
    this.fold = element("details");
    [this.summary, this.form, this.error] = [element("summary"), element("form"), element("p", "error")];
    this.apply = element("button");
    this.error.setAttribute("role", "alert");
    this.error.id = "error";
    this.form.noValidate = true;
    this.inputs = SIDES.map((name) => {
      const [label, input] = [element("label", "", " "), element("input")];
      Object.assign(input, { name, inputMode: "decimal", autocomplete: "off", maxLength: 20 });
      input.setAttribute("aria-describedby", "error");
      label.append(input);
      this.form.append(label);
      return input;
    });
    this.form.append(this.apply, this.error);
    this.form.addEventListener("submit", (event) => this.#typed(event));
    this.fold.append(this.summary, this.form);
    this.fold.addEventListener("toggle", () => this.fold.open && this.#fill());
  }

  label() {
    this.summary.textContent = this.#ask.word("degrees");
    this.apply.textContent = this.#ask.word("apply");
    this.inputs.forEach((each) => {
      each.parentNode.firstChild.data = this.#ask.word(each.name);
    });
  }

  #fill() {
    this.#ask.box().split(",").forEach((text, at) => {
      this.inputs[at].value = text;
    });
  }

  // What is wrong is told below the fields, by the name of the field.
  #typed(event) {
    event.preventDefault();
    const texts = this.inputs.map((each) => each.value.trim().replace(",", ".").replace("−", "-"));
    const values = texts.map((text) => (text ? Number(text) : NaN));
    const wrong = values.findIndex((value, at) => !(Math.abs(value) <= (at % 2 ? 90 : 180)));
    const at = wrong < 0 && values[1] > values[3] ? 1 : wrong;
    this.inputs.forEach((each, number) => each.setAttribute("aria-invalid", String(number === at)));
    this.error.textContent = at < 0 ? ""
      : wrong < 0 ? this.#ask.word("turned")
      : this.#ask.word("wrong", this.#ask.word(SIDES[at]), at % 2 ? 90 : 180);
    if (at < 0) this.#ask.only(values.join(","));
    else this.inputs[at].focus();
  }
}

// The counts of the countries as a table. ``ask.reply()`` is what was answered,
// ``ask.counted(country)`` the count as it is told, ``ask.address(code)`` the explorer with the
// country, ``ask.country(click, code)`` is told of a choice.
export class CountryTable {
  #ask;

  constructor(ask) {
    this.#ask = ask;
    this.fold = element("details");
    [this.summary, this.rows] = [element("summary"), element("div", "table")];
    this.rows.tabIndex = 0;
    this.rows.setAttribute("role", "region");
    this.fold.append(this.summary, this.rows);
    this.fold.addEventListener("toggle", () => this.fill());
  }

  label() {
    this.summary.textContent = this.#ask.word("table");
    this.rows.setAttribute("aria-label", this.#ask.word("table"));
  }

  fill() {
    if (!this.fold.open) return;
    const [table, head, body, row] = ["table", "thead", "tbody", "tr"].map((name) => element(name));
    for (const name of ["country", "event_column"]) {
      const cell = element("th", "", this.#ask.word(name));
      cell.scope = "col";
      row.append(cell);
    }
    head.append(row);
    for (const each of this.#ask.reply()?.countries ?? []) {
      const [line, name] = [element("tr"), element("th")];
      const link = element("a", "", each.name);
      name.scope = "row";
      link.href = this.#ask.address(each.code);
      link.addEventListener("click", (click) => this.#ask.country(click, each.code));
      name.append(link);
      line.append(name, element("td", "", this.#ask.counted(each)));
      body.append(line);
    }
    table.append(head, body);
    this.rows.replaceChildren(table);
  }
}
