// The legend: what the colours mean now, how much land has each, and the layers that are on the map.

import { gradient } from "./axes.js";
import { config, el, mu, number, replace, say, t } from "./dom.js";
import * as labels from "./labels.js";
import * as layers from "./layers.js";
import { counts } from "./map.js";

const { style } = config;
const node = document.getElementById("legend");
let isOpen = window.matchMedia("(min-width: 1100px)").matches;

export function start() {
  layers.whenChanged(draw);
  draw();
}

export function draw() {
  const fold = el("button", { type: "button", class: "fold", "aria-expanded": String(isOpen), on: { click: toggle } }, t("legend"));
  const { mode, classes } = layers.colouring();
  const body = mode === "score" ? suitability() : known(mode, classes);
  replace(node, fold, isOpen ? el("div", { class: "legend-body", tabindex: "0", role: "group", "aria-label": t("legend") }, body, overlays()) : null);
  labels.soon();
}

function toggle() {
  isOpen = !isOpen;
  draw();
  node.querySelector(".fold").focus();
}

function suitability() {
  const found = counts();
  const ends = style.breaks;
  const classes = style.scores.map((colour, i) =>
    el("li", {}, el("i", { style: { background: colour } }), el("b", {}, `${ends[i]}–${ends[i + 1]}`), el("small", {}, number(found.get(i) || 0, 0))),
  );
  const greys = Object.entries(style.excludedLabels).filter(([group]) => found.has(group));
  return [
    el("h3", {}, t("score_legend")),
    el("ul", { class: "classes" }, classes),
    el("div", { class: "row" }, el("i", { class: "outline", style: { "border-color": style.accent } }), t("shortlisted")),
    greys.length ? el("h3", {}, t("excluded_legend")) : null,
    greys.map(([group, label]) => swatch(style.excluded[group], say(label), number(found.get(group), 0))),
  ];
}

function known(mode, classes) {
  return [
    el("h3", {}, `${t("all_parcels")} · ${t(`by_${mode}`)}`),
    classes.map((one) => swatch(one.colour, say(one), mu(Math.round(one.area_mu)), t("n_parcels", { n: number(one.parcels, 0) }))),
  ];
}

function swatch(colour, text, figure, title = null) {
  return el("div", { class: "row", title }, el("i", { style: { background: colour } }), el("span", {}, text), el("small", {}, figure));
}

// Only what is drawn at this zoom; of what is wanted and waits for a nearer look, a word.
function overlays() {
  const top = [...config.layers].reverse();
  const on = top.filter((one) => layers.isDrawn(one.name));
  const waiting = top.filter((one) => layers.isWanted(one.name) && !layers.isDrawn(one.name));
  return el(
    "div",
    { class: "keys" },
    layers.noted().map(([key, entry]) => el("div", { class: "row", "data-layer": key }, symbol(entry), el("span", {}, entry.label))),
    on.map((one) => [
      el("div", { class: "row", "data-layer": one.name }, symbol(one), el("span", {}, say(one, "title"))),
      one.role === "axes" ? el("div", { class: "ends" }, el("span", {}, t("north")), el("span", {}, t("south"))) : null,
    ]),
    waiting.length ? el("p", { class: "hint" }, t("nearer", { names: waiting.map((one) => say(one, "title")).join(t("comma")) })) : null,
  );
}

// A layer's look as a small sign.
export function symbol({ role, look }) {
  if (role === "axes") return el("i", { class: "key turning", style: { background: `linear-gradient(90deg, ${gradient(0)}, ${gradient(1)})` } });
  const css = { background: look.kind === "line" ? "transparent" : look.fill || "transparent", "border-color": look.line || "transparent" };
  if (look.dash_px.length) css["border-style"] = "dashed";
  if (look.kind === "line") css["border-top-width"] = `${Math.max(2, look.width_px)}px`;
  if (look.fill && look.fill_opacity < 0.6) css.background = `color-mix(in srgb, ${look.fill} ${Math.round(100 * look.fill_opacity + 8)}%, var(--paper))`;
  return el("i", { class: `key ${look.kind}`, style: css });
}
