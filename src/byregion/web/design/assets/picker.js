// Choosing municipalities: a press on the map is a change of the form, which the server answers.
import htmx from "htmx.org/dist/htmx.esm.js";

const form = () => document.getElementById("choose");

// The boxes that are ticked, and those chosen that a search has taken out of the lists.
function chosen() {
  const fields = new FormData(form());
  return new Set([...fields.getAll("kommune"), ...(fields.get("liste") ?? "").split("-")].filter(Boolean));
}

// What the form would send, with other municipalities in it.
function address(codes) {
  const asked = new URLSearchParams(new FormData(form()));
  asked.delete("kommune");
  asked.set("liste", [...codes].sort().join("-"));
  return `${form().action}?${asked}`;
}

function toggle(codes) {
  const now = chosen();
  const all = codes.every((code) => now.has(code));
  for (const code of codes) all ? now.delete(code) : now.add(code);
  ask(address(now));
}

async function ask(url) {
  await htmx.ajax("GET", url, { target: "#lists", select: "#lists", swap: "outerHTML" });
  history.replaceState(null, "", url);
}

// The drawing and the interactive map show the choice that the lists have.
function show() {
  const figure = document.querySelector("figure[data-pick]");
  if (!figure) return;
  const now = chosen();
  for (const link of figure.querySelectorAll("a[data-codes]")) {
    const all = link.dataset.codes.split("-").every((code) => now.has(code));
    link.firstElementChild.setAttribute("class", `region region-${all ? "chosen" : "open"}`);
  }
  figure.dispatchEvent(new CustomEvent("picked", { detail: now }));
}

document.addEventListener("pick", ({ detail }) => toggle(detail.split("-")));
document.addEventListener("pickready", show);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("figure[data-pick] a[data-codes], .insight-chosen a");
  if (!link) return;
  event.preventDefault();
  if (link.dataset.codes) toggle(link.dataset.codes.split("-"));
  else ask(link.href);
});
// The search answers while the reader types: that the field is left is no further change.
document.addEventListener("change", (event) => event.target.id === "sought" && event.stopPropagation(), true);

// An answer to a choice that the reader has changed since is let go: the next is on its way.
const sent = (fields) => new URLSearchParams([...fields].filter(([, value]) => value !== "")).toString();
// A county that the reader has opened stays open.
let open = [];
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { target, requestConfig } = detail;
  if (target.id !== "lists") return;
  open = [...target.querySelectorAll("details[open]")].map(({ id }) => id);
  if (requestConfig.elt === form() && sent(requestConfig.formData) !== sent(new FormData(form()))) detail.shouldSwap = false;
});
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.id !== "lists") return;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  show();
  // What had the focus may be gone: the reader goes on from the head of what took its place.
  if (document.activeElement === document.body) target.querySelector("[data-focus]")?.focus({ preventScroll: true });
});
