// The page's day: load the plan, ask, show, explain.

import { facts, get, match, scoreBytes, why } from "./api.js";
import * as badges from "./badges.js";
import * as card from "./card.js";
import * as data from "./data/panel.js";
import { config, el, isEnglish, number, say, t } from "./dom.js";
import * as engine from "./engine/panel.js";
import * as form from "./form.js";
import * as here from "./here.js";
import * as layers from "./layers.js";
import * as map from "./map.js";
import * as results from "./results.js";
import * as share from "./share.js";
import * as tools from "./tools.js";
import * as tray from "./tray.js";
import * as weights from "./weights.js";
import * as wall from "./wall.js";

const problem = document.getElementById("problem");
const list = document.getElementById("results");
let plan;
let asked = null;
let given = null; // the answer to what was asked
let shown = null; // the parcel in the card
let turn = 0;
let picking = 0; // the last parcel asked about
let wait = 0;
let isScoring = false;

function tell(error) {
  problem.textContent = `${t("failed")}: ${error.message}`;
  problem.hidden = false;
}

async function ask({ isFirst = true, isFitted = true, brief = form.brief() } = {}) {
  const mine = ++turn;
  clearTimeout(wait);
  problem.hidden = true;
  form.busy(true);
  try {
    const { answer, scores } = await match(brief);
    await map.outlines(answer); // now, so that all of the answer is painted at once
    if (mine !== turn) return; // a later question has overtaken this one
    [asked, given] = [brief, answer];
    if (isFirst) put(null);
    map.recolour(answer, scores); // first, so that the land is painted once, where it then lies
    if (isFirst && isFitted) map.fitTo(answer);
    badges.show(answer, pick);
    tools.answered();
    results.show(list, { answer, plan, brief, onPick: pick, onProblem: tell, onAsk: again });
    tray.asked(brief);
    if (isFirst) {
      if (window.matchMedia("(max-width: 720px)").matches) list.scrollIntoView({ behavior: "smooth" });
    } else if (shown) await pick(shown);
    document.body.dataset.answer = answer.replay.answer;
    share.changed();
  } catch (error) {
    if (mine === turn) tell(error);
  } finally {
    if (mine === turn) form.busy(false);
  }
}

// Another question in place of the one in the form, such as one with a limit loosened.
function again(brief) {
  form.fill(brief);
  return ask();
}

function put(id) {
  shown = id;
  if (id === null) {
    picking += 1; // a card still on its way comes no more
    card.hide();
    map.select(null, false);
    mark(null);
  }
  share.changed();
}

function mark(id) {
  for (const row of document.querySelectorAll(".suggestion, .near")) {
    const isIt = row.dataset.parcel === id;
    row.classList.toggle("selected", isIt);
    if (isIt) row.scrollIntoView({ block: "nearest" });
  }
}

async function pick(id, fly = false) {
  here.taken();
  const mine = [turn, ++picking];
  const isLate = () => mine[0] !== turn || mine[1] !== picking;
  try {
    const told = asked ? await why(id, asked) : await facts(id);
    if (isLate()) return;
    engine.picked(id);
    card.show(told, plan, () => put(null), { brief: asked });
    map.select(id, fly); // once the card is there: what is shown lies beside it
    put(id);
    mark(id);
  } catch (error) {
    if (!isLate()) tell(error);
  }
}

// While a slider moves the list and the map follow at every step; the whole answer comes once it rests.
function move() {
  if (asked === null) return;
  results.reorder(weights.now());
  recolour();
  clearTimeout(wait);
  wait = setTimeout(rest, 250);
}

function rest() {
  if (asked !== null) ask({ isFirst: false });
}

// One byte of score per parcel, as fast as the service gives them and never a queue of them.
async function recolour() {
  if (isScoring) return;
  isScoring = true;
  const mine = turn;
  const brief = form.brief();
  try {
    const scores = await scoreBytes(brief);
    if (mine === turn && given) {
      map.recolour(given, scores);
      tools.answered();
    }
  } catch (error) {
    if (mine === turn) tell(error);
  }
  isScoring = false;
  const isBehind = JSON.stringify(form.brief()) !== JSON.stringify(brief);
  if (isBehind && mine === turn) recolour();
}

// How much land there is, and how old what is known of it is.
async function head() {
  const [bank] = await get("/api/v1/freshness");
  const { parcels, area_mu: area, number: version } = plan.version;
  const land = t("bank_now", { n: number(parcels, 0), mu: number(area, 0), v: version });
  document.getElementById("version").textContent = `${land} · ${say(bank, "text")}`;
}

// Another version is current: the map and the head follow, and what was asked of the old one is put away.
async function renew() {
  plan = await get("/api/v1/plan");
  asked = given = null;
  turn += 1;
  clearTimeout(wait);
  form.busy(false);
  delete document.body.dataset.answer;
  put(null);
  tray.asked(null);
  results.clear(list);
  await head();
  await map.renew(plan, { pick, problem: tell });
  await tools.renew(plan);
  engine.renew(plan);
  return plan;
}

async function start() {
  try {
    wall.dress();
    const known = get("/api/v1/plan");
    map.ahead();
    layers.ahead();
    plan = await known;
    const dated = head();
    form.build(document.getElementById("question"), plan, { onAsk: ask, onMove: move, onRest: rest, onProblem: tell });
    await map.start(plan);
    await tools.start(plan, { onPick: pick, onProblem: tell });
    // the land comes once the map has its place, to be drawn where it then lies
    await Promise.all([dated, map.lay(plan, { pick, problem: tell })]);
    data.start(plan, renew);
    engine.start(plan, { brief: form.brief, pick });
    tray.start({ onPick: pick, onProblem: tell, onChange: share.changed });
    here.start(pick, tell);
    await open(share.opened());
    share.start(() => ({ brief: asked, parcel: shown, tray: tray.ids() }));
    await wall.start(plan, { renew });
    document.body.dataset.ready = isEnglish ? "en" : "zh";
    requestAnimationFrame(() => setTimeout(spare));
  } catch (error) {
    tell(error);
  }
}

// After the first paint: the fonts for signs that no font of this machine has.
function spare() {
  document.head.append(el("link", { rel: "stylesheet", href: config.fonts }));
}

// A view that somebody shared: its question asked again, its parcel and its part of the map.
async function open({ brief, parcel, tray: sites, at }) {
  tray.keep(sites);
  const isKnown = plan.industries.some((one) => one.id === brief?.industry);
  if (isKnown) {
    form.fill(brief);
    await ask({ isFitted: !at });
  }
  if (parcel) await pick(parcel);
  if (at) window.luodiMap.setView([at[0], at[1]], at[2], { animate: false });
  if (brief && !isKnown) tell(new Error(t("unknown_industry", { id: brief.industry })));
}

const note = document.getElementById("note");
document.getElementById("basis")?.addEventListener("click", (event) => {
  note.hidden = !note.hidden;
  event.currentTarget.setAttribute("aria-expanded", String(!note.hidden));
});
start();
