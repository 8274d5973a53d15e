// 稳健性: how sure the order is when the weights are not, as bars, weight intervals, and on the map.

import { el, number, replace, say, t } from "../dom.js";
import { briefLine, choice, field, footer, form, parcelButton, percent, sentences } from "./bits.js";
import * as draw from "./draw.js";
import * as jobs from "./jobs.js";

const SAMPLES = [2000, 10000, 100000];
// how sure somebody is of the weights: the sum of the Dirichlet's parameters
const CERTAINTY = [[20, "loose"], [50, "usual"], [200, "tight"]];

export async function show(context) {
  const parts = [
    briefLine(context),
    el(
      "div",
      { class: "two" },
      field(t("eng_certainty"), choice("certainty", CERTAINTY.map(([n, name]) => [n, t(`eng_certainty_${name}`)]), 50)),
      field(t("eng_samples"), choice("vectors", SAMPLES.map((n) => [n, number(n, 0)]), 10000)),
    ),
    el("details", { class: "more" }, el("summary", {}, t("eng_departments")), field(t("eng_departments_hint"), el("textarea", { name: "departments", rows: "3", spellcheck: "false", placeholder: t("eng_departments_example") }))),
  ];
  const { out } = form(context, "robustness", parts, t("eng_ask_robustness"), (it) => {
    const robustness = { vectors: Number(it.vectors.value), certainty: Number(it.certainty.value) };
    const departments = departmentsOf(it.departments.value, context.plan);
    if (Object.keys(departments).length) robustness.departments = departments;
    draw.clear();
    return jobs.ask("robustness", { ...context.brief(), robustness }, ways(context, out));
  });
  await jobs.resume("robustness", ways(context, out));
}

function ways(context, out) {
  return { node: out, onDone: (answer) => tell(context, out, answer), onBack: (words) => replace(out, words) };
}

// 招商: 地价=40, 面积契合=20 — one department a line, wishes by their names or ids.
function departmentsOf(text, plan) {
  const ids = new Map(plan.wishes.flatMap((one) => [[one.label, one.id], [one.label_en, one.id], [one.id, one.id]]));
  for (const [id, zh, en] of [["area", "面积契合", "Area fit"], ["axis", "发展轴", "Axis"]]) ids.set(id, id).set(zh, id).set(en, id);
  const told = {};
  for (const line of text.split("\n")) {
    const [name, said] = line.split(/[:：](.*)/s);
    if (!said) continue;
    const pairs = said.split(/[,，]/).map((pair) => pair.split("=").map((part) => part.trim())).filter((pair) => pair.length === 2);
    told[name.trim()] = Object.fromEntries(pairs.map(([wish, weight]) => [ids.get(wish) || wish, Number(weight)]));
  }
  return told;
}

async function tell(context, out, answer) {
  const k = answer.brief.k;
  const rows = answer.parcels.map((one) =>
    el(
      "li",
      {},
      el("span", { class: "eng-id" }, parcelButton(context, one.parcel_id)),
      el("span", { class: "eng-bars" }, bar(one.first, "first"), bar(one.top, "top")),
      el("span", { class: "eng-figure" }, el("b", {}, percent(one.first)), el("small", {}, percent(one.top))),
    ),
  );
  replace(
    out,
    sentences(answer.reasons),
    answer.unseat ? el("p", { class: "say" }, say(answer.unseat, "text")) : null,
    rows.length ? [el("h3", { class: "eng-title" }, t("eng_first_share", { k })), el("ol", { class: "eng-shares" }, rows)] : null,
    answer.intervals.length ? intervals(answer) : null,
    answer.departments.length ? departments(context, answer) : null,
    footer(answer),
  );
  await map(context, out, answer);
}

function bar(share, kind) {
  return el("span", { class: "bar", "aria-hidden": "true" }, el("i", { class: kind, style: { width: `${100 * share}%` } }));
}

// The range of each weight within which the first stays first, and where the weight is now.
function intervals(answer) {
  const rows = answer.intervals.map((one) => {
    const beyond = [one.below ? t("eng_below", { id: one.below, w: percent(one.low) }) : null, one.above ? t("eng_above", { id: one.above, w: percent(one.high) }) : null];
    return el(
      "li",
      {},
      el("span", { class: "label" }, say(one)),
      el(
        "span",
        { class: "eng-range", "aria-hidden": "true" },
        el("i", { style: { left: `${100 * one.low}%`, width: `${100 * Math.max(0.004, one.high - one.low)}%` } }),
        el("b", { style: { left: `${100 * one.weight}%` } }),
      ),
      el("span", { class: "eng-figure" }, percent(one.weight, 1)),
      el("small", { class: "sub" }, beyond.filter(Boolean).join("; ") || t("eng_always_first")),
    );
  });
  return [el("h3", { class: "eng-title" }, t("eng_intervals")), el("ul", { class: "eng-intervals" }, rows)];
}

function departments(context, answer) {
  const rows = answer.departments.map((one) => el("li", {}, el("b", {}, one.name), " ", one.first.slice(0, 5).map((id, i) => [i ? ", " : "", parcelButton(context, id)])));
  const accepted = answer.accepted.length ? answer.accepted.map((id, i) => [i ? ", " : "", parcelButton(context, id)]) : t("eng_nobody");
  return [
    el("h3", { class: "eng-title" }, t("eng_departments")),
    el("ul", { class: "eng-lines" }, rows),
    el("p", {}, `${t("eng_agreement", { w: number(answer.concordance, 2) })} · ${t("eng_accepted")} `, accepted),
  ];
}

async function map(context, out, answer) {
  if (!out.isConnected) return;
  draw.begin();
  const shapes = await draw.outlines(answer.parcels.map((one) => one.parcel_id));
  if (!out.isConnected) return;
  for (const one of answer.parcels) {
    const found = shapes.get(one.parcel_id);
    if (!found) continue;
    const name = `${one.parcel_id} · ${t("eng_first")} ${percent(one.first)} · ${t("eng_top", { k: answer.brief.k })} ${percent(one.top)}`;
    draw.shape(one.parcel_id, found.geometry, { color: draw.COLOURS.best, weight: 1 + 3 * one.first, fillColor: draw.COLOURS.first, fillOpacity: 0.1 + 0.8 * one.top }, { name, onPick: (id) => context.pick(id) });
    if (one.first >= 0.05) draw.label(percent(one.first), found.at);
  }
  draw.explain([[draw.COLOURS.first, t("eng_key_top", { k: answer.brief.k })], [draw.COLOURS.best, t("eng_key_first"), "line"]]);
  draw.fit();
}
