// 约束代价: what each limit, or pair of limits, would have to give for one, five, twenty parcels more.

import { send } from "../api.js";
import { el, mu, number, replace, say, t } from "../dom.js";
import { briefLine, form } from "./bits.js";

const WANTED = [1, 5, 20];

export function show(context) {
  form(context, "prices", [briefLine(context), el("p", { class: "hint" }, t("eng_prices_hint"))], t("eng_ask_prices"), async (_, out) => {
    replace(out, el("p", { class: "hint" }, t("loading_short")));
    tell(out, await send("POST", "/api/v1/matches/prices", { ...context.brief(), wanted: WANTED }));
  });
}

function tell(out, prices) {
  const groups = WANTED.map((wanted) => [wanted, prices.filter((one) => one.wanted === wanted)]).filter(([, rows]) => rows.length);
  if (!groups.length) {
    replace(out, el("p", { class: "say limit" }, t("eng_no_prices")));
    return;
  }
  replace(out, groups.map(([wanted, rows]) => [el("h3", { class: "eng-title" }, t("eng_wanted", { n: wanted })), el("ol", { class: "eng-prices" }, [...rows].sort((a, b) => a.cost - b.cost).map((one, i, all) => price(one, all.at(-1).cost)))]));
}

function price(one, dearest) {
  return el(
    "li",
    {},
    el("span", { class: "what" }, one.loosenings.map((step) => el("b", {}, say(step))), el("span", { class: "sub" }, say(one, "text"))),
    el("span", { class: "eng-figure" }, el("b", {}, `+${number(one.admits, 0)}`), el("small", {}, mu(one.area_mu))),
    el("span", { class: "bar", title: t("eng_cost", { c: number(one.cost, 2) }) }, el("i", { style: { width: `${Math.max(2, (100 * one.cost) / Math.max(dearest, 1e-9))}%` } })),
  );
}
