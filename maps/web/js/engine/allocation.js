// 统筹落位: many projects on the land together; arrows lead from each project to its land, with what it gave up.

import { get } from "../api.js";
import { el, mu, number, replace, say, t } from "../dom.js";
import { REGRET, regretOf, show as arrows } from "./arrows.js";
import { choice, field, figure, footer, form, parcelButton, proof, sentences, table, valueOf } from "./bits.js";
import { POOLS } from "../pins.js";
import * as draw from "./draw.js";
import * as jobs from "./jobs.js";

let projects = null;
let pointed = () => {};

export async function show(context) {
  projects ??= (await get("/api/v1/projects/table")).projects;
  const pools = POOLS.map((pool) => [pool, projects.filter((one) => one.pool === pool).length]).filter(([, n]) => n);
  const ticks = pools.map(([pool, n]) => el("label", { class: "tick" }, el("input", { type: "checkbox", name: "pool", value: pool, checked: true }), `${t(`eng_pool_${pool}`)} ${n}`));
  const quotas = context.plan.axes.map((axis) => el("div", { class: "eng-quota" }, el("span", {}, say(axis, "name")), figure(`least_${axis.id}`, "", { "aria-label": t("eng_quota_least", { a: say(axis, "name") }) }), "–", figure(`most_${axis.id}`, "", { "aria-label": t("eng_quota_most", { a: say(axis, "name") }) }), t("mu")));
  const parts = [
    el("fieldset", {}, el("legend", {}, t("eng_projects", { n: projects.length })), ticks),
    el(
      "div",
      { class: "two" },
      field(t("eng_objective"), choice("objective", [["score", t("eng_objective_score")], ["investment", t("eng_objective_investment")]], "score")),
      field(t("eng_invest"), figure("assumed_invest_yi", ""), t("eng_invest_hint")),
      field(t("eng_members_most"), figure("members", 3, { min: "1", max: "6", step: "1" })),
      field(t("eng_phases"), choice("phases", [["together", t("eng_together")], ["in_turn", t("eng_in_turn")]], "together")),
    ),
    el("details", { class: "more" }, el("summary", {}, t("eng_quotas")), el("div", {}, quotas, field(t("eng_seconds"), figure("time_limit_s", 60, { min: "1", max: "120" })))),
  ];
  const { out } = form(context, "allocation", parts, t("eng_ask_allocation"), (it) => {
    const chosen = new Set([...it.pool.length ? it.pool : [it.pool]].filter((box) => box.checked).map((box) => box.value));
    const asked = { objective: it.objective.value, members: Number(it.members.value), phases: it.phases.value, time_limit_s: Number(it.time_limit_s.value), quotas: [] };
    if (valueOf(it.assumed_invest_yi) !== null) asked.assumed_invest_yi = valueOf(it.assumed_invest_yi);
    for (const axis of context.plan.axes) {
      const [least, most] = [valueOf(it[`least_${axis.id}`]), valueOf(it[`most_${axis.id}`])];
      if (least !== null || most !== null) asked.quotas.push({ axis: axis.id, least_mu: least ?? 0, most_mu: most });
    }
    if (!chosen.size) throw new Error(t("eng_no_pool"));
    if (chosen.size < pools.length) asked.projects = projects.filter((one) => chosen.has(one.pool)).map(stated);
    draw.clear();
    return jobs.ask("allocations", asked, ways(context, out));
  });
  await jobs.resume("allocations", ways(context, out));
}

// A project of the plan's table as the service takes it.
function stated(one) {
  const words = ["id", "name", "industry", "pool", "axis", "park", "acquire_by", "start_by", "open_by"];
  const figures = ["area_mu", "area_min_mu", "area_max_mu", "invest_yi", "fixed_invest_yi", "output_yi", "tax_yi", "far", "coverage", "office_share", "phase", "priority"];
  const told = { locked: one.locked };
  for (const name of [...words, ...figures]) if (one[name] !== null && one[name] !== "") told[name] = one[name];
  return told;
}

function ways(context, out) {
  return { node: out, onDone: (answer) => tell(context, out, answer), onBack: (words) => replace(out, words) };
}

async function tell(context, out, answer) {
  const placed = answer.placements;
  const lead = t("eng_allocation_sum", { n: placed.length, m: placed.length + answer.unplaced.length, v: number(answer.value) });
  const sorted = [...placed].sort((a, b) => b.regret - a.regret || a.name.localeCompare(b.name, "zh"));
  replace(
    out,
    proof(answer.proven, answer.proven ? lead : `${lead} · ${t("eng_gap_share", { g: number(100 * answer.gap_share, 2) })}`),
    sentences(answer.reasons),
    rivals(answer),
    placed.length ? [el("h3", { class: "eng-title" }, t("eng_placements")), el("ol", { class: "eng-placed" }, sorted.map((one) => placement(context, one)))] : null,
    answer.unplaced.length ? unplaced(context, answer) : null,
    answer.contested.length ? contested(context, answer) : null,
    answer.quotas.length ? quotasUsed(context, answer) : null,
    footer(answer),
  );
  await map(context, out, answer);
}

