// How much each wish counts: the industry's preset as sliders; what was moved goes into the brief.

import { el, number, replace, say, t } from "./dom.js";

const MOST = 50;

let plan;
let node;
let onMove;
let onRest;
let own = {}; // moved by hand, by wish id
let offered = [];
let preset = {};

// `whenMoved` at every step of a slider, `whenRested` when it is let go.
export function build(thePlan, whenMoved, whenRested) {
  [plan, onMove, onRest] = [thePlan, whenMoved, whenRested];
  node = el("div", { id: "sliders" });
  const hint = el("p", { class: "hint" }, t("weights_hint"));
  return el("details", { class: "more", id: "weighing" }, el("summary", {}, t("weights")), hint, node);
}

export function reset(weights = {}) {
  own = { ...weights };
}

// Only wishes that this brief has: the service refuses a weight on a place that nobody named.
export function changed(brief) {
  return Object.fromEntries(Object.entries(own).filter(([wish]) => applies(wish, brief)));
}

// What every wish weighs now, on the sliders' own scale.
export const now = () => Object.fromEntries(offered.map((wish) => [wish, value(wish)]));

const value = (wish) => own[wish] ?? preset[wish] ?? 0;

export function show(industry, brief) {
  preset = { ...industry.weights };
  const positive = Object.values(preset).filter((weight) => weight > 0);
  const usual = positive.length ? positive.reduce((sum, weight) => sum + weight, 0) / positive.length : 1;
  // a place that the brief names, and its area, count as much as a usual wish where the preset is silent
  for (const place of ["axis", "zone", "park"]) if (brief[place] && !preset[place]) preset[place] = usual;
  if (applies("area", brief)) preset.area ??= usual;
  const wishes = new Set([...Object.keys(preset), ...plan.wishes.map((one) => one.id)]);
  offered = [...wishes].filter((wish) => applies(wish, brief) && (wish !== "chain" || industry.weights.chain));
  const [used, unused] = [offered.filter((wish) => value(wish) > 0), offered.filter((wish) => value(wish) === 0)];
  const shares = new Map();
  const tell = () => {
    const total = offered.reduce((sum, wish) => sum + value(wish), 0);
    for (const [wish, shown] of shares) shown.textContent = total ? `${number((100 * value(wish)) / total, 0)}%` : "–";
  };
  const slider = (wish) => {
    const shown = el("output", {});
    shares.set(wish, shown);
    const move = (event) => {
      own[wish] = Number(event.target.value);
      tell();
      onMove();
    };
    const input = el("input", { type: "range", min: "0", max: String(MOST), step: "1", "data-wish": wish, on: { input: move, change: () => onRest() } });
    input.value = String(value(wish));
    return el("label", { class: "slider" }, el("span", {}, label(wish)), input, shown);
  };
  const more = unused.length ? el("details", { class: "more inner" }, el("summary", {}, t("more_wishes")), unused.map(slider)) : null;
  const back = el("button", { type: "button", class: "plain", on: { click: () => restore(industry, brief) } }, t("weights_back"));
  replace(node, used.map(slider), more, back);
  tell();
}

function restore(industry, brief) {
  own = {};
  show(industry, brief);
  onRest();
}

function applies(wish, brief) {
  if (wish === "area") return ["area_mu", "area_min_mu", "area_max_mu"].some((name) => brief[name] !== undefined);
  if (wish === "zone" || wish === "park") return Boolean(brief[wish]);
  if (wish !== "axis") return true;
  const known = plan.industries.find((one) => one.id === brief.industry);
  return Boolean(brief.axis || known?.weights.axis);
}

function label(wish) {
  const known = plan.wishes.find((one) => one.id === wish);
  if (known) return say(known);
  return { area: t("wish_area"), axis: t("axis"), zone: t("zone"), park: t("park") }[wish] || wish;
}
