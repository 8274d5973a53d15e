// A shortlist in one file: nothing is asked of anybody. Text from data only ever becomes text.
const data = JSON.parse(document.getElementById("data").textContent);
const { words, accent, edge } = data;
const byId = new Map(data.parcels.map((one) => [one.id, one]));
const map = L.map("map", { preferCanvas: true, zoomSnap: 0.25, attributionControl: false });
const outlines = new Map();
L.control.scale({ imperial: false }).addTo(map);

/** An element with text and classes; children follow. */
function make(tag, text = "", className = "", ...children) {
  const it = document.createElement(tag);
  if (text) it.textContent = text;
  if (className) it.className = className;
  it.append(...children);
  return it;
}

/** Leaflet's options for one of our looks. */
function options(look) {
  return {
    color: look.line || look.fill,
    weight: look.width_px,
    opacity: look.line_opacity,
    dashArray: look.dash_px.length ? look.dash_px.join(" ") : null,
    fill: Boolean(look.fill),
    fillColor: look.fill,
    fillOpacity: look.fill_opacity,
    radius: look.radius_px,
  };
}

/** A small picture of a look for the legend. */
function swatch(look) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 18 10");
  svg.setAttribute("aria-hidden", "true");
  const kind = { area: "rect", line: "path", point: "circle" }[look.kind] ?? "rect";
  const shape = document.createElementNS(svg.namespaceURI, kind);
  const size = { rect: { x: 1, y: 1, width: 16, height: 8 }, path: { d: "M0 5H18" }, circle: { cx: 9, cy: 5, r: 3.5 } }[kind];
  const paint = {
    ...size,
    fill: look.fill || "none",
    "fill-opacity": look.fill_opacity,
    stroke: look.line || "none",
    "stroke-width": Math.min(look.width_px, 2.5),
    "stroke-dasharray": look.dash_px.join(" "),
  };
  for (const [name, value] of Object.entries(paint)) shape.setAttribute(name, value);
  svg.append(shape);
  return svg;
}

function drawLayers() {
  for (const layer of data.layers) {
    const style = options(layer.look);
    const drawn = L.geoJSON(layer.features, {
      style,
      interactive: false,
      pointToLayer: (_feature, at) => L.circleMarker(at, { ...style, interactive: false }),
    });
    drawn.addTo(map);
  }
  for (const one of data.names) {
    const icon = L.divIcon({ className: "axis", html: make("span", one.text), iconSize: null });
    L.marker([one.lat, one.lon], { icon, interactive: false, keyboard: false }).addTo(map);
  }
  for (const entry of data.legend) {
    document.getElementById("legend").append(make("li", "", "", swatch(entry.look), entry.label));
  }
}

function drawParcels() {
  L.geoJSON(data.others, { interactive: false, style: { color: edge, weight: 0.6, fillColor: data.unasked, fillOpacity: 0.9 } }).addTo(map);
  for (const one of data.parcels) {
    const style = { color: accent, weight: 2.5, fillColor: one.colour, fillOpacity: 0.9 };
    const shape = L.geoJSON(one.shape, { style }).on("click", () => select(one.id)).addTo(map);
    outlines.set(one.id, shape);
    const icon = L.divIcon({ className: "rank", html: make("span", String(one.number)), iconSize: [22, 22] });
    const label = `${one.number} ${one.name}`;
    const pin = L.marker(shape.getBounds().getCenter(), { icon, title: label, alt: label, keyboard: true });
    pin.on("click keypress", () => select(one.id)).addTo(map);
  }
}

function drawList() {
  const list = document.getElementById("list");
  for (const one of data.parcels) {
    const button = make(
      "button", "", "",
      make("span", String(one.number), "rank"),
      make("span", one.name, "name"),
      make("span", one.score, "score"),
      make("span", one.sub, "sub"),
    );
    button.type = "button";
    button.dataset.id = one.id;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => select(one.id));
    list.append(make("li", "", "", button));
  }
}

function select(id) {
  mark(id);
  map.flyToBounds(outlines.get(id).getBounds().pad(2.2), { duration: 0.4 });
}

/** Show a parcel in list, map and card, without moving the map. */
function mark(id) {
  for (const button of document.querySelectorAll("#list button")) {
    button.setAttribute("aria-pressed", String(button.dataset.id === id));
  }
  for (const [other, shape] of outlines) shape.setStyle({ weight: other === id ? 5 : 2.5 });
  card(byId.get(id));
  document.body.dataset.selected = id;
}

function card(one) {
  const facts = make("dl");
  for (const [label, text] of one.facts) facts.append(make("dt", label), make("dd", text));
  const parts = make("table");
  for (const part of one.parts) {
    const bar = document.createElement("meter");
    bar.value = part.satisfaction;
    bar.setAttribute("aria-label", part.label);
    const row = parts.insertRow();
    row.append(make("td", part.label), make("td", part.value, "number"), make("td", "", "", bar), make("td", part.points, "number"));
  }
  const limits = make("table");
  for (const limit of one.limits) {
    limits.insertRow().append(make("td", limit.label), make("td", limit.margin, "number"), make("td", limit.word, limit.passed ? "good" : "bad"));
  }
  const lists = [[words.reasons, one.reasons], [words.days, one.days], [words.around, one.around]].filter(([, lines]) => lines.length);
  const told = lists.flatMap(([head, lines]) => [make("h3", head), make("ul", "", "", ...lines.map((line) => make("li", line)))]);
  document.getElementById("card").replaceChildren(
    make("h2", `${one.number} · ${one.name}`),
    make("p", one.score, "big"),
    facts,
    make("h3", words.parts), parts,
    make("h3", words.limits), limits,
    ...told,
  );
  document.getElementById("card").scrollTop = 0;
}

const [west, south, east, north] = data.bounds;
drawList();
map.setView([(south + north) / 2, (west + east) / 2], 12);
drawLayers();
drawParcels();
// the legend is as high as what it names: only now is the map as large as it stays
map.invalidateSize({ animate: false });
map.fitBounds([[south, west], [north, east]], { padding: [28, 28], animate: false });
mark(data.parcels[0].id);
document.body.dataset.ready = "1";
