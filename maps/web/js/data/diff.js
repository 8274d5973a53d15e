// Two versions side by side: counts that filter, the land on the map, every old and new value.

import { get } from "../api.js";
import { M2_PER_MU, el, isEnglish, mu, number, replace, say, t } from "../dom.js";
import { button, signed } from "./bits.js";
import * as overlay from "./overlay.js";

const KINDS = ["added", "removed", "changed_shape", "changed_attribute"];
const LISTED = 500;

export async function show(context, versions, [from, to]) {
  const { body } = context;
  replace(body, el("p", { class: "hint" }, t("loading_short")));
  const [found, layer] = await Promise.all([
    get(`/api/v1/versions/${from}/diff/${to}?limit=${LISTED}`),
    get(`/api/v1/versions/${from}/diff/${to}/layer?format=geojson`),
  ]);
  const parcels = gather(found, new Map(layer.features.map((one) => [String(one.properties.parcel_id), one.properties])));
  const kinds = new Set(KINDS);
  const list = el("ul", { class: "diff-list" });
  const redraw = () => {
    overlay.only(kinds);
    replace(list, parcels.filter((one) => one.kinds.some((kind) => kinds.has(kind))).map((one) => row(one, context.plan)));
  };
  const counts = { added: found.counts.added, removed: found.counts.removed, changed_shape: found.counts.reshaped, changed_attribute: found.counts.edited };
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  replace(
    body,
    el(
      "div",
      { class: "diff-top" },
      el("div", { class: "diff-head" }, button(`‹ ${t("back")}`, () => context.show("versions"), "link"), picker(context, versions, from, to)),
      el("p", { class: "sums" }, `${t("area_change")} `, el("strong", {}, `${signed(found.area_mu, 2)} ${t("mu")}`)),
      el("div", { class: "chips" }, KINDS.map((kind) => chip(kind, counts[kind], kinds, redraw))),
    ),
    total === 0 ? el("p", { class: "hint" }, t("no_difference")) : list,
    total > LISTED ? el("p", { class: "hint" }, t("only_first", { n: LISTED })) : null,
  );
  overlay.difference(layer, pick);
  redraw();
}

function picker(context, versions, from, to) {
  const choose = (chosen, name) =>
    el("select", { "aria-label": t(name) }, versions.map((one) => el("option", { value: one.number, selected: one.number === chosen }, t("version_n", { n: one.number }))));
  const [a, b] = [choose(from, "from"), choose(to, "to")];
  for (const one of [a, b]) one.addEventListener("change", () => context.show("versions", { compare: [Number(a.value), Number(b.value)] }));
  return el("div", { class: "pair" }, a, el("span", { "aria-hidden": "true" }, "→"), b);
}

function chip(kind, count, kinds, redraw) {
  const it = el(
    "button",
    { type: "button", class: `chip ${kind}`, "aria-pressed": "true", disabled: count === 0 },
    el("i", { style: { background: overlay.COLOURS[kind] } }),
    el("span", {}, t(kind)),
    el("b", {}, number(count, 0)),
  );
  it.addEventListener("click", () => {
    if (kinds.has(kind)) kinds.delete(kind);
    else kinds.add(kind);
    it.setAttribute("aria-pressed", String(kinds.has(kind)));
    redraw();
  });
  return it;
}

// One entry for each parcel, whatever happened to it.
function gather(found, facts) {
  const parcels = new Map();
  const of = (id, kind) => {
    if (!parcels.has(id)) parcels.set(id, { id, kinds: [], edits: [], shape: null, facts: facts.get(id) || {} });
    const one = parcels.get(id);
    if (!one.kinds.includes(kind)) one.kinds.push(kind);
    return one;
  };
  for (const id of found.added) of(id, "added");
  for (const id of found.removed) of(id, "removed");
  for (const one of found.reshaped) of(one.parcel_id, "changed_shape").shape = one;
  for (const edit of found.edits) of(edit.parcel_id, "changed_attribute").edits.push(edit);
  return [...parcels.values()].sort((a, b) => KINDS.indexOf(a.kinds[0]) - KINDS.indexOf(b.kinds[0]) || (a.id < b.id ? -1 : 1));
}

function row(one, plan) {
  const [kind] = one.kinds;
  const lines = [];
  if (kind === "added") lines.push(el("span", { class: "sub" }, `${t("new_parcel")}${land(one.facts.after_m2)}`));
  if (kind === "removed") lines.push(el("span", { class: "sub" }, `${t("gone_parcel")}${land(one.facts.before_m2)}`));
  if (one.shape) {
    const { before_m2: a, after_m2: b, differs_m2: d } = one.shape;
    lines.push(el("span", { class: "edit" }, el("span", {}, t("outline")), t("outline_change", { a: number(a, 0), b: number(b, 0), d: number(d, 0) })));
  }
  for (const edit of one.edits) {
    lines.push(el("span", { class: "edit" }, el("span", {}, label(edit.column, plan)), el("s", {}, cell(edit.before)), " → ", el("b", {}, cell(edit.after))));
  }
  const it = el(
    "button",
    { type: "button", class: "diff-row", "data-diff": one.id, on: { click: () => pick(one.id) } },
    el("i", { style: { background: overlay.COLOURS[kind] }, title: t(kind) }),
    el("span", { class: "what" }, el("b", {}, one.id), lines),
  );
  return el("li", {}, it);
}

function land(area_m2) {
  return typeof area_m2 === "number" ? ` · ${mu(area_m2 / M2_PER_MU)}` : "";
}

export function label(column, plan) {
  const known = plan.measures.find((one) => one.id === column);
  if (known) return known.unit ? `${say(known)} ${known.unit}` : say(known);
  try {
    return t(`column_${column}`);
  } catch {
    return column;
  }
}

function cell(value) {
  if (value === null || value === "") return "—";
  return typeof value === "number" ? number(value, 3) : isEnglish ? value : String(value);
}

function pick(id) {
  overlay.select(id);
  for (const row of document.querySelectorAll(".diff-row")) {
    const isIt = row.dataset.diff === id;
    row.classList.toggle("selected", isIt);
    if (isIt) row.scrollIntoView({ block: "nearest" });
  }
}
