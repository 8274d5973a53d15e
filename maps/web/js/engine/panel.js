// 研判: the engine's further answers, in the place of the question; what they find is drawn on the map.

import { el, replace, t } from "../dom.js";
import { fitPlace } from "../map.js";
import * as allocation from "./allocation.js";
import * as around from "./around.js";
import * as assembly from "./assembly.js";
import * as cutting from "./cutting.js";
import * as draw from "./draw.js";
import * as jobs from "./jobs.js";
import * as ledger from "./ledger.js";
import * as prices from "./prices.js";
import * as reverse from "./reverse.js";
import * as robustness from "./robustness.js";
import * as schedule from "./schedule.js";
import * as twins from "./twins.js";

// by what they are about: what the brief needs, one site, the whole district
const GROUPS = {
  brief: { assembly, robustness, prices, twins },
  site: { cutting, schedule, around, reverse },
  district: { allocation, ledger },
};
const TABS = Object.assign({}, ...Object.values(GROUPS));
const node = document.getElementById("engine");
const opener = document.getElementById("engine-open");
const dataOpener = document.getElementById("data-open");
const body = el("div", { class: "data-body", id: "engine-tab", role: "tabpanel", tabindex: "0" });
const asked = {}; // what was filled in, by tab
let context;
let chosen = "assembly";

// `brief` gives the question as it stands; `pick` shows a parcel's card.
export function start(plan, { brief, pick }) {
  context = { plan, body, brief, pick, show, asked, parcel: "" };
  opener.addEventListener("click", () => (node.hidden ? open() : close()));
  dataOpener.addEventListener("click", () => node.hidden || close(false), { capture: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !node.hidden && node.contains(document.activeElement)) close();
  });
}

// Another version of the land is current: what was drawn of the old one is put away.
export function renew(plan) {
  if (!context) return;
  context.plan = plan;
  context.parcel = "";
  jobs.forget();
  if (!node.hidden) show(chosen);
}

// A parcel was chosen on the map or in a list: the open tab may want to speak of it.
export function picked(id) {
  if (!context) return;
  context.parcel = id;
  const field = node.hidden ? null : body.querySelector("input[data-follows]");
  if (!field) return;
  if (field.dataset.follows === "add" && document.body.dataset.adding) {
    const ids = field.value.split(/[\s,、;]+/).filter(Boolean);
    field.value = [...new Set([...ids, id])].join(" ");
  } else {
    field.value = id;
  }
  field.dispatchEvent(new Event("input"));
}

export function open(tab = chosen) {
  if (document.body.classList.contains("has-data")) dataOpener.click();
  node.hidden = false;
  document.body.classList.add("has-data", "has-engine");
  opener.setAttribute("aria-expanded", "true");
  fitPlace();
  show(tab);
}

function close(isFocused = true) {
  jobs.leave();
  draw.clear();
  replace(body); // what is answered from now on finds nowhere to go
  node.hidden = true;
  document.body.classList.remove("has-data", "has-engine");
  opener.setAttribute("aria-expanded", "false");
  fitPlace();
  if (isFocused) opener.focus();
}

// Another tab, or the same anew; `about` is what it shall speak of.
function show(tab, about = null) {
  chosen = tab;
  jobs.leave();
  draw.clear();
  const groups = Object.entries(GROUPS).map(([group, tabs]) =>
    el("div", { class: "engine-group", role: "presentation" }, el("span", { "aria-hidden": "true" }, t(`eng_group_${group}`)), el("div", { role: "presentation" }, Object.keys(tabs).map(tabOf))),
  );
  const strip = el("div", { class: "engine-tabs", role: "tablist", "aria-label": t("engine"), on: { keydown: walk } }, groups);
  const close_ = el("button", { type: "button", class: "close", "aria-label": t("data_close"), title: t("data_close"), on: { click: () => close() } }, "×");
  body.setAttribute("aria-labelledby", `engine-tab-${tab}`);
  replace(body);
  body.scrollTop = 0;
  replace(node, el("div", { class: "data-head engine-head" }, strip, close_), body);
  document.getElementById(`engine-tab-${tab}`).scrollIntoView({ block: "nearest", inline: "center" });
  TABS[tab].show(context, about);
}

function tabOf(name) {
  const isChosen = name === chosen;
  return el(
    "button",
    { type: "button", role: "tab", id: `engine-tab-${name}`, "aria-controls": "engine-tab", "aria-selected": String(isChosen), tabindex: isChosen ? "0" : "-1", on: { click: () => show(name) } },
    t(`eng_tab_${name}`),
  );
}

function walk(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const names = Object.keys(TABS);
  show(names[(names.indexOf(chosen) + step + names.length) % names.length]);
  document.getElementById(`engine-tab-${chosen}`).focus();
}
