// The answer beside the map: the shortlist, who excluded how many, what is nearly there, the way out.

import { save } from "./api.js";
import { el, isEnglish, mu, number, replace, say, t } from "./dom.js";
import { point } from "./map.js";

export function clear(node) {
  node.replaceChildren();
}

export function show(node, { answer, plan, brief, onPick, onProblem }) {
  const { counts } = answer;
  const names = new Map([...plan.axes, ...plan.parks].map((one) => [one.id, say(one, "name")]));
  replace(
    node,
    el(
      "p",
      { class: "sum" },
      el("strong", {}, `${number(counts.eligible, 0)} / ${number(counts.considered, 0)} `),
      `${t("parcels")} ${t("eligible")}`,
    ),
    answer.reasons.map((reason) => el("p", { class: `say ${reason.kind}` }, say(reason, "text"))),
    answer.relaxations.length ? ways(answer) : null,
    answer.suggestions.length ? shortlist(answer, names, onPick) : null,
    answer.suggestions.length ? downloads(brief, onProblem) : null,
    ledger(answer),
    answer.near_misses.length ? near(answer, onPick) : null,
    el("p", { class: "replay" }, `${t("answer_id")} ${answer.replay.answer}`),
  );
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
    row.addEventListener("mouseenter", () => point(one.parcel_id, true));
    row.addEventListener("mouseleave", () => point(one.parcel_id, false));
    return el("li", {}, row);
  });
  return [el("h2", {}, t("shortlist")), el("ol", { class: "shortlist" }, rows)];
}

function downloads(brief, onProblem) {
  const make = (text, path, format) => {
    const button = el("button", { type: "button" }, text);
    button.addEventListener("click", async () => {
      button.disabled = true;
      button.textContent = t("making");
      try {
        await save(path, { ...brief, format });
      } catch (error) {
        onProblem(error);
      }
      button.disabled = false;
      button.textContent = text;
    });
    return button;
  };
  return el(
    "div",
    { class: "downloads" },
    make(t("plate"), "/api/v1/exports/plate", "pdf"),
    make(t("table"), "/api/v1/exports/table", "xlsx"),
  );
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
        el("span", { class: "rule" }, say(one, "text")),
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

function ways(answer) {
  const rows = answer.relaxations.map((one) => el("li", {}, say(one, "text")));
  return [el("h2", {}, t("ways")), el("ol", { class: "ways" }, rows)];
}
