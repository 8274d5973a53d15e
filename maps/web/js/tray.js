// The compare tray: up to four sites, where their scores differ, what excludes which, who is beaten by nobody.

import { send, why } from "./api.js";
import { el, mu, number, replace, say, t } from "./dom.js";

const MOST = 4;
const node = document.getElementById("tray");
const kept = []; // parcel ids, in the order they were put in
let isOpen = false;
let turn = 0;
let brief = null;
let hooks = { onPick: () => {}, onProblem: () => {}, onChange: () => {} };

export function start(given) {
  hooks = given;
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen) fold();
  });
}

export const ids = () => [...kept];

export function keep(given) {
  kept.splice(0, kept.length, ...new Set(given.slice(0, MOST)));
  draw();
}

// Another question: the same sites are judged by it.
export function asked(theBrief) {
  brief = theBrief;
  draw();
}

// A button that puts a parcel into the tray or takes it out.
export function toggle(id) {
  const face = el("button", { type: "button", class: "keep", "data-keep": id, on: { click: () => change(id) } });
  dress(face, id);
  return face;
}

function dress(face, id) {
  const isIn = kept.includes(id);
  face.setAttribute("aria-pressed", String(isIn));
  face.setAttribute("aria-label", t(isIn ? "tray_out" : "tray_in", { id }));
  face.title = t(isIn ? "tray_out" : "tray_in", { id });
  face.textContent = isIn ? "✓" : "+";
  face.disabled = !isIn && kept.length >= MOST;
}

export function mark() {
  for (const face of document.querySelectorAll("[data-keep]")) dress(face, face.dataset.keep);
}

function change(id) {
  const at = kept.indexOf(id);
  if (at >= 0) kept.splice(at, 1);
  else if (kept.length < MOST) kept.push(id);
  draw();
  hooks.onChange();
}

function fold() {
  isOpen = false;
  draw();
  node.querySelector(".compare")?.focus();
}

function draw() {
  mark();
  node.hidden = kept.length === 0;
  if (kept.length < 2) isOpen = false;
  const sites = kept.map((id) =>
    el(
      "li",
      { class: "chip" },
      el("button", { type: "button", class: "site", on: { click: () => hooks.onPick(id, true) } }, id),
      el("button", { type: "button", class: "drop-chip", "aria-label": t("tray_out", { id }), on: { click: () => change(id) } }, "×"),
    ),
  );
  const canCompare = kept.length > 1 && brief !== null;
  const compare = el(
    "button",
    { type: "button", class: "compare", "aria-expanded": String(isOpen), disabled: !canCompare, on: { click: () => (isOpen ? fold() : open()) } },
    isOpen ? t("tray_fold") : t("tray_compare"),
  );
  const hint = canCompare ? null : el("small", {}, t(brief === null ? "tray_ask" : "tray_more"));
  const table = el("div", { id: "comparison", class: "comparison", hidden: !isOpen, tabindex: "0", role: "region", "aria-label": t("tray_compare") });
  replace(node, el("div", { class: "tray-bar" }, el("b", {}, t("tray")), el("ul", {}, sites), hint, compare), table);
  if (isOpen) fill(table);
}

function open() {
  isOpen = true;
  draw();
}

async function fill(table) {
  const mine = ++turn;
  const parcels = [...kept];
  try {
    const [told, ...judged] = await Promise.all([
      send("POST", "/api/v1/matches/comparison", { ...brief, parcels }),
      ...parcels.map((id) => why(id, brief)),
    ]);
    if (mine === turn) replace(table, grid(judged, told), leads(told));
  } catch (error) {
    hooks.onProblem(error);
  }
}

function grid(judged, { non_dominated: best }) {
  const row = (text, cells, kind = "") => el("tr", { class: kind }, el("th", { scope: "row" }, text), cells);
  const cell = (...inside) => el("td", {}, ...inside);
  const most = Math.max(...judged.map((one) => one.score));
  const head = el("tr", {}, el("td", {}), judged.map((one) => el("th", { scope: "col" }, one.parcel_id, best.includes(one.parcel_id) ? el("span", { class: "tag in", title: t("unbeaten_hint") }, t("unbeaten")) : null)));
  const parts = judged[0].parts.map((part, i) => {
    const top = Math.max(...judged.map((one) => one.parts[i].points));
    const cells = judged.map((one) => {
      const it = one.parts[i];
      const bar = el("span", { class: "bar", "aria-hidden": "true" }, el("i", { class: `part p${i % 6}`, style: { width: `${100 * it.satisfaction}%` } }));
      return el("td", { class: it.points === top && top > 0 ? "best" : "" }, number(it.points), it.known ? null : el("em", {}, t("no_data")), bar);
    });
    return row(`${say(part)} (${number(100 * part.weight)})`, cells);
  });
  const fails = judged.map((one) => {
    const failed = one.limits.filter((limit) => !limit.passed);
    return cell(failed.length ? failed.map((limit) => el("span", { class: "failed" }, say(limit))) : "—");
  });
  return el(
    "table",
    {},
    el("caption", {}, t("tray_caption")),
    el("thead", {}, head),
    el(
      "tbody",
      {},
      row(t("score"), judged.map((one) => el("td", { class: one.score === most ? "best" : "" }, number(one.score))), "total"),
      row(t("rank_word"), judged.map((one) => cell(one.rank === null ? t("excluded_tag") : String(one.rank)))),
      row(t("area_word"), judged.map((one) => cell(mu(one.area_mu)))),
      parts,
      row(t("fails"), fails),
    ),
  );
}

function leads({ differences }) {
  return el("ul", { class: "leads" }, differences.map((one) => el("li", {}, say(one, "text"))));
}
