// The legend: what the colours mean now, and which layers are on.

import { config, el, replace, say, t } from "./dom.js";
import { hide, show } from "./map.js";

const { style } = config;
const node = document.getElementById("legend");
const shown = new Set(config.layers.filter((one) => one.is_shown).map((one) => one.name));
let isAsked = false;
let plan = { statuses: [] };
let present = new Set();
let isOpen = !window.matchMedia("(max-width: 720px)").matches;

export function start(thePlan, statuses) {
  plan = thePlan;
  present = new Set(statuses);
  draw(false);
}

export function draw(asked = isAsked) {
  isAsked = asked;
  const fold = el(
    "button",
    { type: "button", class: "fold", "aria-expanded": String(isOpen), on: { click: toggle } },
    t("legend"),
  );
  replace(node, fold, isOpen ? el("div", { class: "legend-body" }, isAsked ? suitability() : plainParcels(), layerList()) : null);
}

function toggle() {
  isOpen = !isOpen;
  draw();
}

function suitability() {
  const classes = style.scores.map((colour, i) =>
    el("span", { class: "class" }, el("i", { style: { background: colour } }), `${style.breaks[i]}`),
  );
  const greys = Object.entries(style.excludedLabels).map(([group, label]) => swatch(style.excluded[group], say(label)));
  return [
    el("h3", {}, t("score_legend")),
    el("div", { class: "classes" }, classes, el("span", { class: "class end" }, "100")),
    el("div", { class: "row" }, el("i", { class: "outline", style: { "border-color": style.accent } }), t("shortlisted")),
    el("h3", {}, t("excluded_legend")),
    el("div", { class: "greys" }, greys),
  ];
}

function plainParcels() {
  const rows = plan.statuses.filter((one) => present.has(one.id)).map((one) => swatch(style.status[one.id], say(one)));
  return [el("h3", {}, `${t("all_parcels")} · ${t("status")}`), rows];
}

function swatch(colour, text) {
  return el("div", { class: "row" }, el("i", { style: { background: colour } }), text);
}

function layerList() {
  const rows = [...config.layers].reverse().map((one) => {
    const box = el("input", { type: "checkbox", checked: shown.has(one.name) });
    box.addEventListener("change", () => {
      if (box.checked) {
        shown.add(one.name);
        show(one);
      } else {
        shown.delete(one.name);
        hide(one);
      }
    });
    return el("label", { class: "row" }, box, key(one.look), say(one, "title"), el("small", {}, t(`basis_${one.basis}`)));
  });
  return el("details", { class: "layers" }, el("summary", {}, t("layers")), rows);
}

function key(look) {
  const style = { background: look.fill || "transparent", "border-color": look.line || "transparent" };
  return el("i", { class: `key ${look.kind}`, style });
}
