// The map: layers from the ground up, parcels recoloured by one byte each, badges on the shortlist.

import { get } from "./api.js";
import { axisLines } from "./axes.js";
import * as badges from "./badges.js";
import * as basemap from "./basemap.js";
import { config, isEnglish, say, t, withSquareMetres } from "./dom.js";
import * as labels from "./labels.js";
import * as numbers from "./numbers.js";
import * as shapes from "./shapes.js";
import * as tiles from "./tiles.js";

const { style } = config;
const map = window.luodiMap;
// So many parcels are drawn one by one; more come as tiles, and so do fewer where the address says `tiles`.
const FEW = new URLSearchParams(window.location.search).has("tiles") ? 0 : config.few;
const layers = new Map();
const NEAR = 14.5; // no nearer for an answer: its surroundings stay in view
let scores = null;
let limits = [];
let shortlist = new Set();
let selected = null;
let colours = { useOf: {} };
let land = null; // the parcels: shapes.js for a few, tiles.js for many
let renumber = null;
let hovered = null;
let table = { rows: null, colours: [] }; // class by row, colour by class; no rows: not asked yet
let painted = null; // {rows, colours}: what parcels are coloured by in place of their score
let isHushed = false; // while something is drawn or measured, land is not picked

export function fit() {
  const [west, south, east, north] = config.bounds;
  map.fitBounds([[south, west], [north, east]], { ...clear(), animate: false });
}

// What will be drawn is asked for all at once, before anything is known of the plan.
export function ahead() {
  config.layers.filter((one) => one.is_shown).forEach((one) => load(one.name));
}

// The paper; what lies on it comes with the layers and `lay`.
export async function start(plan) {
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(`${isEnglish ? plan.name_en : plan.name} · ${plan.crs}`);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  L.control.zoom({ position: "bottomright", zoomInTitle: t("zoom_in"), zoomOutTitle: t("zoom_out") }).addTo(map);
  fit();
  labels.start(map);
  colours = { useOf: Object.fromEntries(plan.uses.map((use) => [use.code, use])) };
  panes();
  await ground();
}

export async function lay(plan, on) {
  land = await open(plan, on);
  if (scores) land.mark(shortlist, selected); // somebody asked meanwhile
  renumber = numbers.start(map, () => land.inView().filter(({ id }) => !shortlist.has(id)));
  const axes = config.layers.find((one) => one.role === "axes");
  if (axes) await labels.nameAxes(plan, axes, load(axes.name));
}

// Another version of the land in place of the one that is drawn, not asked about yet.
export async function renew(plan, on) {
  colours = { useOf: Object.fromEntries(plan.uses.map((use) => [use.code, use])) };
  badges.clear();
  scores = selected = painted = null;
  limits = [];
  table = tableOf();
  shortlist = new Set();
  land?.remove();
  land = await open(plan, on);
  renumber();
}

// What is asked about lies between its ground and its names; the shortlist's numbers lie above all.
function panes() {
  for (const [name, z] of [["ground", 350], ["land", 400], ["lines", 420], ["chosen", 430], ["numbers", 610], ["names", 620], ["badges", 630]]) {
    map.createPane(name).style.zIndex = z;
    if (name !== "land" && name !== "badges") map.getPane(name).style.pointerEvents = "none";
  }
}

// The district itself is paper; what lies outside stays grey.
async function ground() {
  const boundary = config.layers.find((one) => one.role === "boundary");
  const fill = { pane: "ground", renderer: renderer("ground"), interactive: false, stroke: false, fillColor: style.ground, fillOpacity: 1 };
  basemap.start(map, L.geoJSON(await load(boundary.name), fill).addTo(map));
}

const loaded = new Map();

function load(name) {
  if (!loaded.has(name)) {
    const coming = get(`/api/v1/layers/${encodeURIComponent(name)}`);
    loaded.set(name, coming);
    coming.catch(() => loaded.delete(name)); // the next who wants it asks again
  }
  return loaded.get(name);
}

