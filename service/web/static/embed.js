// Tells the page around the frame how high it is: {dateline: "height", height: 412}.
// A page of WordPress has its own words for that, and names the frame by a secret behind the address.
const main = document.querySelector("main");
const secret = /[?&]secret=(\w+)/.exec(location.hash)?.[1];
const say = (message, value) => parent.postMessage({ message, value, secret }, "*");
const tell = () => {
  const height = Math.ceil(main.getBoundingClientRect().height);
  parent.postMessage({ dateline: "height", height }, "*");
  if (secret) say("height", height);
};
if (parent !== window) new ResizeObserver(tell).observe(main);
// WordPress hides the frame until it says its height, and browsers do not observe a hidden frame.
// The script of WordPress may come later than the frame, and then asks again.
if (secret) tell();
addEventListener("message", ({ data }) => {
  if (secret && data?.message === "ready" && data.secret === secret) tell();
});

// What is chosen opens beside the page, not inside the frame. WordPress lets the frame open nothing,
// and opens itself what the frame names.
addEventListener("dateline-select", (chosen) => {
  chosen.preventDefault();
  const address = chosen.target.page(chosen.detail.id);
  if (secret) say("link", address);
  else open(address, "_blank", "noopener");
});
addEventListener("click", (click) => {
  const link = click.target.closest("a[target]");
  if (!secret || !link || click.ctrlKey || click.metaKey || click.shiftKey) return;
  click.preventDefault();
  say("link", link.href);
});
