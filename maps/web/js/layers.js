// Which layers are on and what the parcels are coloured by: one state, told to the map and to whoever listens.

import { get } from "./api.js";
import { config } from "./dom.js";
import * as map from "./map.js";

export const COLOURINGS = ["status", "use", "axis", "zone", "park", "freshness"];
// from which zoom on a layer is drawn: before, it would only clutter
const FROM = { context: 12.5, stations: 11.5, firms: 12.5, buildings: 12.5, places: 11.5, sensitive: 11 };
const wanted = new Set(config.layers.filter((one) => one.is_shown).map((one) => one.name));
const drawn = new Set();
const asked = new Map(); // colouring -> promise of its classes and bytes
const listeners = [];
const notes = new Map(); // what else is on the map, for the legend: key -> {label, look}
let mode = "status"; // or "score"
let classes = [];
let turn = 0;

// The first colours are asked for before there is a map to be coloured.
export function ahead() {
  told(mode);
}

// `whenKeyed`: what is to be done once the legend says all, and before anything is drawn.
export async function start(whenKeyed) {
  window.luodiMap.on("zoomend", follow);
  await recolour();
  const shown = follow();
  whenKeyed();
  await shown;
}

// Another version of the land: what was known of the old one is asked anew.
export async function renew() {
  asked.clear();
  await recolour();
}

async function recolour() {
  await colourBy(COLOURINGS.includes(mode) ? mode : "status");
}

export const whenChanged = (tell) => listeners.push(tell);

export const isWanted = (name) => wanted.has(name);

export const isDrawn = (name) => drawn.has(name);

export const fromZoom = (one) => FROM[one.role] || 0;

export const colouring = () => ({ mode, classes });

// Something that is on the map and no layer of the plan; null when it is gone.
export function note(key, entry) {
  if (entry) notes.set(key, entry);
  else if (!notes.delete(key)) return;
  tell();
}

export const noted = () => [...notes.entries()];

export function toggle(drawable, isOn) {
  if (isOn) wanted.add(drawable.name);
  else wanted.delete(drawable.name);
  follow();
  tell();
}

// `score` shows the answer again; everything else one thing known of the land.
export async function colourBy(next) {
  const mine = ++turn;
  if (next === "score") {
    mode = next;
    classes = [];
    map.paint(null);
    tell();
    return;
  }
  const it = await told(next);
  if (mine !== turn) return; // another choice has overtaken this one
  mode = next;
  classes = it.classes;
  map.paint({ rows: it.rows, colours: it.classes.map((one) => one.colour) });
  tell();
}

// The map shows an answer now: its own colours.
export function answered() {
  turn += 1;
  mode = "score";
  classes = [];
  tell();
}

function told(by) {
  if (!asked.has(by)) {
    const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    asked.set(by, get(`/api/v1/colourings/${by}`).then((it) => ({ classes: it.classes, rows: bytes(it.rows) })));
    asked.get(by).catch(() => asked.delete(by));
  }
  return asked.get(by);
}

// What is wanted and not too small to be read at this zoom is drawn, and nothing else.
async function follow() {
  const zoom = window.luodiMap.getZoom();
  const shown = [];
  let hasChanged = false;
  for (const one of config.layers) {
    const isOn = wanted.has(one.name) && zoom >= fromZoom(one);
    if (isOn === drawn.has(one.name)) continue;
    hasChanged = true;
    if (isOn) drawn.add(one.name);
    else drawn.delete(one.name);
    if (isOn) shown.push(map.show(one));
    else map.hide(one);
  }
  if (hasChanged) tell();
  await Promise.all(shown);
}

function tell() {
  listeners.forEach((listen) => listen());
}