function placement(context, one) {
  const parcels = one.parcels.map((id, i) => [i ? " + " : "", parcelButton(context, id)]);
  const best = one.regret >= 0.05 ? t("eng_own_best", { id: one.best_parcels.join(" + "), s: number(one.best_score) }) : t("eng_has_best");
  const row = el(
    "li",
    { "data-project": one.project, class: `r${regretOf(one.regret)}` },
    el("button", { type: "button", class: "eng-name-button", on: { click: () => pointed(one.project, true) } }, one.name, one.locked ? el("em", {}, t("eng_locked")) : null),
    el("span", { class: "eng-figure" }, el("b", {}, number(one.score)), el("small", {}, one.regret >= 0.05 ? `−${number(one.regret)}` : "0")),
    el("span", { class: "sub" }, parcels, ` · ${mu(one.area_mu)} · ${best}`),
  );
  row.addEventListener("mouseenter", () => pointed(one.project));
  row.addEventListener("mouseleave", () => pointed(null));
  return row;
}

function rivals(answer) {
  const most = Math.max(answer.bound, ...answer.rivals.map((one) => one.value), 1e-9);
  const least = 0.9 * Math.min(answer.value, ...answer.rivals.map((one) => one.value));
  const row = (name, value, kind) => el("li", { class: kind }, el("span", {}, name), el("span", { class: "bar", "aria-hidden": "true" }, el("i", { style: { width: `${(100 * (value - least)) / Math.max(1e-9, most - least)}%` } })), el("b", {}, number(value)));
  return el("ul", { class: "eng-rivals" }, row(t("eng_together_best"), answer.value, "ours"), answer.rivals.map((one) => row(`${say(one)} · ${t("eng_n_placed", { n: one.placed })}`, one.value, "")));
}

function unplaced(context, answer) {
  const rows = answer.unplaced.map((one) =>
    el("li", {}, el("b", {}, one.name), el("p", {}, say(one, "text")), one.would_place.slice(0, 3).map((land) => el("p", { class: "sub" }, parcelButton(context, land.parcel_id), ` ${say(land, "text")}`))),
  );
  return [el("h3", { class: "eng-title" }, t("eng_unplaced", { n: answer.unplaced.length })), el("ul", { class: "eng-unplaced" }, rows)];
}

function contested(context, answer) {
  const names = new Map(answer.placements.map((one) => [one.project, one.name]));
  const rows = answer.contested.slice(0, 10).map((one) => [parcelButton(context, one.parcel_id), number(one.price), names.get(one.taken_by) || one.taken_by, number(one.wanted_by, 0)]);
  return [el("h3", { class: "eng-title" }, t("eng_contested")), table([t("eng_parcel"), t("eng_shadow"), t("eng_taken_by"), t("eng_wanted_by")], rows)];
}

function quotasUsed(context, answer) {
  const names = new Map(context.plan.axes.map((one) => [one.id, say(one, "name")]));
  const rows = answer.quotas.map((one) => [names.get(one.axis) || one.axis, `${number(one.least_mu)}–${one.most_mu === null ? "∞" : number(one.most_mu)}`, number(one.used_mu), number(one.short_mu), number(one.price_per_mu, 3)]);
  return [el("h3", { class: "eng-title" }, t("eng_quotas")), table([t("axis"), t("eng_quota_mu"), t("eng_used_mu"), t("eng_short_mu"), t("eng_price_per_mu")], rows)];
}

async function map(context, out, answer) {
  if (!out.isConnected) return;
  draw.begin();
  const wanted = answer.placements.flatMap((one) => [...one.parcels, ...one.best_parcels]);
  const shapes = await draw.outlines([...wanted, ...answer.contested.map((one) => one.parcel_id)]);
  if (!out.isConnected) return;
  const prices = new Map(answer.contested.filter((one) => one.price > 0).map((one) => [one.parcel_id, one.price]));
  const dearest = Math.max(1e-9, ...prices.values());
  for (const one of answer.placements) {
    const colour = draw.COLOURS[REGRET[regretOf(one.regret)][0]];
    for (const id of one.parcels) {
      const found = shapes.get(id);
      if (!found) continue;
      draw.shape(id, found.geometry, { color: colour, weight: 2, fillColor: colour, fillOpacity: 0.45 }, { name: `${one.name} · ${id} · ${t("eng_regret")} ${number(one.regret)}`, onPick: (it) => context.pick(it) });
    }
  }
  for (const [id, price] of prices) {
    const found = shapes.get(id);
    if (found) draw.shape(`price ${id}`, found.geometry, { color: draw.COLOURS.line, weight: 1 + (4 * price) / dearest, fill: false, dashArray: "4 3" });
  }
  draw.explain(
    [
      [draw.COLOURS.calm, t("eng_key_best")],
      [draw.COLOURS.want, t("eng_key_little")],
      [draw.COLOURS.best, t("eng_key_much")],
      [draw.COLOURS.line, t("eng_key_contested"), "dashed"],
    ],
    t("eng_key_arrows"),
  );
  draw.fit(15, 90);
  pointed = arrows(answer.placements, shapes);
}
