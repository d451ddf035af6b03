// The map of the explorer: loaded when it is opened for the first time; an area, a country or an
// event that is chosen on it becomes the query of the page.

const fold = document.getElementById("where");
const map = document.getElementById("map");

// The URL says whether it is open, so that this can be shared and survives a reload.
async function onToggle() {
  const { hash, pathname, search } = location;
  if (fold.open !== (hash === "#where")) {
    history.replaceState(history.state, "", pathname + search + (fold.open ? "#where" : ""));
  }
  if (!fold.open) return;
  map.hidden = false;
  await import(fold.dataset.script);
}

// Goes to the query of the page with another value of a parameter, or with one value more.
function goWith(name, value, more) {
  const query = new URL(location.href).searchParams;
  query.delete("cursor");
  if (!more) query.delete(name);
  if (value !== null) query.append(name, value);
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":");
  const home = document.getElementById("filters").getAttribute("action");
  const asked = new CustomEvent("dateline-go", { detail: `${home}${text ? `?${text}` : ""}`, cancelable: true });
  if (document.dispatchEvent(asked)) location.assign(asked.detail);
}

if (fold && map) {
  fold.addEventListener("toggle", onToggle);
  map.addEventListener("dateline-area", (event) => goWith("bbox", event.detail));
  map.addEventListener("dateline-country", (event) => {
    event.preventDefault();
    goWith("country", event.detail, true);
  });
  const asked = () => location.hash === "#where" && (fold.open = true); // this fires toggle
  addEventListener("hashchange", asked);
  asked();
}