const ABOVE = new Set(["boundary", "axes", "stations", "rail", "places", "firms", "buildings", "metro_lines"]);
const renderers = new Map();

// Leaflet's canvas, but where the map leaps its paths are projected, cut and drawn once, not twice, and it comes to lie
// on whole pixels: where it lies between them, every frame has to blend them anew.
const Canvas = L.Canvas.extend({
  _onZoomEnd() {
    if (!this._postponeUpdatePaths) L.Canvas.prototype._onZoomEnd.call(this);
  },
  _update() {
    if (!this._postponeUpdatePaths) L.Canvas.prototype._update.call(this);
  },
  _reset() {
    this._postponeUpdatePaths = false;
    this._onZoomEnd();
    this._update();
  },
  _redraw() {
    L.Util.cancelAnimFrame(this._redrawRequest); // what was to be drawn is drawn with the rest
    L.Canvas.prototype._redraw.call(this);
  },
});

function renderer(pane) {
  if (!renderers.has(pane)) renderers.set(pane, new Canvas({ pane, padding: 0.3 }));
  return renderers.get(pane);
}

export async function show(drawable) {
  labels.toggle(drawable.name, true);
  if (layers.has(drawable.name)) {
    layers.get(drawable.name).addTo(map);
    return;
  }
  const look = drawable.look;
  const pane = ABOVE.has(drawable.role) ? "lines" : "ground";
  const path = {
    pane,
    renderer: renderer(pane),
    interactive: false,
    stroke: Boolean(look.line),
    color: look.line || undefined,
    weight: look.width_px,
    opacity: look.line_opacity,
    fill: Boolean(look.fill),
    fillColor: look.fill || undefined,
    fillOpacity: look.fill_opacity,
    dashArray: look.dash_px.length ? look.dash_px.join(" ") : undefined,
  };
  const features = await load(drawable.name);
  if (layers.has(drawable.name)) return; // asked for twice, drawn once
  const layer = L.geoJSON(features, {
    interactive: false,
    style: path,
    pointToLayer: (_, at) => L.circleMarker(at, { ...path, radius: look.radius_px || 3 }),
  });
  labels.nameFeatures(layer, drawable);
  layers.set(drawable.name, drawable.role === "axes" ? axisLines(features, path) : layer);
  if (labels.isOn(drawable.name)) layers.get(drawable.name).addTo(map);
}

export function hide(drawable) {
  labels.toggle(drawable.name, false);
  layers.get(drawable.name)?.remove();
}

// `on`: what follows when a parcel is picked (`pick`), and when that cannot be told (`problem`).
function open(plan, { pick, problem }) {
  const kind = plan.version.parcels > FEW ? tiles : shapes;
  return kind.open(map, { renderer, colourOf, onPick: (id) => isHushed || pick(id), onHover, onProblem: problem });
}

function onHover(known) {
  const readout = document.getElementById("readout");
  if (hovered !== null && hovered !== known?.id) point(hovered, false);
  hovered = known?.id ?? null;
  readout.classList.toggle("on", Boolean(known));
  if (!known) return;
  const use = colours.useOf[known.use];
  const area = known.area_mu === undefined ? [] : [withSquareMetres(known.area_mu)];
  readout.textContent = [known.id, use ? say(use, "name") : known.use, ...area].join(" · ");
  point(known.id, true);
}

// Parcels by {rows: a class each, colours: of the classes}; null: by their score once asked, else by status.
export function paint(it) {
  painted = it;
  repaint();
}

// When all is drawn anew, `data-painted` of the page counts one more.
export function repaint() {
  table = tableOf();
  land?.repaint();
  const { dataset } = document.body;
  dataset.painted = String(Number(dataset.painted || 0) + 1);
}

export function hush(isOn) {
  isHushed = isOn;
}

