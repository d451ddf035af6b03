// Back to the same place of the list: which event stood where, kept with the entry of the history.
// The list may have grown since by further pages, so a number of pixels alone would not do.

const WAIT = 150; // milliseconds without scrolling
const TRIES = 20; // frames in which what is drawn may still move the place
const titles = () => [...document.querySelectorAll("#results a.title")];
let timer = 0;
let returning = false;
let current = () => true;

function place() {
  const box = (link) => link.getBoundingClientRect();
  const first = titles().find((link) => box(link).bottom > 0);
  const inside = first && scrollY > 0 && box(first).top < innerHeight;
  return { y: scrollY, event: inside ? first.pathname : null, top: inside ? box(first).top : 0 };
}

export function keep() {
  if (!returning && current()) history.replaceState({ ...history.state, place: place() }, "");
}

// Scroll to the place that the entry of the history has; `more` loads the next page of the list, and
// says whether there was one.
export async function back(more) {
  const known = history.state?.place;
  if (!known) return;
  returning = true;
  const found = () => titles().find((link) => link.pathname === known.event);
  try {
    while (known.event && !found() && (await more()));
    for (let tries = 0, still = 0; tries < TRIES && still < 3; tries += 1) {
      const link = known.event ? found() : null;
      const off = link ? link.getBoundingClientRect().top - known.top : known.y - scrollY;
      still = Math.abs(off) < 1 ? still + 1 : 0;
      scrollBy({ top: off, behavior: "instant" });
      await new Promise(requestAnimationFrame);
    }
  } finally {
    returning = false;
  }
}

// Keep the place from now on, and go to the one that was kept where this page is come back to.
// `shown` says whether the list belongs to the current entry of the history. After Back the entry is
// another at once, but its list comes later; the place of the old list must not be kept in it.
export function begin(more, shown) {
  current = shown;
  history.scrollRestoration = "manual";
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  }, { passive: true });
  addEventListener("pagehide", keep);
  const [entry] = performance.getEntriesByType("navigation");
  if (["back_forward", "reload"].includes(entry?.type)) back(more);
  addEventListener("pageshow", (event) => event.persisted && back(more));
}
