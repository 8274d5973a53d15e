// The question: a sentence or a form built from the plan, read back as a brief.

import { M2_PER_MU, el, number, replace, say, t } from "./dom.js";
import * as sentence from "./sentence.js";
import * as weights from "./weights.js";

const NUMBERS = ["area_mu", "area_min_mu", "area_max_mu", "price_max_wan_per_mu", "far_min", "height_min_m"];
const PLACES = ["axis", "zone", "park"];
const TICKS = ["statuses", "utilities"];

const UNSEEN_MS = 150;

let plan;
let form;
let waiting = 0;
let extras = {}; // fields of the brief that have no control: shown as words that can be dropped

export function build(node, thePlan, { onAsk, onMove, onRest, onProblem }) {
  plan = thePlan;
  form = node;
  extras = {};
  const saying = sentence.build({ whenHeard: fill, whenDropped: drop, onProblem });
  replace(form, saying, industry(), areas(), places(), el("ul", { id: "extras", class: "extras" }), more(), weights.build(plan, onMove, onRest), button());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onAsk();
  });
  form.elements.industry.addEventListener("change", () => weights.reset());
  form.addEventListener("change", (event) => {
    if (event.target.type !== "range") refresh();
  });
  refresh();
}

export function brief() {
  const asked = stated();
  const moved = weights.changed(asked);
  if (Object.keys(moved).length) asked.weights = moved;
  return asked;
}

function stated() {
  const values = form.elements;
  const asked = { industry: values.industry.value.trim(), ...structuredClone(extras) };
  for (const name of NUMBERS) {
    if (values[name].value.trim() !== "") asked[name] = Number(values[name].value);
  }
  const within = PLACES.filter((name) => values[name]?.value && values[`must_${name}`].checked);
  for (const name of PLACES) if (values[name]?.value) asked[name] = values[name].value;
  if (within.length) asked.within = within;
  if (values.net_by.value) asked.net_by = values.net_by.value;
  for (const name of TICKS) {
    const ticked = boxes(name).filter((box) => box.checked).map((box) => box.value);
    if (ticked.length) asked[name] = ticked;
  }
  return asked;
}

// A whole brief into the form: from a sentence, an address, or a relaxation.
export function fill(fields) {
  form.reset();
  const { weights: moved, within = [], ...rest } = fields;
  extras = {};
  for (const [name, value] of Object.entries(rest)) {
    if (TICKS.includes(name)) for (const box of boxes(name)) box.checked = value.includes(box.value);
    else if (form.elements[name] && name !== "k") form.elements[name].value = String(value);
    else extras[name] = value;
  }
  for (const name of PLACES) {
    const must = form.elements[`must_${name}`];
    if (!must) continue;
    must.disabled = !form.elements[name].value;
    must.checked = within.includes(name) && !must.disabled;
  }
  weights.reset(moved);
  refresh();
  const isMore = ["net_by", "price_max_wan_per_mu", "far_min", "height_min_m", ...TICKS].some((name) => fields[name] !== undefined);
  if (isMore) form.querySelector("#conditions").open = true;
}

// Fields of a brief that nobody wants any more: `axis`, `weights.metro`, `at_most.metro_m`.
function drop(paths) {
  const now = brief();
  for (const path of paths) {
    const [name, key] = path.split(/\.(.*)/s);
    if (key && now[name]) delete now[name][key];
    else if (PLACES.includes(name)) now.within = (now.within || []).filter((one) => one !== name);
    if (!key && name !== "within" && name !== "industry") delete now[name];
  }
  fill(now);
}

// Said once it takes long enough to be read: a word that comes and goes at once would only be drawn for nothing.
export function busy(isBusy) {
  const it = form.querySelector("button[type=submit]");
  const tell = () => {
    it.setAttribute("aria-busy", String(isBusy));
    it.textContent = isBusy ? t("matching") : t("match");
  };
  clearTimeout(waiting);
  if (isBusy) waiting = setTimeout(tell, UNSEEN_MS);
  else if (it.getAttribute("aria-busy") === "true") tell();
}

