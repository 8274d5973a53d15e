// On the map's upper edge: what can be done with the map. One tool or list is open at a time.

import * as basemap from "./basemap.js";
import { config, el, isEnglish, replace, say, t } from "./dom.js";
import * as labels from "./labels.js";
import * as layers from "./layers.js";
import * as draw from "./draw.js";
import * as find from "./find.js";
import * as legend from "./legend.js";
import { fit } from "./map.js";
import * as measure from "./measure.js";
import * as pins from "./pins.js";
import * as sketch from "./sketch.js";

const node = document.getElementById("tools");
const ways = []; // {id, open, close} of what the bar can open
let opened = null;
let isAnswered = false;

export async function start(plan, { onPick, onProblem }) {
  const row = el("div", { class: "bar-row" }, find.field(plan, { onPick, onProblem }), el("div", { class: "bar", role: "group", "aria-label": t("tools") }));
  replace(node, row);
  button("layers", layerPanel(onProblem));
  draw.start({ onPick });
  measure.start();
  pins.start(plan, { onProblem });
  bar().append(plain(t("whole"), () => fit()));
  bar().append(el("a", { class: "to-wall", href: `?screen=wall${isEnglish ? "&lang=en" : ""}` }, t("tool_wall")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opened) close(true);
  });
  layers.whenChanged(refresh);
  legend.start();
  await layers.start(fit); // beside the legend, now that there is one
}

// Another version of the land, not asked about yet.
export async function renew() {
  isAnswered = false;
  await layers.renew();
}

// There is an answer: the map shows its colours, which can be chosen again later.
export function answered() {
  isAnswered = true;
  layers.answered();
}

export const bar = () => node.querySelector(".bar");

export function plain(text, act, attributes = {}) {
  return el("button", { type: "button", ...attributes, on: { click: act } }, text);
}

// A button that opens a panel of its own beneath the bar; `whenOpen`/`whenClosed` for tools that act on the map.
export function button(id, panel, { whenOpen = () => {}, whenClosed = () => {} } = {}) {
  panel.id = `tool-${id}`;
  panel.hidden = true;
  const face = plain(t(`tool_${id}`), () => (opened === id ? close() : open(id)), {
    "aria-expanded": "false",
    "aria-controls": panel.id,
    "data-tool": id,
  });
  ways.push({ id, face, panel, whenOpen, whenClosed });
  bar().append(face);
  node.append(panel);
}

function open(id) {
  close();
  const it = ways.find((one) => one.id === id);
  opened = id;
  document.body.dataset.tool = id;
  it.panel.hidden = false;
  it.face.setAttribute("aria-expanded", "true");
  it.whenOpen();
  labels.soon();
}

export function close(isKept = false) {
  const it = ways.find((one) => one.id === opened);
  if (!it) return;
  opened = null;
  delete document.body.dataset.tool;
  it.panel.hidden = true;
  it.face.setAttribute("aria-expanded", "false");
  it.whenClosed();
  if (isKept) it.face.focus();
  labels.soon();
}

// What a figure can be drawn with from the keyboard too: points at the map's centre, which the arrow keys move.
export function sketchKeys({ onAgain }) {
  const acts = [
    ["point_here", () => sketch.add()],
    ["undo_point", () => sketch.undo()],
    ["finish_shape", () => sketch.finish()],
    ["draw_again", onAgain],
  ];
  return el("div", { class: "keys-of-sketch" }, acts.map(([key, act]) => plain(t(key), act, { class: "plain", "data-act": key })));
}

function layerPanel(onProblem) {
  return el("div", { class: "drawer", role: "group", "aria-label": t("layers") }, choices(onProblem), list());
}

function refresh() {
  const panel = document.getElementById("tool-layers");
  const { mode } = layers.colouring();
  for (const box of panel.querySelectorAll("input[name=colouring]")) {
    box.checked = box.value === mode;
    if (box.value === "score") box.closest("label").hidden = !isAnswered;
  }
  for (const note of panel.querySelectorAll("[data-waits]")) note.hidden = layers.isDrawn(note.dataset.waits) || !layers.isWanted(note.dataset.waits);
}

function choices(onProblem) {
  const one = (mode) => {
    const box = el("input", { type: "radio", name: "colouring", value: mode, checked: mode === "status", on: { change: () => layers.colourBy(mode).catch(onProblem) } });
    return el("label", { class: "choice", hidden: mode === "score" }, box, t(`by_${mode}`));
  };
  return el("fieldset", { class: "choices" }, el("legend", {}, t("colour_by")), ["score", ...layers.COLOURINGS].map(one));
}

function list() {
  const rows = [...config.layers].reverse().map((one) => {
    const box = el("input", { type: "checkbox", name: "layer", value: one.name, checked: layers.isWanted(one.name) });
    box.addEventListener("change", () => layers.toggle(one, box.checked));
    const waits = layers.fromZoom(one) ? el("small", { class: "waits", "data-waits": one.name, hidden: true }, t("zoom_nearer")) : null;
    return el("label", { class: "row" }, box, legend.symbol(one), el("span", {}, say(one, "title")), waits, el("small", {}, t(`basis_${one.basis}`)));
  });
  return el("fieldset", { class: "layer-list" }, el("legend", {}, t("layers")), rows, basemap.isOffered ? beneath() : null);
}

// The basemap lies beneath all layers, and last in their list.
function beneath() {
  const box = el("input", { type: "checkbox", name: "basemap", checked: true });
  box.addEventListener("change", () => basemap.show(box.checked));
  return el("label", { class: "row" }, box, el("i", { class: "key" }), el("span", {}, t("basemap")), el("small", {}, new URL(config.basemap.origin).host));
}
