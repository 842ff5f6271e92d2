// The customer's side beside the desk: opened and closed, made wider or narrower, and found again as it was left.
const pane = document.getElementById("pane");
const edge = document.getElementById("pane-edge");
const wide = matchMedia("(min-width: 80rem)");
const narrow = matchMedia("(max-width: 44rem)");
const STEP = 32;
let step = "";

function open(shown) {
  pane.hidden = !shown;
  const frame = pane.querySelector("iframe");
  if (shown && !frame.src) frame.src = frame.dataset.src;
  mark();
}

function mark() {
  for (const button of document.querySelectorAll("button[data-pane][aria-expanded]")) {
    button.setAttribute("aria-expanded", String(!pane.hidden));
  }
}

// Keys go to where the hand was last: when the post has arrived, that shall be the desk again.
function follow() {
  const before = step;
  step = document.querySelector(".tour-now [data-row]")?.dataset.row.split("-")[1] ?? "";
  if (before === "1" && step === "2" && document.activeElement?.name === "customer") document.getElementById("next")?.focus();
}

function widen(pixels) {
  const { ariaValueMin, ariaValueMax } = edge;
  const width = Math.round(Math.min(Math.max(pixels, ariaValueMin), ariaValueMax, innerWidth * 0.6));
  document.body.style.setProperty("--pane", `${width}px`);
  edge.setAttribute("aria-valuenow", width);
  localStorage.setItem("pane-width", width);
}

function toggle() {
  open(pane.hidden);
  localStorage.setItem("pane", pane.hidden ? "closed" : "open");
  if (pane.hidden) document.querySelector(".tour [data-pane]")?.focus();
}

function drag(event) {
  const right = document.documentElement.dir === "rtl";
  widen(right ? event.clientX : innerWidth - event.clientX);
}

if (pane) {
  document.addEventListener("click", (event) => event.target.closest("[data-pane]") && toggle());
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (narrow.matches && detail.elt.id === "work") open(false); // it would lie over the conversation that was just opened
    mark();
    follow();
  });
  edge.addEventListener("pointerdown", (event) => {
    edge.setPointerCapture(event.pointerId);
    edge.addEventListener("pointermove", drag);
  });
  edge.addEventListener("pointerup", () => edge.removeEventListener("pointermove", drag));
  edge.addEventListener("keydown", ({ key }) => {
    const step = { ArrowLeft: STEP, ArrowRight: -STEP }[key];
    if (step) widen(Number(edge.ariaValueNow) + step);
  });
  const known = localStorage.getItem("pane-width");
  if (known) widen(Number(known));
  follow();
  open(wide.matches && localStorage.getItem("pane") !== "closed");
}
