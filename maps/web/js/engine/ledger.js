// 台账: supply against the demand of the pools, land promised twice, and the day on which a use runs out.

import { get } from "../api.js";
import { el, isEnglish, mu, number, replace, say, t } from "../dom.js";
import * as layers from "../layers.js";
import { choice, failed, field, parcelButton } from "./bits.js";
import * as draw from "./draw.js";

const BY = ["axis", "zone", "park", "use", "status", "net_year"];

export function show(context) {
  const { mode } = layers.colouring();
  draw.also(() => layers.colourBy(mode)); // the map gets back the colours that it had
  const out = el("div", { class: "eng-out", "aria-live": "polite" });
  const select = choice("by", BY.map((by) => [by, t(`eng_by_${by}`)]), context.asked.ledger || "axis");
  select.addEventListener("change", () => load(context, out, select.value));
  replace(context.body, field(t("eng_by"), select), out);
  load(context, out, select.value);
}

let turn = 0; // the last grouping that was asked for

async function load(context, out, by) {
  const mine = ++turn;
  context.asked.ledger = by;
  replace(out, el("p", { class: "hint" }, t("loading_short")));
  try {
    if (layers.COLOURINGS.includes(by)) await layers.colourBy(by);
    const answer = await get(`/api/v1/ledger?by=${encodeURIComponent(by)}`);
    if (mine === turn) tell(context, out, by, answer);
  } catch (error) {
    if (mine === turn) replace(out, failed(error));
  }
}

function nameOf(context, by, row) {
  const { plan } = context;
  const known = { axis: plan.axes, zone: plan.zones, park: plan.parks, status: plan.statuses }[by]?.find((one) => one.id === row.key);
  if (known) return say(known, by === "status" ? "label" : "name");
  const use = by === "use" && plan.uses.find((one) => one.code === row.key);
  if (use) return `${say(use, "name")} ${row.key}`;
  if (!row.key) return by === "net_year" ? t("eng_undated") : t("outside");
  return row.name || row.key;
}

function tell(context, out, by, answer) {
  const most = Math.max(1, ...answer.rows.map((one) => Math.max(one.supply_mu, one.demand_mu)));
  const rows = [...answer.rows].sort((a, b) => (by === "net_year" ? a.key.localeCompare(b.key) : b.supply_mu - a.supply_mu)).map((one) => balance(context, by, one, most));
  replace(
    out,
    el("p", { class: "eng-key" }, el("i", { class: "open" }), t("eng_open_mu"), el("i", { class: "promised" }), t("eng_promised_mu"), el("i", { class: "demand" }), t("eng_demand_mu"), el("i", { class: "assumed" }), t("eng_assumed_mu")),
    el("ul", { class: "eng-ledger" }, rows),
    answer.unplaced_mu > 0 && by !== "use" ? el("p", { class: "say" }, t("eng_unnamed", { a: mu(answer.unplaced_mu) })) : null,
    answer.short_mu > 0 ? el("p", { class: "say limit" }, t("eng_short", { a: mu(answer.short_mu) })) : null,
    el("h3", { class: "eng-title" }, t("eng_conflicts")),
    answer.conflicts.length ? el("ul", { class: "eng-lines" }, answer.conflicts.map((one) => el("li", {}, parcelButton(context, one.parcel_id), ` ${say(one, "text")}`))) : el("p", { class: "told" }, t("eng_no_conflicts")),
    el("h3", { class: "eng-title" }, t("eng_runs_out")),
    runsOut(answer),
    el("p", { class: "hint" }, isEnglish ? answer.note_en : answer.note),
    el("p", { class: "replay" }, t("version_n", { n: answer.version })),
  );
}

// What runs out stands open; what does not is folded away.
function runsOut({ runs_out: all }) {
  const late = all.filter((one) => one.net_on || one.all_on);
  const rest = all.filter((one) => !late.includes(one));
  const lines = (rows, kind) => el("ul", { class: "eng-lines" }, rows.map((one) => el("li", { class: kind }, say(one, "text"))));
  return [
    late.length ? lines(late, "late") : el("p", { class: "told" }, t("eng_nothing_runs_out")),
    rest.length && late.length ? el("details", { class: "more" }, el("summary", {}, t("eng_lasting", { n: rest.length })), lines(rest, "")) : null,
  ];
}

function balance(context, by, one, most) {
  const width = (area) => ({ style: { width: `${(100 * area) / most}%` } });
  const stated = one.demand_mu - one.demand_assumed_mu;
  return el(
    "li",
    {},
    el("span", { class: "label" }, nameOf(context, by, one)),
    el("span", { class: "count" }, mu(one.open_mu), el("small", {}, `${number(one.parcels, 0)} ${t("parcels")}`)),
    el("span", { class: "bar" }, el("i", { class: "open", ...width(one.open_mu) }), el("i", { class: "promised", ...width(one.supply_mu - one.open_mu) })),
    el("span", { class: "bar" }, el("i", { class: "demand", ...width(stated) }), el("i", { class: "assumed", ...width(one.demand_assumed_mu) })),
    el("span", { class: "sub" }, one.demand_mu > 0 ? t("eng_balance", { d: mu(one.demand_mu), n: number(one.projects.length, 0), b: mu(one.balance_mu) }) : t("eng_no_demand")),
  );
}
