// A figure is a drawing from the server whose marks have titles, which a browser shows by itself.
// This tells them at once instead, to those who point, tap or use the arrow keys.

const NEAR = [0, 6, 12, 18];
const SIDES = [[1, 0], [-1, 0], [0, 1], [0, -1]];

export function watchFigures(root) {
  for (const drawing of root.querySelectorAll(".drawing:not(.is-live)")) {
    const marks = [...drawing.querySelectorAll("g title")].map(named);
    if (marks.length) makeLive(drawing, marks);
  }
}

// The title would be shown a second time by the browser.
function named(title) {
  const mark = title.parentNode;
  mark.dataset.said = title.textContent;
  title.remove();
  return mark;
}

function makeLive(drawing, marks) {
  const figure = drawing.parentNode;
  const tip = document.createElement("div");
  tip.className = "figure-tip";
  tip.setAttribute("role", "status");
  drawing.after(tip);
  drawing.classList.add("is-live");
  nameDrawing(drawing.querySelector("svg"));
  describe(drawing);
  let current = null;

  function hide() {
    current?.classList.remove("is-on");
    current = null;
    tip.textContent = "";
  }

  function show(mark, x, y) {
    if (mark !== current) {
      hide();
      current = mark;
      mark.classList.add("is-on");
      tip.textContent = mark.dataset.said;
    }
    place(tip, figure, x, y);
  }

  // Whoever moves onto the tip may read it there.
  function point(event) {
    if (tip.contains(event.target)) return;
    const mark = drawing.contains(event.target) && near(drawing, event.clientX, event.clientY);
    if (mark) show(mark, event.clientX, event.clientY);
    else hide();
  }

  function move(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = neighbour(event.key, marks, current);
    if (!next) return;
    event.preventDefault();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
    show(next, ...middle(next));
  }

  figure.addEventListener("pointermove", point);
  figure.addEventListener("click", point);
  drawing.addEventListener("keydown", move);
  drawing.addEventListener("blur", hide);
  figure.addEventListener("pointerleave", (event) => {
    // A finger leaves when it is lifted; what it asked for stays.
    if (event.pointerType !== "touch") hide();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!figure.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}

// Its own title would be shown over every mark; the name stays for those who cannot see it.
function nameDrawing(svg) {
  const title = svg.querySelector(":scope > title");
  const words = svg.querySelector(":scope > desc");
  if (!title || !words) return;
  svg.setAttribute("aria-label", title.textContent);
  svg.setAttribute("aria-describedby", words.id);
  svg.removeAttribute("aria-labelledby");
  title.remove();
}

function describe(drawing) {
  const hint = drawing.parentNode.querySelector(".drawing-hint");
  if (!hint) return;
  hint.hidden = false;
  drawing.setAttribute("aria-describedby", hint.id);
}

// A thin line or a small dot is hit from beside it too.
function near(drawing, x, y) {
  for (const far of NEAR) {
    for (const [right, down] of far ? SIDES : [[0, 0]]) {
      const hit = document
        .elementsFromPoint(x + right * far, y + down * far)
        .find((one) => one.dataset.said && drawing.contains(one));
      if (hit) return hit;
    }
  }
  return null;
}

function middle(mark) {
  const box = mark.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

// Left and right go through all the marks in their order; up and down to the nearest that way.
function neighbour(key, marks, current) {
  const at = marks.indexOf(current);
  const last = marks.length - 1;
  switch (key) {
    case "Home":
      return marks[0];
    case "End":
      return marks[last];
    case "ArrowRight":
      return marks[Math.min(at + 1, last)];
    case "ArrowLeft":
      return marks[at < 0 ? last : Math.max(at - 1, 0)];
    case "ArrowDown":
      return current ? towards(1, marks, current) : marks[0];
    case "ArrowUp":
      return current ? towards(-1, marks, current) : marks[last];
    default:
      return null;
  }
}

function towards(way, marks, current) {
  const [x, y] = middle(current);
  let best = current;
  let least = Infinity;
  for (const mark of marks) {
    const [markX, markY] = middle(mark);
    const down = (markY - y) * way;
    const far = down + 2 * Math.abs(markX - x);
    if (down > 1 && far < least) [best, least] = [mark, far];
  }
  return best;
}

// Above the mark, or below where there is no room; never beyond the figure.
function place(tip, figure, x, y) {
  const box = figure.getBoundingClientRect();
  const most = box.width - tip.offsetWidth - 4;
  const left = Math.min(Math.max(4, x - box.left - tip.offsetWidth / 2), Math.max(4, most));
  const above = y - box.top - tip.offsetHeight - 14;
  tip.style.left = `${left}px`;
  tip.style.top = `${above < 0 ? y - box.top + 18 : above}px`;
}
