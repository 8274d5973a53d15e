// 约束代价: what each limit, or pair of limits, would have to give for one, five, twenty parcels more.
// The parcels that one would admit are on the map while it is pointed at, and stay there once it is chosen.

import { scoreBytes, send } from "../api.js";
import { relaxed } from "../brief.js";
import { config, el, mu, number, replace, say, t } from "../dom.js";
import * as layers from "../layers.js";
import * as map from "../map.js";
import * as draw from "./draw.js";
import { briefLine, failed, form } from "./bits.js";

const WANTED = [1, 5, 20];
const MOST_BYTE = 100; // a higher one says which limit a parcel fails
const { excluded } = config.style;
const COLOURS = [excluded.area, draw.COLOURS.rest, draw.COLOURS.best]; // out, in, in by this price
let chosen = null; // the row that stays on the map
let turn = 0;

export function show(context) {
  form(context, "prices", [briefLine(context), el("p", { class: "hint" }, t("eng_prices_hint"))], t("eng_ask_prices"), async (_, out) => {
    draw.clear();
    replace(out, el("p", { class: "hint" }, t("loading_short")));
    const brief = context.brief();
    tell(out, brief, await send("POST", "/api/v1/matches/prices", { ...brief, wanted: WANTED }));
  });
}

function tell(out, brief, prices) {
  chosen = null;
  const before = scoreBytes(brief);
  before.catch(() => {}); // whoever waits for it tells
  const groups = WANTED.map((wanted) => [wanted, prices.filter((one) => one.wanted === wanted)]).filter(([, rows]) => rows.length);
  if (!groups.length) {
    replace(out, el("p", { class: "say limit" }, t("eng_no_prices")));
    return;
  }
  replace(out, groups.map(([wanted, rows]) => [el("h3", { class: "eng-title" }, t("eng_wanted", { n: wanted })), el("ol", { class: "eng-prices" }, [...rows].sort((a, b) => a.cost - b.cost).map((one, i, all) => price(one, all.at(-1).cost, admitted(out, brief, before, one))))]));
}

// What a row does when it is pointed at, left or chosen; null where the brief has no field for a step.
function admitted(out, brief, before, one) {
  const next = relaxed(brief, one, true);
  if (!next) return null;
  let after = null; // asked for once
  const draws = async (row) => {
    const mine = ++turn;
    after ??= scoreBytes(next);
    try {
      const [old, now] = await Promise.all([before, after]);
      if (mine === turn && row.isConnected) paint(old, now);
    } catch (error) {
      after = null;
      if (mine === turn) out.prepend(failed(error));
    }
  };
  return {
    enter: ({ currentTarget: row }) => draws(row),
    leave: () => (chosen ? chosen.draws() : draw.clear()),
    choose: ({ currentTarget: row }) => {
      const isOff = chosen?.row === row;
      chosen?.row.setAttribute("aria-pressed", "false");
      chosen = isOff ? null : { row, draws: () => draws(row) };
      row.setAttribute("aria-pressed", String(!isOff));
      if (!isOff) draws(row);
    },
  };
}

// Every parcel by whether it was in already, comes in by this price, or stays out.
function paint(old, now) {
  const rows = Uint8Array.from(now, (byte, i) => (old[i] <= MOST_BYTE ? 1 : byte <= MOST_BYTE ? 2 : 0));
  const counts = [0, 0, 0];
  for (const one of rows) counts[one] += 1;
  const { mode } = layers.colouring();
  draw.clear();
  map.paint({ rows, colours: COLOURS });
  draw.also(() => {
    turn += 1;
    layers.colourBy(mode);
  });
  draw.explain([
    [COLOURS[2], t("eng_key_admitted", { n: number(counts[2], 0) })],
    [COLOURS[1], t("eng_key_already", { n: number(counts[1], 0) })],
    [COLOURS[0], t("eng_key_still_out", { n: number(counts[0], 0) })],
  ]);
}

function price(one, dearest, acts) {
  const on = acts && { click: acts.choose, pointerenter: acts.enter, pointerleave: acts.leave, focus: acts.enter, blur: acts.leave };
  return el(
    "li",
    {},
    el(acts ? "button" : "span", { class: "what", ...(acts ? { type: "button", "aria-pressed": "false", title: t("eng_price_shown"), on } : {}) }, one.loosenings.map((step) => el("b", {}, say(step))), el("span", { class: "sub" }, say(one, "text"))),
    el("span", { class: "eng-figure" }, el("b", {}, `+${number(one.admits, 0)}`), el("small", {}, mu(one.area_mu))),
    el("span", { class: "bar", title: t("eng_cost", { c: number(one.cost, 2) }) }, el("i", { style: { width: `${Math.max(2, (100 * one.cost) / Math.max(dearest, 1e-9))}%` } })),
  );
}
