// The map: layers from the ground up, parcels recoloured by one byte each, badges on the shortlist.

import { get } from "./api.js";
import { axisLines } from "./axes.js";
import { config, el, isEnglish, mu, say, t, withSquareMetres } from "./dom.js";
import * as labels from "./labels.js";

const { style } = config;
const map = window.luodiMap;
const shapes = []; // by row number of the land bank
const byId = new Map();
const layers = new Map();
let badges = [];
let scores = null;
let limits = [];
let shortlist = new Set();
let selected = null;
let colours = { useOf: {} };
let land = null;
let painted = null; // {rows, colours}: what parcels are coloured by in place of their score
let isHushed = false; // while something is drawn or measured, land is not picked

export function fit() {
  const [west, south, east, north] = config.bounds;
  map.fitBounds([[south, west], [north, east]], { ...clear(), animate: false });
}

export async function start(plan, onPick) {
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(`${isEnglish ? plan.name_en : plan.name} · ${plan.crs}`);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  L.control.zoom({ position: "bottomright", zoomInTitle: t("zoom_in"), zoomOutTitle: t("zoom_out") }).addTo(map);
  fit();
  labels.start(map);
  colours = { useOf: Object.fromEntries(plan.uses.map((use) => [use.code, use])) };
  panes();
  const parcels = get("/api/v1/layers/parcels");
  config.layers.filter((one) => one.is_shown).forEach((one) => load(one.name)); // all at once, drawn in order
  await ground();
  for (const one of config.layers.filter((layer) => layer.is_shown)) await show(one);
  draw(await parcels, onPick);
  const axes = config.layers.find((one) => one.role === "axes");
  if (axes) labels.nameAxes(plan, axes, load(axes.name));
}

// Another version of the land in place of the one that is drawn, not asked about yet.
export async function renew(plan, onPick) {
  colours = { useOf: Object.fromEntries(plan.uses.map((use) => [use.code, use])) };
  const parcels = await get("/api/v1/layers/parcels");
  badges.forEach((one) => one.remove());
  badges = [];
  scores = selected = painted = null;
  shortlist = new Set();
  land?.remove();
  shapes.length = 0;
  byId.clear();
  draw(parcels, onPick);
}

// Canvas panes: what is asked about lies between its ground and its names.
function panes() {
  for (const [name, z] of [["ground", 350], ["land", 400], ["lines", 420], ["chosen", 430], ["names", 620]]) {
    map.createPane(name).style.zIndex = z;
    if (name !== "land") map.getPane(name).style.pointerEvents = "none";
  }
}

// The district itself is paper; what lies outside stays grey.
async function ground() {
  const boundary = config.layers.find((one) => one.role === "boundary");
  const fill = { pane: "ground", renderer: renderer("ground"), interactive: false, stroke: false, fillColor: style.ground, fillOpacity: 1 };
  L.geoJSON(await load(boundary.name), fill).addTo(map);
}

const loaded = new Map();

function load(name) {
  if (!loaded.has(name)) loaded.set(name, get(`/api/v1/layers/${encodeURIComponent(name)}`));
  return loaded.get(name);
}

const ABOVE = new Set(["boundary", "axes", "stations", "rail", "places", "firms", "buildings", "metro_lines"]);
const renderers = new Map();

function renderer(pane) {
  if (!renderers.has(pane)) renderers.set(pane, L.canvas({ pane, padding: 0.3 }));
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

function draw(collection, onPick) {
  const readout = document.getElementById("readout");
  land = L.geoJSON(collection, {
    pane: "land",
    renderer: renderer("land"),
    onEachFeature: (feature, layer) => {
      const { i, id } = feature.properties;
      shapes[i] = layer;
      byId.set(id, layer);
      layer.on("click", () => isHushed || onPick(id));
      layer.on("mouseover", () => {
        const { properties } = feature;
        const use = colours.useOf[properties.use];
        readout.textContent = `${id} · ${use ? say(use, "name") : properties.use} · ${withSquareMetres(properties.area_mu)}`;
        readout.classList.add("on");
        point(id, true);
      });
      layer.on("mouseout", () => {
        readout.classList.remove("on");
        point(id, false);
      });
    },
  }).addTo(map);
  repaint();
}

// Parcels by {rows: a class each, colours: of the classes}; null: by their score once asked, else by status.
export function paint(it) {
  painted = it;
  repaint();
}

export function repaint() {
  shapes.forEach((shape, i) => shape.setStyle(look(i)));
}

export function hush(isOn) {
  isHushed = isOn;
}

// How many parcels have each score class (0, 1, …) and each kind of reason against them (bound, use, …) now.
export function counts() {
  const found = new Map();
  for (const byte of scores || []) {
    const key = byte > 100 ? excludedGroup(limits[byte - 101]) : scoreClass(byte);
    found.set(key, (found.get(key) || 0) + 1);
  }
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

function fill(i) {
  if (painted) return painted.colours[painted.rows[i]];
  if (scores === null) return style.status[shapes[i]?.feature.properties.status] || style.unasked;
  const byte = scores[i];
  return byte > 100 ? style.excluded[excludedGroup(limits[byte - 101])] : style.scores[scoreClass(byte)];
}

function look(i) {
  const id = shapes[i]?.feature.properties.id;
  const isChosen = shortlist.has(id);
  const base = { pane: "land", color: style.edge, weight: 0.6, fillColor: fill(i), fillOpacity: style.opacity, opacity: 1 };
  if (id !== undefined && id === selected) return { ...base, color: style.accent, weight: 3.5, fillColor: style.selected };
  return isChosen ? { ...base, color: style.accent, weight: 2.5 } : base;
}

export function recolour(answer, bytes) {
  scores = bytes;
  painted = null;
  limits = answer.limits;
  shortlist = new Set(answer.suggestions.map((one) => one.parcel_id));
  repaint();
  for (const id of shortlist) byId.get(id)?.bringToFront();
}

export function badge(answer, onPick) {
  badges.forEach((one) => one.remove());
  badges = answer.suggestions.map((one) => {
    const face = el("span", { "data-parcel": one.parcel_id }, String(one.rank));
    const icon = L.divIcon({ className: "badge", html: face, iconSize: [24, 24] });
    const title = `${one.rank} · ${one.parcel_id} · ${mu(one.area_mu)}`;
    const marker = L.marker([one.lat, one.lon], { icon, title, alt: title, riseOnHover: true });
    return marker.on("click", () => onPick(one.parcel_id)).addTo(map);
  });
}

export function fitTo(answer) {
  const shown = answer.suggestions.map((one) => byId.get(one.parcel_id)).filter(Boolean);
  if (shown.length) map.fitBounds(L.featureGroup(shown).getBounds(), { ...clear(), maxZoom: 14.5 });
}

export function select(id, fly) {
  const before = selected;
  selected = id;
  for (const one of [before, id]) {
    const shape = byId.get(one);
    if (shape) shape.setStyle(look(shape.feature.properties.i));
  }
  const shape = byId.get(id);
  if (!shape) return;
  shape.bringToFront();
  if (fly) map.flyToBounds(shape.getBounds(), { ...clear(), maxZoom: 15.5, duration: 0.6 });
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

// The list row and the badge of a parcel light up together with its shape.
export function point(id, isOn) {
  for (const node of document.querySelectorAll(`[data-parcel="${CSS.escape(id)}"]`)) node.classList.toggle("on", isOn);
}
