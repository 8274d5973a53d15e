// What the engine draws over the map: outlines, lines, numbered places, and a key of just what is drawn.

import { send } from "../api.js";
import { el, replace, t } from "../dom.js";

export const COLOURS = { best: "#c4301c", first: "#1d5687", rest: "#6aa68f", waste: "#a98f4c", line: "#12324d", want: "#946400", calm: "#1d7a55" };
const map = window.luodiMap;
const stage = document.querySelector(".stage");
const key = el("aside", { class: "engine-key", "aria-label": t("legend"), hidden: true });
const drawn = new Map(); // by the id given
const marks = [];
let layers = [];
let undo = []; // what else was put over the map
stage.append(key);

function pane() {
  if (!map.getPane("engine")) map.createPane("engine").style.zIndex = 455;
  return "engine";
}

const look = (given) => ({ pane: pane(), weight: 2, opacity: 1, fillOpacity: 0.35, ...given });

export function clear() {
  for (const layer of layers) layer.remove();
  for (const one of undo) one();
  layers = [];
  undo = [];
  marks.length = 0;
  drawn.clear();
  stage.classList.remove("judging");
  key.hidden = true;
}

// Something of its own that is to go with the drawing.
export function also(put) {
  undo.push(put);
}

export function begin() {
  clear();
  stage.classList.add("judging");
}

// One geometry under an id. `name` is said on hovering, `onPick` on a click.
export function shape(id, geometry, style, { name = "", onPick = null } = {}) {
  const options = { pane: pane(), style: look(style), interactive: Boolean(name || onPick) };
  const layer = L.geoJSON(geometry, options).addTo(map);
  if (name) layer.bindTooltip(el("span", {}, name), { sticky: true, className: "engine-name" });
  if (onPick) layer.on("click", () => onPick(id));
  layers.push(layer);
  if (!drawn.has(id)) drawn.set(id, { layer, style: look(style) });
  return layer;
}

// A numbered place, which a keyboard reaches too.
export function badge(text, [lon, lat], title, onPick) {
  const icon = L.divIcon({ className: "badge engine-badge", html: el("span", {}, text), iconSize: [24, 24] });
  const marker = L.marker([lat, lon], { icon, title, alt: title, riseOnHover: true }).addTo(map);
  if (onPick) marker.on("click", onPick);
  layers.push(marker);
  marks.push(marker);
  return marker;
}

export function label(text, [lon, lat], kind = "") {
  const icon = L.divIcon({ className: `engine-label ${kind}`, html: el("span", {}, text), iconSize: null });
  layers.push(L.marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(map));
}

// One of what is drawn stands out, and the map goes there.
export function select(id, style = { weight: 4, fillOpacity: 0.6 }, isFlown = true) {
  for (const [one, { layer, style: own }] of drawn) layer.setStyle(one === id ? { ...own, ...style } : own);
  const found = drawn.get(id);
  if (!found) return;
  found.layer.bringToFront();
  if (isFlown) map.flyToBounds(found.layer.getBounds(), { ...room(), maxZoom: 15.5, duration: 0.5 });
}

export function fit(maxZoom = 15, aside = 0) {
  const shapes = layers.filter((one) => one.getBounds);
  if (!shapes.length) return;
  const bounds = shapes.reduce((all, one) => all.extend(one.getBounds()), L.latLngBounds([]));
  if (bounds.isValid()) map.fitBounds(bounds, { ...room(aside), maxZoom });
}

function room(aside = 0) {
  const isNarrow = window.matchMedia("(max-width: 720px)").matches;
  return { padding: isNarrow ? [30, 30] : [90 + aside, 70] };
}

// The key says what the colours mean now: rows of [colour, text, kind].
export function explain(rows, note = "") {
  const swatches = rows.map(([colour, text, kind = ""]) => el("div", { class: "row" }, el("i", { class: kind, style: { "--key": colour } }), text));
  replace(key, swatches, note ? el("p", { class: "hint" }, note) : null);
  key.hidden = false;
}

// How much of the map's lower left corner the key covers.
export function keyHeight() {
  return key.hidden ? 0 : key.offsetHeight;
}

// Outlines of parcels by id, each with a place inside; those that are gone are left out.
export async function outlines(ids) {
  const wanted = [...new Set(ids)];
  const told = wanted.length ? await send("POST", "/api/v1/lookups/outlines", { ids: wanted }) : { features: [] };
  return new Map(told.features.map((one) => [one.id, { geometry: one.geometry, at: one.properties.at.coordinates, area: one.properties.area_mu }]));
}
