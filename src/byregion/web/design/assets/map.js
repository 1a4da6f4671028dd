// The interactive map, put in the place of the server's drawing where the browser can.
// Everything comes from our own addresses, named by the figure's data attributes.
import { AttributionControl, LngLatBounds, Map, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";

const FONT = "Schibsted Grotesk Variable";
const FILLS = ["a", "b", "c", "d", "e", "f", "host", "member", "open"];

// The style sheet of the server's drawing decides the colours, also when the scheme is dark.
function fill(name) {
  const sample = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  sample.setAttribute("class", `region region-${name}`);
  document.body.append(sample);
  const found = getComputedStyle(sample).fill;
  sample.remove();
  return found;
}

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// Highlighted while the pointer is near, as the drawing does.
function near(yes, no) {
  return ["case", ["boolean", ["feature-state", "near"], false], yes, no];
}

function layers() {
  const fills = FILLS.flatMap((name) => [name, fill(name)]);
  const [ink, paper] = [token("--ink"), token("--paper")];
  return [
    { id: "sea", type: "background", paint: { "background-color": token("--map-sea") } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": token("--map-land") } },
    {
      id: "regions",
      type: "fill",
      source: "regions",
      paint: {
        "fill-color": near(
          token("--signal-bright"),
          ["case", ["boolean", ["feature-state", "chosen"], false], fill("chosen"), ["match", ["get", "fill"], ...fills, fill("a")]],
        ),
      },
    },
    {
      id: "borders",
      type: "line",
      source: "regions",
      paint: { "line-color": token("--map-border"), "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.6, 8, 1.4] },
    },
    {
      id: "outline",
      type: "line",
      source: "regions",
      layout: { "line-join": "round" },
      paint: { "line-color": ink, "line-width": near(2, 0) },
    },
    {
      id: "hosts",
      type: "circle",
      source: "hosts",
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 3, 2.5, 7, 4.5],
        "circle-color": "#fff",
        "circle-stroke-color": "#12262b",
        "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 3, 1.5, 7, 2],
      },
    },
    {
      id: "names",
      type: "symbol",
      source: "names",
      layout: {
        "text-field": ["get", "name"],
        // The weight is read from the first name, which is no family; the second is the page's own.
        "text-font": [`${FONT} SemiBold`, FONT],
        "text-size": 13,
        "text-variable-anchor": ["top", "bottom", "left", "right"],
        "text-radial-offset": 0.6,
        "text-padding": 3,
      },
      paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.6 },
    },
  ];
}

// Names are written where the server says so: on a region's own map.
function names({ features }) {
  const points = features
    .filter(({ properties }) => properties.label)
    .map(({ properties: { name, label } }) => ({
      type: "Feature",
      properties: { name },
      geometry: { type: "Point", coordinates: label },
    }));
  return { type: "FeatureCollection", features: points };
}

function sources(regions) {
  return { regions, hosts: regions.hosts, names: names(regions) };
}

function extent(collection) {
  const bounds = new LngLatBounds();
  for (const { bbox } of collection.features) {
    bounds.extend(bbox.slice(0, 2));
    bounds.extend(bbox.slice(2));
  }
  return bounds;
}

