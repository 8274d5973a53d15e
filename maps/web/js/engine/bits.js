// What the engine's tabs share: the question they build on, fields, sentences, parcels one can point at.

import { button, failed } from "../data/bits.js";
import { el, isEnglish, mu, number, replace, saveBlob, say, t } from "../dom.js";
import * as draw from "./draw.js";

export { button, failed };

// The brief in a line, so that nobody wonders what was asked.
export function briefLine({ plan, brief }) {
  const asked = brief();
  const industry = plan.industries.find((one) => one.id === asked.industry);
  const words = [industry ? say(industry, "name") : asked.industry];
  const area = asked.area_mu ?? asked.area_target_mu;
  if (area !== undefined) words.push(mu(area));
  if (asked.area_min_mu !== undefined || asked.area_max_mu !== undefined) words.push(`${asked.area_min_mu ?? 0}–${asked.area_max_mu ?? "∞"} ${t("mu")}`);
  for (const [name, areas] of [["axis", plan.axes], ["zone", plan.zones], ["park", plan.parks]]) {
    const found = areas.find((one) => one.id === asked[name]);
    if (found) words.push(say(found, "name"));
  }
  const change = button(t("eng_change_brief"), () => document.getElementById("engine-open").click(), "link");
  return el("p", { class: "eng-brief" }, el("b", {}, t("question")), ` ${words.join(" · ")} `, change);
}

export function field(text, control, hint = "") {
  return el("label", { class: "field" }, el("span", {}, text), control, hint ? el("small", { class: "beside" }, hint) : null);
}

export function figure(name, value, attributes = {}) {
  return el("input", { name, type: "number", step: "any", min: "0", inputmode: "decimal", value: value ?? "", ...attributes });
}

export function choice(name, options, value) {
  return el("select", { name }, options.map(([id, text]) => el("option", { value: id, selected: String(id) === String(value) }, text)));
}

// The parcel that the map speaks of now, or as somebody types it.
export function parcelField(context, { many = false } = {}) {
  const input = el("input", { name: "parcel", value: context.parcel, maxlength: "2000", required: true, "data-follows": many ? "add" : "one", placeholder: "EQ0445" });
  input.addEventListener("input", () => { context.parcel = input.value; });
  return field(t(many ? "eng_parcels" : "eng_parcel"), input, t(many ? "eng_parcels_hint" : "eng_parcel_hint"));
}

export function idsOf(text) {
  return [...new Set(text.split(/[\s,、，;；]+/).filter(Boolean))];
}

// A form whose button asks; what was filled in is found again. `out` is where answers and failures go.
export function form(context, tab, parts, text, onAsk) {
  const out = el("div", { class: "eng-out", "aria-live": "polite" });
  const it = el("form", { class: "eng-form", novalidate: true }, parts, el("button", { type: "submit", class: "ask" }, text));
  const kept = context.asked[tab] || {};
  for (const one of it.elements) {
    if (!one.name || one.name === "parcel" || kept[keyOf(one)] === undefined) continue;
    if (isTicked(one)) one.checked = kept[keyOf(one)];
    else one.value = kept[keyOf(one)];
  }
  it.addEventListener("submit", async (event) => {
    event.preventDefault();
    context.asked[tab] = Object.fromEntries([...it.elements].filter((one) => one.name).map((one) => [keyOf(one), isTicked(one) ? one.checked : one.value]));
    const submit = it.querySelector("button[type=submit]");
    submit.disabled = true;
    try {
      await onAsk(it.elements, out);
    } catch (error) {
      if (out.isConnected) {
        draw.clear();
        replace(out, failed(error));
      }
    }
    submit.disabled = false;
  });
  replace(context.body, it, out);
  return { it, out };
}

const isTicked = (one) => one.type === "checkbox" || one.type === "radio";
const keyOf = (one) => (isTicked(one) ? `${one.name}=${one.value}` : one.name);

export function valueOf(input) {
  return input.value.trim() === "" ? null : Number(input.value);
}

export function sentences(reasons) {
  const rows = reasons.map((one) => el("li", { class: one.kind === "limit" ? "weakness" : one.kind }, say(one, "text")));
  return rows.length ? el("ul", { class: "reasons" }, rows) : null;
}

export function proof(isProven, words) {
  return el("p", { class: `eng-proof ${isProven ? "proven" : "open"}` }, el("b", {}, isProven ? `✓ ${t("eng_proven")}` : `≈ ${t("eng_not_proven")}`), ` ${words}`);
}

export function percent(share, digits = 0) {
  return `${number(100 * share, digits)}%`;
}

export function parcelButton(context, id, text = id) {
  return el("button", { type: "button", class: "link", "data-parcel": id, on: { click: () => context.pick(id, true) } }, text);
}

// A table with a head; the cells are nodes or text, the first column heads the row.
export function table(heads, rows, kind = "") {
  return el(
    "table",
    { class: `shifts ${kind}` },
    el("thead", {}, el("tr", {}, heads.map((text) => el("th", { scope: "col" }, text)))),
    el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((cell, i) => el(i ? "td" : "th", i ? {} : { scope: "row" }, cell))))),
  );
}

export function footer(answer) {
  const id = answer.replay ? `${t("answer_id")} ${answer.replay.answer} · ` : "";
  const note = isEnglish ? answer.note_en : answer.note;
  return [note ? el("p", { class: "hint" }, note) : null, el("p", { class: "replay" }, `${id}${t("version_n", { n: answer.version?.number ?? answer.version })}`)];
}

// Text made here, saved under a name.
export function keep(name, text, type) {
  saveBlob(name, new Blob([text], { type }));
}
