// Names on the map: each where there is room for it, along its line or at its place, the more important first.

import { el, isEnglish, say } from "./dom.js";

const MARGIN = 3; // px between two names
const STEP = 24; // px between the places tried along a line
const OBSTACLES = "#legend, #tools, #card, .leaflet-control, .pin";
// which layers have names, the more important first, and the zoom from which on
const NAMED = {
  parks: { rank: 20, from: 0 },
  zones: { rank: 30, from: 0 },
  rail: { rank: 40, from: 12.5 },
  stations: { rank: 50, from: 14 },
  places: { rank: 60, from: 12.5 },
  firms: { rank: 70, from: 14 },
  buildings: { rank: 80, from: 15 },
};

const labels = [];
const hidden = new Set(); // groups that are switched off
let map;
let obstacles = () => [];
let waiting = 0;

export function start(theMap) {
  map = theMap;
  map.on("moveend zoomend viewreset", soon);
  map.on("resize", () => {
    for (const label of labels) label.sizes = {};
    soon();
  });
  map.on("zoomstart", () => map.getPane("names").classList.add("moving"));
}

// `at` a place or `line` of places; `from` the zoom from which on it is shown; `rank` 0 goes first.
export function add(label) {
  const node = el("span", { class: `name-of ${label.kind}` }, el("b", {}, label.text), label.aside ? el("i", {}, label.aside) : null);
  const icon = L.divIcon({ className: "name-icon", html: node, iconSize: null });
  const at = label.at || label.line[0];
  const marker = L.marker(at, { icon, interactive: false, keyboard: false, pane: "names" }).addTo(map);
  labels.push({ ...label, node, marker, sizes: {} });
  labels.sort((a, b) => a.rank - b.rank);
  soon();
}

export const isOn = (group) => !hidden.has(group);

// The features of a layer by their own names.
export function nameFeatures(layer, drawable) {
  if (!NAMED[drawable.role]) return;
  layer.eachLayer((one) => {
    const { name, name_en: nameEn } = one.feature.properties;
    const text = isEnglish ? nameEn || name : name;
    if (!text) return;
    const isPoint = Boolean(one.getLatLng);
    const at = isPoint ? one.getLatLng() : one.getBounds().getCenter();
    add({ text: String(text), kind: drawable.role, group: drawable.name, at, isPoint, ...NAMED[drawable.role] });
  });
}

// Each axis by its name and its latest theme, along its line; `asked`: a promise of the layer.
export async function nameAxes(plan, drawable, asked) {
  const features = (await asked)?.features || [];
  for (const { properties, geometry } of features) {
    const axis = plan.axes.find((one) => one.id === properties.id);
    if (!axis) continue;
    const latest = axis.themes.reduce((late, theme) => (!late || theme.year >= late.year ? theme : late), null);
    const coordinates = geometry.type === "LineString" ? geometry.coordinates : geometry.coordinates.flat();
    const line = coordinates.map(([lon, lat]) => L.latLng(lat, lon));
    const aside = latest ? say(latest, "name") : "";
    add({ text: say(axis, "name"), aside, kind: "axes", group: drawable.name, line, rank: 10, from: 0 });
  }
}

export function toggle(group, isOn) {
  if (isOn) hidden.delete(group);
  else hidden.add(group);
  soon();
}

// What else must not be covered: a function that gives boxes in the map's pixels.
export function avoid(boxes) {
  obstacles = boxes;
  soon();
}

export function soon() {
  cancelAnimationFrame(waiting);
  if (map) waiting = requestAnimationFrame(arrange);
}

function arrange() {
  map.getPane("names").classList.remove("moving");
  const taken = [...panels(), ...obstacles()];
  for (const label of labels) {
    const isWanted = !hidden.has(label.group) && map.getZoom() >= label.from;
    const place = isWanted ? placed(label, taken) : null;
    label.node.classList.toggle("off", place === null);
    if (place === null) continue;
    label.marker.setLatLng(map.containerPointToLatLng(place.point));
    taken.push(place.box);
  }
}

function panels() {
  const frame = map.getContainer().getBoundingClientRect();
  return [...document.querySelectorAll(OBSTACLES)]
    .map((node) => node.getBoundingClientRect())
    .map((box) => ({ left: box.left - frame.left, right: box.right - frame.left, top: box.top - frame.top, bottom: box.bottom - frame.top }));
}

// In full where there is room, else by name alone.
function placed(label, taken) {
  for (const isShort of label.aside ? [false, true] : [false]) {
    label.node.classList.toggle("short", isShort);
    const place = firstFree(label, taken);
    if (place) return place;
  }
  return null;
}

function firstFree(label, taken) {
  const { x: width, y: height } = map.getSize();
  for (const point of label.line ? alongLine(label) : aroundPoint(label)) {
    const box = boxAt(point, label);
    const isInside = box.left > 0 && box.top > 0 && box.right < width && box.bottom < height;
    if (isInside && !taken.some((other) => overlaps(box, other))) return { point, box };
  }
  return null;
}

function sizeOf(label) {
  const form = label.node.className;
  label.sizes[form] ||= { width: label.node.offsetWidth, height: label.node.offsetHeight };
  return label.sizes[form];
}

function aroundPoint(label) {
  const centre = map.latLngToContainerPoint(label.at);
  const { width, height } = sizeOf(label);
  if (!label.isPoint) return [[0, 0], [0, -height], [0, height], [0, -2 * height], [0, 2 * height]].map(([x, y]) => centre.add([x, y]));
  const [aside, above] = [width / 2 + 7, height / 2 + 5];
  return [[aside, 0], [-aside, 0], [0, -above], [0, above]].map(([x, y]) => centre.add([x, y]));
}

// Places beside the part of the line that is in view, from its middle outwards.
function alongLine(label) {
  const points = label.line.map((at) => map.latLngToContainerPoint(at));
  const [first, last] = [points[0], points[points.length - 1]];
  const isUpright = Math.abs(last.y - first.y) >= Math.abs(last.x - first.x);
  label.node.classList.toggle("upright", isUpright);
  const { width, height } = sizeOf(label);
  const aside = isUpright ? [width / 2 + 6, 0] : [0, -height / 2 - 6];
  const bounds = L.bounds([0, 0], map.getSize());
  const inView = points.slice(1).flatMap((end, i) => between(points[i], end)).filter((point) => bounds.contains(point));
  const middle = Math.floor(inView.length / 2);
  const outwards = inView.map((_, i) => inView[middle + (i % 2 ? 1 : -1) * Math.ceil(i / 2)]).filter(Boolean);
  return outwards.flatMap((point) => [point.add(aside), point.subtract(aside)]);
}

function between(a, b) {
  const count = Math.min(400, Math.max(1, Math.round(a.distanceTo(b) / STEP)));
  return Array.from({ length: count }, (_, i) => a.add(b.subtract(a).multiplyBy((i + 0.5) / count)));
}

function boxAt(point, label) {
  const { width, height } = sizeOf(label);
  return { left: point.x - width / 2, right: point.x + width / 2, top: point.y - height / 2, bottom: point.y + height / 2 };
}

function overlaps(a, b) {
  return a.left < b.right + MARGIN && a.right + MARGIN > b.left && a.top < b.bottom + MARGIN && a.bottom + MARGIN > b.top;
}
