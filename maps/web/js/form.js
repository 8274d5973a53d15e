// The question: a form built from the plan, read back as a brief.

import { el, isEnglish, number, replace, say, t } from "./dom.js";

let plan;
let form;
let weights = {};

export function build(node, thePlan, { onAsk, onChange }) {
  plan = thePlan;
  form = node;
  replace(form, industry(), areas(), places(), more(), weighing(), button());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onAsk();
  });
  form.elements.industry.addEventListener("change", () => showWeights(onChange));
  showWeights(onChange);
}

export function brief() {
  const values = form.elements;
  const asked = { industry: values.industry.value.trim() };
  const numbers = ["area_mu", "area_min_mu", "area_max_mu", "price_max_wan_per_mu", "far_min", "height_min_m"];
  for (const name of numbers) {
    if (values[name].value.trim() !== "") asked[name] = Number(values[name].value);
  }
  const within = [];
  for (const name of ["axis", "zone", "park"]) {
    if (!values[name]?.value) continue;
    asked[name] = values[name].value;
    if (values[`must_${name}`].checked) within.push(name);
  }
  if (within.length) asked.within = within;
  if (values.net_by.value) asked.net_by = values.net_by.value;
  const utilities = [...form.querySelectorAll("input[name=utilities]:checked")].map((box) => box.value);
  if (utilities.length) asked.utilities = utilities;
  if (Object.keys(weights).length) asked.weights = weights;
  return asked;
}

export function busy(isBusy) {
  const it = form.querySelector("button[type=submit]");
  it.disabled = isBusy;
  it.textContent = isBusy ? t("matching") : t("match");
}

function labelled(text, control, aside = null) {
  return el("label", { class: "field" }, el("span", {}, text), control, aside);
}

function industry() {
  const options = plan.industries.map((one) => el("option", { value: one.id }, say(one, "name")));
  return labelled(t("industry"), el("select", { name: "industry" }, options));
}

function area(name, text) {
  const beside = el("small", { class: "beside" });
  const input = el("input", {
    name,
    type: "number",
    min: "0",
    step: "any",
    inputmode: "decimal",
    on: {
      input: () => {
        beside.textContent = input.value ? `${number((Number(input.value) * 10000) / 15, 0)}㎡` : "";
      },
    },
  });
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

function more() {
  const ticks = plan.utilities.map((one) =>
    el("label", { class: "tick" }, el("input", { type: "checkbox", name: "utilities", value: one.id }), say(one)),
  );
  return el(
    "details",
    { class: "more" },
    el("summary", {}, t("more")),
    el(
      "div",
      { class: "two" },
      plain("net_by", t("net_by"), { type: "date" }),
      plain("price_max_wan_per_mu", `${t("price_max")} (${t("price_unit")})`, { type: "number" }),
      plain("far_min", t("far_min"), { type: "number" }),
      plain("height_min_m", `${t("height_min")} (m)`, { type: "number" }),
    ),
    el("fieldset", {}, el("legend", {}, t("utilities")), ticks),
  );
}

function weighing() {
  return el("details", { class: "more", id: "weighing" }, el("summary", {}, t("weights")), el("p", { class: "hint" }, t("weights_hint")), el("div", { id: "sliders" }));
}

function showWeights(onChange) {
  weights = {};
  const chosen = plan.industries.find((one) => one.id === form.elements.industry.value);
  const labels = new Map(plan.wishes.map((one) => [one.id, say(one)]));
  labels.set("axis", t("axis")).set("area", isEnglish ? "Area fit" : "面积契合");
  const sliders = Object.entries(chosen.weights).map(([wish, weight]) => {
    const shown = el("output", {}, number(weight));
    const slider = el("input", { type: "range", min: "0", max: "50", step: "1", value: weight, "data-wish": wish });
    slider.addEventListener("input", () => {
      weights[wish] = Number(slider.value);
      shown.textContent = slider.value;
      onChange();
    });
    return el("label", { class: "slider" }, el("span", {}, labels.get(wish) || wish), slider, shown);
  });
  replace(document.getElementById("sliders"), sliders);
}

function button() {
  return el("button", { type: "submit", class: "ask" }, t("match"));
}
