// The chart above the list: it follows the timeline below it as that is zoomed and moved, so that
// both have one axis of time; and a range of its bars can be brushed.

const DAY = 86_400_000;
const SIZES = { month: 1, quarter: 3, year: 12, decade: 120, century: 1200 };
const DAYS = { day: 1, week: 7 };
const two = (number) => String(number).padStart(2, "0");

// Milliseconds of a day as the server writes it; null beyond the years of a Date.
function time(day) {
  const found = /^Y?(-?\d+)-(\d\d)-(\d\d)$/.exec(day ?? "");
  const moment = found && new Date(0).setUTCFullYear(Number(found[1]), found[2] - 1, Number(found[3]));
  return Number.isFinite(moment) ? moment : null;
}

// First and last moment that the chart shows where nothing is zoomed.
function reach(chart) {
  const low = time(chart.dataset.start);
  // The edge is an ordinal of days, of which day 1 is 0001-01-01.
  return low === null ? null : [low, (Number(chart.dataset.edge) - 719_163) * DAY];
}

// The moment at which a step begins.
function begin(chart, step) {
  const { interval, start } = chart.dataset;
  const low = time(start);
  if (interval in DAYS) return low + step * DAYS[interval] * DAY;
  const at = new Date(low);
  return new Date(0).setUTCFullYear(at.getUTCFullYear(), at.getUTCMonth() + step * SIZES[interval], 1);
}

// The step that holds a moment, none outside those that are drawn.
function stepAt(chart, moment) {
  const { interval, start, steps } = chart.dataset;
  const low = new Date(time(start));
  const at = new Date(moment);
  const months = (each) => each.getUTCFullYear() * 12 + each.getUTCMonth();
  const step = interval in DAYS ? (at - low) / DAY / DAYS[interval] : (months(at) - months(low)) / SIZES[interval];
  return Math.min(Number(steps) - 1, Math.max(0, Math.floor(step)));
}

// What the timeline shows of the time, once it has drawn it.
let sight = document.querySelector("dateline-timeline")?.axis ?? null;

document.addEventListener("dateline-axis", (event) => {
  sight = event.detail;
  const chart = document.querySelector(".chart");
  if (chart) follow(chart);
});

// Move the bars to where the timeline has their days, and take over its axis.
function follow(chart) {
  const whole = reach(chart);
  if (!sight || !whole) return;
  const [low, high] = whole;
  const { from, to, ticks } = sight;
  const width = (100 * (high - low)) / (to - from);
  const x = (100 * (low - from)) / (to - from);
  for (const moving of chart.querySelectorAll(".moving")) {
    moving.setAttribute("x", `${x}%`);
    moving.setAttribute("width", `${width}%`);
  }
  const times = chart.querySelector(".times");
  const foot = Number(times.dataset.foot);
  const inside = ticks.filter(({ at }) => at >= 0 && at <= 0.96);
  times.replaceChildren(...inside.flatMap(({ at, text }) => {
    const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    const label = document.createElementNS("http://www.w3.org/2000/svg", "text");
    const place = `${100 * at}%`;
    for (const [name, value] of [["class", "axis"], ["x1", place], ["x2", place], ["y1", foot], ["y2", foot + 5]]) {
      line.setAttribute(name, value);
    }
    label.setAttribute("x", place);
    label.setAttribute("y", foot + 17);
    label.textContent = text;
    // At the end of the axis the words stand before their mark, not outside of the chart.
    const outside = 5 + 7 * text.length > (1 - at) * times.ownerSVGElement.clientWidth;
    label.setAttribute("dx", outside ? -5 : 5);
    if (outside) label.setAttribute("text-anchor", "end");
    return [line, label];
  }));
}

document.addEventListener("dateline-drawn", () => {
  const chart = document.querySelector(".chart");
  if (!chart) return;
  follow(chart);
  brush(chart);
});

// The brush: drag over the bars, or move the two sliders and press the button. The event
// "dateline-brush" has the brushed range as EDTF.
function brush(chart) {
  const tools = chart.querySelector(".brush");
  if (!tools?.hidden || !/^\d{4}-/.test(chart.dataset.start)) return;
  const plot = chart.querySelector(".plot");
  const [low, high] = tools.querySelectorAll("input");
  const button = tools.querySelector("button");
  const steps = Number(chart.dataset.steps);
  const chosen = plot.querySelector(".chosen");
  const [left, right] = reach(chart);
  tools.hidden = false;

  function mark(first, last, quiet) {
    low.value = first;
    high.value = last;
    const whole = first === 0 && last === steps - 1;
    const place = (step) => (100 * (begin(chart, step) - left)) / (right - left);
    chosen.setAttribute("x", `${place(first)}%`);
    chosen.setAttribute("width", whole ? "0" : `${place(last + 1) - place(first)}%`);
    low.setAttribute("aria-valuetext", dates(chart, first, first));
    high.setAttribute("aria-valuetext", dates(chart, last, last));
    tools.querySelector("output").textContent = quiet && whole ? "" : dates(chart, first, last);
    button.disabled = whole;
  }
  function choose() {
    if (button.disabled) return;
    const detail = dates(chart, Number(low.value), Number(high.value));
    document.dispatchEvent(new CustomEvent("dateline-brush", { detail }));
  }
  low.addEventListener("input", () => mark(+low.value, Math.max(+low.value, +high.value)));
  high.addEventListener("input", () => mark(Math.min(+low.value, +high.value), +high.value));
  for (const each of [low, high]) {
    each.addEventListener("keydown", (event) => event.key === "Enter" && choose());
  }
  button.addEventListener("click", choose);

  let from = null;
  const at = (event) => {
    const box = plot.getBoundingClientRect();
    const part = (event.clientX - box.left) / box.width;
    const [first, last] = sight ? [sight.from, sight.to] : [left, right];
    return stepAt(chart, first + part * (last - first));
  };
  plot.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    from = at(event);
    plot.setPointerCapture(event.pointerId);
    mark(from, from);
  });
  plot.addEventListener("pointermove", (event) => {
    if (from !== null) mark(Math.min(from, at(event)), Math.max(from, at(event)));
  });
  plot.addEventListener("pointerup", () => {
    if (from === null) return;
    from = null;
    choose();
  });
  plot.addEventListener("pointercancel", () => {
    from = null;
    mark(0, steps - 1, true);
  });
  mark(0, steps - 1, true);
}

// The EDTF text of the steps first to last.
function dates(chart, first, last) {
  const { interval } = chart.dataset;
  const text = (moment) => {
    const at = new Date(moment);
    const digits = String(at.getUTCFullYear()).padStart(4, "0");
    const year = `${digits.length > 4 ? "Y" : ""}${digits}`;
    const month = `${year}-${two(at.getUTCMonth() + 1)}`;
    return interval in DAYS ? `${month}-${two(at.getUTCDate())}` : SIZES[interval] < 12 ? month : year;
  };
  const [one, other] = [text(begin(chart, first)), text(begin(chart, last + 1) - 1)];
  return one === other ? one : `${one}/${other}`;
}
