// 挂图作战: the dark screen for the war room. The land and the projects in large figures, read anew by itself.

import { get } from "./api.js";
import { config, el, isEnglish, number, replace, say, t } from "./dom.js";
import * as pins from "./pins.js";

const parameters = new URLSearchParams(window.location.search);
export const isWall = parameters.get("screen") === "wall";
const LEAST_S = 10;
const EVERY_S = Math.max(LEAST_S, Number(parameters.get("every")) || 60);
const MOST_LISTED = 8;
// what is dark in daylight is light here
const DARK = { ground: "#16232F", edge: "#0E1822", unasked: "#3A4C5C" };
const LIGHTER = { boundary: "#9FB6C9", context: "#2A3B4A", roads: "#45586A", metro_lines: "#7F9AC4", zones: "#B9A57F", parks: "#6FB585" };
const node = el("section", { class: "wall-board", id: "wall" });
let current;
let last = "";

// Before the map is drawn: its colours.
export function dress() {
  if (!isWall) return;
  document.body.classList.add("wall");
  const language = document.querySelector(".lang");
  language.search = `${language.search}&screen=wall`;
  const back = el("a", { class: "lang", href: isEnglish ? "?lang=en" : "?" }, t("leave_wall"));
  language.after(back);
  Object.assign(config.style, DARK);
  for (const one of config.layers) {
    if (LIGHTER[one.role]) one.look.line = LIGHTER[one.role];
    if (one.role === "constraint" && one.look.fill) one.look.fill_opacity *= 0.35;
  }
}

// `renew` shows another version of the land, once there is one.
export async function start(plan, { renew }) {
  if (!isWall) return;
  current = plan;
  node.setAttribute("aria-label", t("tool_wall"));
  const panel = document.querySelector(".panel");
  panel.prepend(node);
  panel.tabIndex = 0; // it scrolls, and nothing in it takes the focus
  await refresh(renew);
  setInterval(() => refresh(renew), 1000 * EVERY_S);
}

async function refresh(renew) {
  try {
    const [plan, held, balance] = await Promise.all([get("/api/v1/plan"), get("/api/v1/land?by=status"), get("/api/v1/ledger")]);
    if (plan.version.number !== current.version.number) await renew();
    current = plan;
    const [status, use, projects] = await Promise.all([get("/api/v1/colourings/status"), get("/api/v1/colourings/use"), pins.show()]);
    last = new Date().toLocaleTimeString(isEnglish ? "en-GB" : "zh-CN", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
    board(status, use, held, balance, projects);
    document.body.dataset.refreshed = String(Number(document.body.dataset.refreshed || 0) + 1);
    stamp(t("refreshed", { time: last, every: EVERY_S }));
  } catch (error) {
    stamp(t("not_refreshed", { time: last || "—", why: error.message }), true);
  }
}

function stamp(text, isBad = false) {
  let it = node.querySelector(".stamp");
  if (!it) node.prepend((it = el("p", { class: "stamp", role: "status" })));
  it.textContent = text;
  it.classList.toggle("bad", isBad);
}

function board(status, use, held, balance, projects) {
  const sum = (rows, name) => rows.reduce((all, one) => all + one[name], 0);
  const net = status.classes.find((one) => one.key === "net");
  const figures = [
    [t("bank"), sum(status.classes, "area_mu")],
    [t("by_net"), net ? net.area_mu : 0],
    [t("promised_land"), sum(held, "held_mu")],
    [t("short_land"), balance.short_mu],
  ];
  const alarms = [
    ...balance.conflicts.map((one) => say(one, "text")),
    ...projects.filter((one) => ["red", "yellow"].includes(one.signal.colour)).map((one) => `${one.name} · ${say(one.signal, "text")}`),
    ...balance.runs_out.filter((one) => one.net_on).map((one) => say(one, "text")),
  ];
  replace(
    node,
    el("dl", { class: "figures" }, figures.map(([name, mu]) => el("div", {}, el("dt", {}, name), el("dd", {}, number(mu, 0), el("small", {}, t("mu")))))),
    el("h2", {}, t("by_status")),
    stack(status.classes),
    el("h2", {}, t("by_use")),
    bars(use.classes),
    el("h2", {}, `${t("project_word")} · ${t("pool")} × ${t("signal_word")}`),
    pins.table(projects, null),
    el("h2", {}, t("alarms")),
    alarms.length ? el("ul", { class: "alarms" }, alarms.slice(0, MOST_LISTED).map((one) => el("li", {}, one))) : el("p", {}, t("no_alarms")),
    say(current, "note") ? el("p", { class: "hint" }, say(current, "note")) : null,
  );
}

function stack(classes) {
  const all = classes.reduce((sum, one) => sum + one.area_mu, 0);
  return [
    el("div", { class: "stack", "aria-hidden": "true" }, classes.map((one) => el("i", { style: { width: `${(100 * one.area_mu) / all}%`, background: one.colour } }))),
    el("ul", { class: "stack-key" }, classes.map((one) => el("li", {}, el("i", { style: { background: one.colour } }), say(one), el("b", {}, number(one.area_mu, 0))))),
  ];
}

function bars(classes) {
  const rows = [...classes].sort((a, b) => b.area_mu - a.area_mu).slice(0, MOST_LISTED);
  return el("ul", { class: "wall-bars" }, rows.map((one) => el("li", {}, el("span", {}, say(one)), el("i", { style: { width: `${(100 * one.area_mu) / rows[0].area_mu}%`, background: one.colour } }), el("b", {}, number(one.area_mu, 0)))));
}
