// 一地一档: one parcel's facts, every part of its score, every limit with its margin, and what the office asks next.

import { el, figure, isEnglish, number, replace, say, t, withSquareMetres } from "./dom.js";
import * as dossier from "./dossier.js";
import * as tray from "./tray.js";

const node = document.getElementById("card");

export function hide() {
  node.hidden = true;
}

// `brief` null: nothing was asked, and what depends on a project is left out.
export function show(told, plan, onClose, { brief = null } = {}) {
  const names = new Map([...plan.axes, ...plan.parks, ...plan.zones].map((one) => [one.id, say(one, "name")]));
  const isJudged = told.limits !== undefined;
  const judged = isJudged ? [sentences(told), limits(told, plan), parts(told, plan)] : el("p", { class: "hint" }, t("ask_first"));
  replace(node, head(told, isJudged, onClose), facts(told, names, plan), judged, dossier.sections(told.parcel_id, { plan, brief }));
  node.hidden = false;
  node.scrollTop = 0;
  node.onkeydown = (event) => {
    if (event.key === "Escape") onClose();
  };
}

function head(told, isJudged, onClose) {
  const close = el("button", { type: "button", class: "close", "aria-label": t("close"), on: { click: onClose } }, "×");
  const verdict = !isJudged
    ? null
    : told.eligible
      ? el("span", { class: "tag in" }, t("rank", { n: told.rank }))
      : el("span", { class: "tag out" }, t("excluded_tag"));
  return el(
    "div",
    { class: "card-head" },
    el("div", {}, el("h2", {}, told.parcel_id), verdict, told.name ? el("p", { class: "sub" }, told.name) : null),
    isJudged ? el("div", { class: "big" }, number(told.score), el("small", {}, t("score"))) : null,
    tray.toggle(told.parcel_id),
    close,
  );
}

function facts(told, names, plan) {
  const status = plan.statuses.find((one) => one.id === told.status);
  const use = isEnglish ? told.use_name_en : told.use_name;
  const rows = [
    [t("use"), `${use} (${told.use_code})`],
    [t("area_word"), withSquareMetres(told.area_mu ?? told.measures.area_mu)],
    [t("status"), status ? say(status) : t("no_data")],
    [t("township"), told.township || t("no_data")],
    [t("axis"), names.get(told.axis ?? told.measures.axis) || t("outside_axis")],
    [t("park"), names.get(told.park ?? told.measures.park) || "—"],
    [t("basis"), told.basis ? t(`basis_${told.basis}`) : t("no_data")],
    [t("source"), told.source || t("no_data")],
  ];
  return dossier.list(rows);
}

function sentences(told) {
  const rows = told.reasons.filter((one) => one.kind !== "limit").map((one) => el("li", { class: one.kind }, say(one, "text")));
  return rows.length ? el("ul", { class: "reasons" }, rows) : null;
}

function limits(told, plan) {
  const names = new Map([...plan.statuses, ...plan.utilities].map((one) => [one.id, say(one)]));
  for (const [code, use] of Object.entries(plan.use_names || {})) names.set(code, `${say(use, "name")} ${code}`);
  for (const use of plan.uses) names.set(use.code, `${say(use, "name")} ${use.code}`);
  const line = (one) =>
    el(
      "li",
      { class: one.passed ? (one.known ? "pass" : "unknown") : "fail" },
      el("span", { class: "verdict", "aria-hidden": "true" }, one.passed ? (one.known ? "✓" : "?") : "✗"),
      el(
        "span",
        { class: "limit" },
        el("b", {}, say(one), one.firm ? el("em", {}, t("firm")) : null),
        el("span", { class: "sub" }, measured(one, names)),
        one.passed ? null : el("span", { class: "change" }, say(one, "change")),
        one.clause && !one.passed ? el("span", { class: "clause" }, say(one, "clause")) : null,
      ),
    );
  const sorted = [...told.limits].sort((a, b) => Number(a.passed) - Number(b.passed));
  return [el("h3", {}, told.eligible ? t("limits") : t("why_not")), el("ul", { class: "limits" }, sorted.map(line))];
}

function measured(one, names) {
  const worded = (value) => (typeof value === "string" ? value.split(" ").map((word) => names.get(word) || word).join(t("comma")) : figure(value, one.unit));
  if (!one.known) return `${t("no_data")}, ${t("unknown")}`;
  if (one.limit === "held") return one.passed ? "" : String(one.value);
  const words = [`${t("value")} ${worded(one.value) || "—"}`, `${t("need")} ${worded(one.threshold)}`];
  if (one.margin !== null) words.push(`${one.margin < 0 ? t("short") : t("margin")} ${figure(Math.abs(one.margin), one.unit)}`);
  return words.join(" · ");
}

function parts(told, plan) {
  const names = new Map([...plan.statuses, ...plan.axes.map((one) => ({ id: one.id, label: one.name, label_en: one.name_en }))].map((one) => [one.id, say(one)]));
  const rows = told.parts.map((one, i) =>
    el(
      "li",
      {},
      el("span", { class: "label" }, say(one)),
      el("span", { class: "measure" }, one.known ? names.get(one.value) || figure(one.value, one.unit) : t("no_data")),
      el(
        "span",
        { class: "bar", style: { "--full": `${Math.max(8, 300 * one.weight)}%` }, title: t("value_of", { a: number(100 * one.weight), b: number(one.points) }) },
        el("i", { class: `part p${i % 6}`, style: { width: `${100 * one.satisfaction}%` } }),
      ),
      el("span", { class: "points" }, `${number(one.points)} / ${number(100 * one.weight)}`),
    ),
  );
  return [el("h3", {}, t("parts")), el("ul", { class: "parts" }, rows)];
}
