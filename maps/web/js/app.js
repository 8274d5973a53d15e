// The page's day: load the plan, ask, show, explain.

import { facts, get, match, why } from "./api.js";
import * as card from "./card.js";
import * as data from "./data/panel.js";
import { isEnglish, number, say, t } from "./dom.js";
import * as engine from "./engine/panel.js";
import * as form from "./form.js";
import * as map from "./map.js";
import * as results from "./results.js";
import * as tools from "./tools.js";

const problem = document.getElementById("problem");
const list = document.getElementById("results");
let plan;
let asked = null;
let turn = 0;
let wait = 0;

function tell(error) {
  problem.textContent = `${t("failed")}: ${error.message}`;
  problem.hidden = false;
}

async function ask({ isFirst = true } = {}) {
  const mine = ++turn;
  const brief = form.brief();
  problem.hidden = true;
  form.busy(true);
  try {
    const { answer, scores } = await match(brief);
    if (mine !== turn) return; // a later question has overtaken this one
    asked = brief;
    card.hide();
    map.select(null, false);
    map.recolour(answer, scores);
    map.badge(answer, pick);
    tools.answered();
    results.show(list, { answer, plan, brief, onPick: pick, onProblem: tell });
    if (isFirst) {
      map.fitTo(answer);
      if (window.matchMedia("(max-width: 720px)").matches) list.scrollIntoView({ behavior: "smooth" });
    }
    document.body.dataset.answer = answer.replay.answer;
  } catch (error) {
    tell(error);
  } finally {
    if (mine === turn) form.busy(false);
  }
}

async function pick(id, fly = false) {
  try {
    const told = asked ? await why(id, asked) : await facts(id);
    engine.picked(id);
    card.show(told, plan, () => {
      card.hide();
      map.select(null, false);
    });
    map.select(id, fly); // beside the card
    for (const row of document.querySelectorAll(".suggestion, .near")) {
      const isIt = row.dataset.parcel === id;
      row.classList.toggle("selected", isIt);
      if (isIt) row.scrollIntoView({ block: "nearest" });
    }
  } catch (error) {
    tell(error);
  }
}

// While a slider moves the answer follows, but not at every pixel.
function follow() {
  if (asked === null) return;
  clearTimeout(wait);
  wait = setTimeout(() => ask({ isFirst: false }), 120);
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
  asked = null;
  turn += 1;
  card.hide();
  results.clear(list);
  await head();
  await map.renew(plan, pick);
  await tools.renew(plan);
  engine.renew(plan);
  return plan;
}

async function start() {
  try {
    plan = await get("/api/v1/plan");
    await head();
    form.build(document.getElementById("question"), plan, { onAsk: ask, onChange: follow });
    await map.start(plan, pick);
    await tools.start(plan, { onPick: pick, onProblem: tell });
    data.start(plan, renew);
    engine.start(plan, { brief: form.brief, pick });
    document.body.dataset.ready = isEnglish ? "en" : "zh";
  } catch (error) {
    tell(error);
  }
}

const note = document.getElementById("note");
document.getElementById("basis")?.addEventListener("click", (event) => {
  note.hidden = !note.hidden;
  event.currentTarget.setAttribute("aria-expanded", String(!note.hidden));
});
start();