function refresh() {
  const now = stated();
  const chosen = plan.industries.find((one) => one.id === now.industry);
  weights.show(chosen, now);
  for (const name of ["area_mu", "area_min_mu", "area_max_mu"]) {
    const { value } = form.elements[name];
    form.querySelector(`[data-beside=${name}]`).textContent = value ? `${number(Number(value) * M2_PER_MU, 0)}㎡` : "";
  }
  const names = new Map([...Object.entries(plan.use_names), ...plan.uses.map((use) => [use.code, use])].map(([code, use]) => [code, say(use, "name")]));
  form.querySelector("#preset").textContent = t("preset", { uses: chosen.use_codes.map((code) => `${names.get(code) || ""} ${code}`.trim()).join(t("comma")) });
  replace(form.querySelector("#extras"), words(names));
}

function words(names) {
  const measures = new Map(plan.measures.map((one) => [one.id, one]));
  const bound = (name, sign) =>
    Object.entries(extras[name] || {}).map(([id, value]) => {
      const it = measures.get(id);
      return word(`${it ? say(it) : id} ${sign} ${number(value)} ${it?.unit || ""}`.trim(), [`${name}.${id}`]);
    });
  return [
    extras.use_codes?.length ? word(`${t("use")} ${extras.use_codes.map((code) => `${names.get(code) || ""} ${code}`.trim()).join(t("comma"))}`, ["use_codes"]) : null,
    bound("at_most", "≤"),
    bound("at_least", "≥"),
    extras.k ? word(t("how_many", { n: extras.k }), ["k"]) : null,
  ].flat();
}

function word(text, paths) {
  const close = el("button", { type: "button", class: "drop-chip", "aria-label": t("sentence_drop", { what: text }), on: { click: () => drop(paths) } }, "×");
  return el("li", { class: "chip" }, el("span", { class: "means" }, text), close);
}

const boxes = (name) => [...form.querySelectorAll(`input[name=${name}]`)];

function labelled(text, control, aside = null) {
  return el("label", { class: "field" }, el("span", {}, text), control, aside);
}

function industry() {
  const options = plan.industries.map((one) => el("option", { value: one.id }, say(one, "name")));
  return labelled(t("industry"), el("select", { name: "industry" }, options), el("small", { id: "preset", class: "beside" }));
}

function area(name, text) {
  const beside = el("small", { class: "beside", "data-beside": name });
  const input = el("input", { name, type: "number", min: "0", step: "any", inputmode: "decimal", on: { input: refresh } });
  return labelled(`${text} (${t("mu")})`, input, beside);
}

function areas() {
  return el("div", { class: "three" }, area("area_mu", t("area")), area("area_min_mu", t("area_min")), area("area_max_mu", t("area_max")));
}

function place(name, items) {
  if (!items.length) return null;
  const options = [el("option", { value: "" }, t("any")), ...items.map((one) => el("option", { value: one.id }, say(one, "name")))];
  const must = el("input", { type: "checkbox", name: `must_${name}`, disabled: true });
  const choose = el("select", { name }, options);
  choose.addEventListener("change", () => {
    must.disabled = !choose.value;
    if (!choose.value) must.checked = false;
  });
  return el("div", { class: "place" }, labelled(t(name), choose), el("label", { class: "tick" }, must, t("must")));
}

function places() {
  return el("div", { class: "places" }, place("axis", plan.axes), place("zone", plan.zones), place("park", plan.parks));
}

function plain(name, text, attributes) {
  return labelled(text, el("input", { name, min: "0", step: "any", ...attributes }));
}

function ticks(name, title, items) {
  const choices = items.map((one) => el("label", { class: "tick" }, el("input", { type: "checkbox", name, value: one.id }), say(one)));
  return el("fieldset", {}, el("legend", {}, title), choices);
}

function more() {
  return el(
    "details",
    { class: "more", id: "conditions" },
    el("summary", {}, t("more")),
    ticks("statuses", t("status"), plan.statuses.filter((one) => one.id !== "supplied")),
    el(
      "div",
      { class: "two" },
      plain("net_by", t("net_by"), { type: "date" }),
      plain("price_max_wan_per_mu", `${t("price_max")} (${t("price_unit")})`, { type: "number" }),
      plain("far_min", t("far_min"), { type: "number" }),
      plain("height_min_m", `${t("height_min")} (m)`, { type: "number" }),
    ),
    ticks("utilities", t("utilities"), plan.utilities),
  );
}

function button() {
  return el("button", { type: "submit", class: "ask" }, t("match"));
}
