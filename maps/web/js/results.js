// The answer beside the map: the shortlist, who excluded how many, what is nearly there, the way out.

import { relaxed } from "./brief.js";
import { el, isEnglish, mu, number, replace, say, t } from "./dom.js";
import * as files from "./files.js";
import { point } from "./map.js";
import * as tray from "./tray.js";

let shown = null; // the answer in the list, its rows by parcel

export function clear(node) {
  shown = null;
  node.replaceChildren();
}

// `onAsk(brief)` asks another question, such as a relaxed one.
export function show(node, { answer, plan, brief, onPick, onProblem, onAsk }) {
  const { counts } = answer;
  const names = new Map([...plan.axes, ...plan.parks].map((one) => [one.id, say(one, "name")]));
  shown = { answer, rows: new Map() };
  replace(
    node,
    el(
      "p",
      { class: "sum" },
      el("strong", {}, `${number(counts.eligible, 0)} / ${number(counts.considered, 0)} `),
      `${t("parcels")} ${t("eligible")}`,
    ),
    answer.reasons.map((reason) => el("p", { class: `say ${reason.kind}` }, say(reason, "text"))),
    answer.relaxations.length ? ways(answer, brief, onAsk) : null,
    answer.suggestions.length ? shortlist(answer, names, onPick) : null,
    answer.suggestions.length ? downloads(brief, onProblem) : null,
    ledger(answer),
    answer.near_misses.length ? near(answer, onPick) : null,
    el("p", { class: "replay" }, `${t("answer_id")} ${answer.replay.answer}`),
  );
  tray.mark();
}

// While a weight moves: the same parcels by the new weights, exactly, until the whole answer has come.
export function reorder(weights) {
  if (!shown?.answer.suggestions.length) return;
  const judged = new Set(shown.answer.suggestions[0].parts.map((part) => part.wish));
  const weighed = Object.entries(weights).filter(([, weight]) => weight > 0);
  const total = weighed.reduce((sum, [, weight]) => sum + weight, 0);
  if (!total || weighed.some(([wish]) => !judged.has(wish))) return; // a new wish: only the service knows it
  const share = new Map(weighed.map(([wish, weight]) => [wish, weight / total]));
  const scored = shown.answer.suggestions.map((one) => {
    const points = one.parts.map((part) => 100 * (share.get(part.wish) || 0) * part.satisfaction);
    return { one, points, score: points.reduce((sum, some) => sum + some, 0) };
  });
  scored.sort((a, b) => b.score - a.score || (a.one.parcel_id < b.one.parcel_id ? -1 : 1));
  const list = shown.rows.values().next().value.parentNode;
  scored.forEach(({ one, points, score }, at) => {
    const row = shown.rows.get(one.parcel_id);
    row.querySelector(".rank").textContent = String(at + 1);
    row.querySelector(".points").textContent = number(score);
    row.querySelectorAll(".bar i").forEach((bar, i) => bar.style.setProperty("width", `${points[i]}%`));
    list.append(row);
  });
}

function shortlist(answer, names, onPick) {
  const rows = answer.suggestions.map((one) => {
    const where = [names.get(one.park), names.get(one.axis)].filter(Boolean).join(" · ");
    const use = isEnglish ? one.use_name_en : one.use_name;
    const parts = one.parts.map((part, i) =>
      el("i", { class: `part p${i % 6}`, style: { width: `${part.points}%` }, title: `${say(part)} ${number(part.points)}` }),
    );
    const row = el(
      "button",
      { type: "button", class: "suggestion", "data-parcel": one.parcel_id },
      el("b", { class: "rank" }, String(one.rank)),
      el(
        "span",
        { class: "what" },
        el("span", { class: "name" }, one.parcel_id, el("em", {}, where || one.township)),
        el("span", { class: "sub" }, `${use} · ${mu(one.area_mu)}`),
        el("span", { class: "bar", "aria-hidden": "true" }, parts),
      ),
      el("span", { class: "points" }, number(one.score)),
    );
    row.addEventListener("click", () => onPick(one.parcel_id, true));
    for (const [event, isOn] of [["mouseenter", true], ["focus", true], ["mouseleave", false], ["blur", false]]) {
      row.addEventListener(event, () => point(one.parcel_id, isOn));
    }
    const item = el("li", {}, row, tray.toggle(one.parcel_id));
    shown.rows.set(one.parcel_id, item);
    return item;
  });
  return [el("h2", {}, t("shortlist")), el("ol", { class: "shortlist" }, rows)];
}

function downloads(brief, onProblem) {
  const file = (text, name, format) => files.make(text, `/api/v1/exports/${name}`, format ? { ...brief, format } : brief, onProblem);
  return [
    el("div", { class: "downloads" }, file(t("plate"), "plate", "pdf"), file(t("table"), "table", "xlsx"), file(t("deck"), "deck"), file(t("atlas"), "atlas"), file(t("offline_page"), "page")),
    files.disclosure(),
  ];
}

function ledger({ limits, counts }) {
  const rows = limits
    .filter((one) => counts.excluded_by[one.limit] > 0)
    .sort((a, b) => counts.excluded_by[b.limit] - counts.excluded_by[a.limit])
    .map((one) => {
      const out = counts.excluded_by[one.limit];
      const only = counts.only[one.limit];
      return el(
        "li",
        {},
        el("span", { class: "rule", title: say(one, "text") }, say(one, "text")),
        el("span", { class: "count" }, `${number(out, 0)}`, el("small", {}, `${t("only")} ${number(only, 0)}`)),
        el(
          "span",
          { class: "bar", "aria-hidden": "true" },
          el("i", { class: "only", style: { width: `${(100 * only) / counts.considered}%` } }),
          el("i", { class: "also", style: { width: `${(100 * (out - only)) / counts.considered}%` } }),
        ),
      );
    });
  return rows.length ? [el("h2", {}, t("ledger")), el("ul", { class: "ledger" }, rows)] : null;
}

function near(answer, onPick) {
  const rows = answer.near_misses.slice(0, 5).map((one) =>
    el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "near", "data-parcel": one.parcel_id, on: { click: () => onPick(one.parcel_id, true) } },
        el("span", { class: "name" }, `${one.parcel_id} · ${mu(one.area_mu)}`),
        el("span", { class: "sub" }, `${say(one.failed)}: ${say(one.failed, "change")}`),
      ),
    ),
  );
  return [el("h2", {}, t("near")), el("ul", { class: "nears" }, rows)];
}

function ways(answer, brief, onAsk) {
  const rows = answer.relaxations.map((one) => {
    const next = relaxed(brief, one);
    return el("li", {}, next && onAsk ? el("button", { type: "button", class: "way", on: { click: () => onAsk(next) } }, say(one, "text")) : say(one, "text"));
  });
  return [el("h2", {}, t("ways")), el("ol", { class: "ways" }, rows)];
}