async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} from ${url}`);
  return answer.json();
}

// The library measures its own style sheet at the start, so that must have come.
async function styled(address) {
  const link = document.querySelector(`link[rel=stylesheet][href="${address}"]`);
  if (!link || link.sheet) return;
  await new Promise((resolve, reject) => {
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener("error", () => reject(new Error(`no style sheet at ${address}`)), { once: true });
  });
}

// A name follows the pointer; a click or a tap keeps it, with a link to the page.
function nameTags(map, picks) {
  const tag = new Popup({ closeButton: false, closeOnClick: false, className: "map-tag", maxWidth: "none", offset: 10 });
  let marked = null;
  const mark = (id) => {
    if (marked !== null) map.setFeatureState({ source: "regions", id: marked }, { near: false });
    marked = id;
    if (id !== null) map.setFeatureState({ source: "regions", id }, { near: true });
  };
  map.on("mousemove", "regions", ({ features: [feature], lngLat }) => {
    map.getCanvas().style.cursor = "pointer";
    if (feature.id !== marked) {
      mark(feature.id);
      tag.setText(feature.properties.name);
    }
    tag.setLngLat(lngLat).addTo(map);
  });
  map.on("mouseleave", "regions", () => {
    map.getCanvas().style.cursor = "";
    mark(null);
    tag.remove();
  });
  if (picks) return { forget: () => (mark(null), tag.remove()) };
  const kept = new Popup({ className: "map-tag map-kept", maxWidth: "none", offset: 10 });
  map.on("click", "regions", ({ features: [{ properties }], lngLat }) => {
    const link = document.createElement("a");
    link.href = properties.url;
    link.textContent = properties.name;
    tag.remove();
    kept.setLngLat(lngLat).setDOMContent(link).addTo(map);
  });
  return { forget: () => (mark(null), tag.remove(), kept.remove()) };
}

function draw(figure, canvas, regions, land) {
  const { label, locale, attribution } = figure.dataset;
  const data = Object.entries({ land, ...sources(regions) });
  const map = new Map({
    container: canvas,
    style: {
      version: 8,
      sources: Object.fromEntries(data.map(([name, data]) => [name, { type: "geojson", data, promoteId: "key" }])),
      layers: layers(),
    },
    bounds: extent(regions),
    fitBoundsOptions: { padding: 24 },
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
    minZoom: 2.5,
    maxZoom: 10,
    locale: JSON.parse(locale),
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new AttributionControl({ customAttribution: attribution, compact: false }));
  map.getCanvas().setAttribute("aria-label", label);
  map.getCanvas().setAttribute("role", "region");
  return map;
}

// On a map to pick from a press tells the page, and the page tells what is chosen.
function picking(map, figure, regions) {
  map.on("click", "regions", ({ features: [{ properties }] }) => {
    figure.dispatchEvent(new CustomEvent("pick", { bubbles: true, detail: properties.codes }));
  });
  const show = ({ detail: chosen }) => {
    for (const { properties: { key, codes } } of regions.features) {
      const all = codes.split("-").every((code) => chosen.has(code));
      map.setFeatureState({ source: "regions", id: key }, { chosen: all });
    }
  };
  // What is chosen before the map can show it is told again when the map says that it is ready.
  map.once("load", () => {
    figure.addEventListener("picked", show);
    figure.dispatchEvent(new CustomEvent("pickready", { bubbles: true }));
  });
}

function repaint(map) {
  for (const { id, paint } of layers()) {
    for (const [name, value] of Object.entries(paint)) map.setPaintProperty(id, name, value);
  }
}

// One map, which moves on to the figure that a filter brings instead of the old one.
let live = null;

function begin(figure, regions, land) {
  const canvas = document.createElement("div");
  canvas.className = "map-canvas";
  figure.querySelector(".map-svg").before(canvas);
  const map = draw(figure, canvas, regions, land);
  live = { map, canvas, tags: nameTags(map, "pick" in figure.dataset), ready: map.once("load") };
  if ("pick" in figure.dataset) picking(map, figure, regions);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => repaint(map));
}

function moveOn(figure, regions) {
  const { map, canvas, tags } = live;
  tags.forget();
  figure.querySelector(".map-svg").before(canvas);
  map.resize();
  for (const [name, data] of Object.entries(sources(regions))) map.getSource(name).setData(data);
  map.fitBounds(extent(regions), { padding: 24, animate: false });
}

export async function start(figure) {
  const { geojson, land, worker, styles } = figure.dataset;
  const [regions, background] = await Promise.all([
    fetched(geojson),
    live ? null : fetched(land),
    styled(styles),
  ]);
  // The reader may have filtered again in the meantime.
  if (!regions.features.length || !figure.isConnected) return;
  if (live) {
    await live.ready;
    moveOn(figure, regions);
  } else {
    setWorkerUrl(new URL(worker, document.baseURI).href);
    begin(figure, regions, background);
    await live.ready;
  }
  // Only now is there something to show instead; a filter may have taken the figure away again.
  live.canvas.closest(".map")?.classList.add("is-live");
}

// A page that the history brings back is text: its figure starts again, with the drawing in place.
document.addEventListener("htmx:beforeHistorySave", () => {
  live?.canvas.remove();
  document.querySelector(".map.is-live")?.classList.remove("is-live");
});
document.addEventListener("htmx:historyRestore", () => {
  const figure = document.querySelector(".map[data-script]");
  if (figure) start(figure);
});