// How many parcels have each score class (0, 1, …) and each kind of reason against them (bound, use, …) now.
export function counts() {
  const found = new Map();
  const bytes = new Uint32Array(256);
  for (const byte of scores || []) bytes[byte] += 1;
  bytes.forEach((count, byte) => {
    if (!count) return;
    const key = byte > 100 ? excludedGroup(limits[byte - 101]) : scoreClass(byte);
    found.set(key, (found.get(key) || 0) + count);
  });
  return found;
}

export function excludedGroup(limit) {
  if (!limit) return "other";
  if (limit.firm) return "bound";
  if (limit.limit === "use") return "use";
  return limit.limit.startsWith("area_") ? "area" : "other";
}

function scoreClass(byte) {
  const index = style.breaks.findIndex((_, j) => byte < style.breaks[j + 1]);
  return index < 0 ? style.scores.length - 1 : index;
}

// The class of every parcel and the colour of each class: by what was chosen, by score, or not yet.
function tableOf() {
  if (painted) return painted;
  if (scores === null) return { rows: null, colours: [] };
  const byByte = (byte) => (byte > 100 ? style.excluded[excludedGroup(limits[byte - 101])] : style.scores[scoreClass(byte)]);
  return { rows: scores, colours: Array.from({ length: 256 }, (_, byte) => byByte(byte)) };
}

function colourOf(row) {
  return table.rows ? table.colours[table.rows[row]] : null;
}

// The shortlist's outlines, where they are not known with the land: to be there before the answer is painted.
export async function outlines(answer) {
  await land?.outlines?.(answer.suggestions.map((one) => one.parcel_id));
}

export function recolour(answer, bytes) {
  scores = bytes;
  painted = null;
  limits = answer.limits;
  shortlist = new Set(answer.suggestions.map((one) => one.parcel_id));
  land?.mark(shortlist, selected);
  repaint();
}

// The map moves only where the shortlist would not be seen well: land that stays in place is drawn once, not twice.
export function fitTo(answer) {
  const bounds = L.latLngBounds(answer.suggestions.map((one) => [one.lat, one.lon]));
  if (bounds.isValid() && !isSeen(bounds)) map.fitBounds(bounds, { ...clear(), maxZoom: NEAR, animate: false });
}

// All of it clear of what covers the map, and as large as half the room or as near as it would be shown.
function isSeen(bounds) {
  const { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] } = clear();
  const { x, y } = map.getSize();
  const room = L.bounds([left, top], [x - right, y - bottom]);
  const there = L.bounds([bounds.getNorthWest(), bounds.getSouthEast()].map((at) => map.latLngToContainerPoint(at)));
  const [has, needs] = [room.getSize(), there.getSize()];
  const isLarge = needs.x >= has.x / 2 || needs.y >= has.y / 2 || map.getZoom() >= NEAR;
  return room.contains(there) && isLarge;
}

export async function select(id, fly) {
  if (selected === id && id === null) return;
  selected = id;
  land?.mark(shortlist, id);
  const bounds = id !== null && fly ? await land?.bounds([id]) : null;
  if (bounds && selected === id) map.flyToBounds(bounds, { ...clear(), maxZoom: 15.5, duration: 0.6 });
}

// Room around what is shown, so that neither the card nor the legend covers it, as long as the map has the width.
export function clear() {
  const [legend, card] = ["legend", "card"].map((id) => document.getElementById(id));
  const { x, y } = map.getSize();
  const right = card.hidden || card.offsetWidth > 0.6 * x ? 40 : card.offsetWidth + 40;
  const left = legend.offsetHeight > y / 3 ? legend.offsetWidth + 40 : 40;
  const isWide = x - left - right >= 320;
  return { paddingTopLeft: [isWide ? left : 40, 62], paddingBottomRight: [right, 40] };
}

// The map has another place on the page: it is drawn to its size.
export function fitPlace() {
  map.invalidateSize({ animate: false });
}

// The list row and the badge of a parcel light up together with its shape.
export function point(id, isOn) {
  for (const node of document.querySelectorAll(`[data-parcel="${CSS.escape(id)}"]`)) node.classList.toggle("on", isOn);
}
