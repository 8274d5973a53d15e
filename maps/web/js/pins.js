// Projects by pool and 红黄蓝绿: counted, listed, and on the map as far as anybody said where they are.

import { get } from "./api.js";
import { config, el, isEnglish, number, replace, say, t } from "./dom.js";
import * as labels from "./labels.js";
import * as layers from "./layers.js";
import * as tools from "./tools.js";

export const POOLS = ["plan", "attract", "signed", "landed"];
export const SIGNALS = ["red", "yellow", "green", "blue", ""];
const { signals } = config.style;
const MOST_DOTS = 9;
const map = window.luodiMap;
const told = el("div", { class: "projects", "aria-live": "polite" });
const filter = { pool: "", signal: null };
let plan;
let found = null; // what the service told
let turn = 0;
let group = null; // markers
let report = () => {};

export function start(thePlan, { onProblem }) {
  plan = thePlan;
  report = onProblem;
  const panel = el("div", { class: "drawer", role: "group", "aria-label": t("tool_projects") }, told);
  tools.button("projects", panel, { whenOpen: () => show().catch(report), whenClosed: hide });
}

// Asked anew each time, so that the wall follows.
export async function show() {
  const mine = ++turn;
  const answer = await get("/api/v1/projects/pins");
  if (mine === turn) { // else put away meanwhile
    found = answer;
    redraw();
  }
  return answer.pins;
}

export function hide() {
  turn += 1;
  group?.remove();
  group = null;
  for (const signal of SIGNALS) layers.note(`project-${signal}`, null);
}

function redraw() {
  const chosen = found.pins.filter((one) => (!filter.pool || one.pool === filter.pool) && (filter.signal === null || one.signal.colour === filter.signal));
  mark(chosen.filter((one) => one.lon !== null));
  const unplaced = chosen.filter((one) => one.lon === null).length;
  replace(
    told,
    table(found.pins),
    el("p", { class: "hint" }, t("unplaced", { n: number(unplaced, 0), of: number(chosen.length, 0) })),
    el("ul", { class: "project-list" }, chosen.map(line)),
    el("p", { class: "hint" }, isEnglish ? found.rule_en : found.rule, ` (${found.on})`),
  );
}

// Pools down, colours across; each figure narrows the list and the map to it.
export function table(pins, onChoose = choose) {
  const count = (pool, signal) => pins.filter((one) => one.pool === pool && one.signal.colour === signal).length;
  const cell = (pool, signal) => {
    const n = count(pool, signal);
    const isOn = filter.pool === pool && filter.signal === signal;
    const name = `${t(`pool_${pool}`)}, ${t(`signal_${signal || "none"}`)}: ${n}`;
    return el("td", {}, n && onChoose ? el("button", { type: "button", "aria-pressed": String(isOn), "aria-label": name, on: { click: () => onChoose(pool, signal) } }, String(n)) : String(n || "·"));
  };
  return el(
    "table",
    { class: "signals" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("pool")), SIGNALS.map((one) => el("th", { scope: "col" }, dot(one), t(`signal_${one || "none"}`))))),
    el("tbody", {}, POOLS.map((pool) => el("tr", {}, el("th", { scope: "row" }, t(`pool_${pool}`)), SIGNALS.map((signal) => cell(pool, signal))))),
  );
}

function choose(pool, signal) {
  const isSame = filter.pool === pool && filter.signal === signal;
  filter.pool = isSame ? "" : pool;
  filter.signal = isSame ? null : signal;
  redraw();
  told.querySelector("[aria-pressed=true]")?.focus();
}

export function dot(signal) {
  return el("i", { class: "signal", style: { background: signals[signal] } });
}

export function line(one) {
  const words = [t(`pool_${one.pool}`), say(one.signal, "text"), one.known_by ? t(`known_${one.known_by}`, { place: placeName(one) }) : t("known_nowhere")];
  return el("li", {}, dot(one.signal.colour), el("b", {}, one.name), el("small", {}, words.join(" · ")));
}

function placeName({ known_by: by, place }) {
  const areas = by === "park" ? plan.parks : plan.axes;
  const area = areas.find((one) => one.id === place);
  return area ? say(area, "name") : place;
}

// One sign for each place: a dot for every project there, so that none hides another.
function mark(pins) {
  hide();
  const places = new Map();
  for (const one of pins) {
    const key = `${one.lon} ${one.lat}`;
    places.set(key, [...(places.get(key) || []), one]);
  }
  group = L.layerGroup().addTo(map);
  for (const there of places.values()) {
    const sorted = [...there].sort((a, b) => SIGNALS.indexOf(a.signal.colour) - SIGNALS.indexOf(b.signal.colour));
    const dots = sorted.slice(0, MOST_DOTS).map((one) => dot(one.signal.colour));
    const more = sorted.length > MOST_DOTS ? el("b", {}, `+${sorted.length - MOST_DOTS}`) : null;
    const sign = el("span", { class: there[0].known_by === "park" || there[0].known_by === "axis" ? "pin loose" : "pin" }, dots, more);
    const icon = L.divIcon({ className: "project-pin", html: sign, iconSize: null });
    const title = sorted.map((one) => one.name).join(t("comma"));
    L.marker([there[0].lat, there[0].lon], { icon, title, alt: title, riseOnHover: true, keyboard: false }).addTo(group);
  }
  labels.soon();
  for (const signal of SIGNALS) {
    if (!pins.some((one) => one.signal.colour === signal)) continue;
    const label = `${t("project_word")} · ${t(`signal_${signal || "none"}`)}`;
    layers.note(`project-${signal}`, { label, look: { kind: "point", fill: signals[signal], fill_opacity: 1, line: "#fff", dash_px: [] } });
  }
}
