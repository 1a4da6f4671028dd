// The pages work without this. It adds partial updates (htmx) and a few courtesies.
import htmx from "htmx.org/dist/htmx.esm.js";

import { watchFigures } from "./figure.js";
import "./picker.js";

// The content security policy forbids inline styles and evaluated code.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.selfRequestsOnly = true;
// A page that says "wait" or "not found" says so in the place of the answer.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "4(04|29)|503", swap: true, error: false },
  { code: "...", swap: false, error: true },
];
window.htmx = htmx;

// Fields left empty stay out of the address, so that a filtered list has a short link.
document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  const fields = [...event.formData.keys()];
  for (const name of new Set(fields)) {
    const filled = event.formData.getAll(name).filter((value) => value !== "");
    event.formData.delete(name);
    for (const value of filled) event.formData.append(name, value);
  }
});

// The menu on phones closes with Escape, and focus goes back to its button.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details.site-menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Folded text is unfolded on paper.
const opened = [];
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("main details:not([open])")) {
    details.open = true;
    opened.push(details);
  }
});
window.addEventListener("afterprint", () => {
  for (const details of opened.splice(0)) details.open = false;
});

// The interactive map is large, so it is fetched when its figure comes near the window.
// Where it cannot run (no WebGL, old browser) the server's drawing stays.
const live = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      live.unobserve(target);
      makeLive(target);
    }
  },
  { rootMargin: "200px" },
);

async function makeLive(figure) {
  if (!document.createElement("canvas").getContext("webgl2")) return;
  const styles = document.createElement("link");
  styles.rel = "stylesheet";
  styles.href = figure.dataset.styles;
  document.head.append(styles);
  try {
    const map = await import(new URL(figure.dataset.script, document.baseURI).href);
    await map.start(figure);
  } catch (error) {
    console.warn("The interactive map did not start; the drawing stays.", error);
  }
}

function watchMaps() {
  for (const figure of document.querySelectorAll(".map[data-script]:not(.is-live)")) live.observe(figure);
}
watchMaps();
// A filtered list brings a new figure with it.
document.addEventListener("htmx:afterSettle", watchMaps);

watchFigures(document);
document.addEventListener("htmx:load", (event) => watchFigures(event.target));
