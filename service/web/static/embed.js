// Tells the page around the frame how high it is: {dateline: "height", height: 412}.
const main = document.querySelector("main");
const tell = () => {
  const height = Math.ceil(main.getBoundingClientRect().height);
  parent.postMessage({ dateline: "height", height }, "*");
};
if (parent !== window) new ResizeObserver(tell).observe(main);

// What is chosen opens beside the page, not inside the frame.
addEventListener("dateline-select", (chosen) => {
  chosen.preventDefault();
  open(chosen.target.page(chosen.detail.id), "_blank", "noopener");
});
