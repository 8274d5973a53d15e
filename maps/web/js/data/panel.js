// 数据: how fresh the land is, its versions, imports and findings, in the place of the question.

import { el, replace, t } from "../dom.js";
import { fitPlace } from "../map.js";
import * as findings from "./findings.js";
import * as freshness from "./freshness.js";
import * as imports from "./imports.js";
import * as overlay from "./overlay.js";
import * as versions from "./versions.js";

const TABS = { versions, import: imports, findings, freshness };
const node = document.getElementById("data");
const opener = document.getElementById("data-open");
const body = el("div", { class: "data-body", id: "data-tab", role: "tabpanel", tabindex: "0" });
let context;
let chosen = "versions";

export function start(plan, onLand) {
  context = { plan, body, show, onLand: (version) => onLand(version).then((now) => { context.plan = now; }) };
  opener.addEventListener("click", () => (node.hidden ? open() : close()));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !node.hidden && node.contains(document.activeElement)) close();
  });
  if (imports.isUnderWay()) open("import");
}

export function open(tab = chosen) {
  node.hidden = false;
  document.body.classList.add("has-data");
  opener.setAttribute("aria-expanded", "true");
  fitPlace();
  show(tab);
}

function close() {
  imports.leave();
  overlay.clear();
  node.hidden = true;
  document.body.classList.remove("has-data");
  opener.setAttribute("aria-expanded", "false");
  fitPlace();
  opener.focus();
}

// Another tab, or the same anew; `about` is what it shall speak of.
function show(tab, about = null) {
  chosen = tab;
  imports.leave();
  overlay.clear();
  const tabs = Object.keys(TABS).map((name) =>
    el(
      "button",
      { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "data-tab", "aria-selected": String(name === tab), tabindex: name === tab ? "0" : "-1", on: { click: () => show(name) } },
      t(`tab_${name}`),
    ),
  );
  const strip = el("div", { class: "tabs", role: "tablist", "aria-label": t("data"), on: { keydown: walk } }, tabs);
  const close_ = el("button", { type: "button", class: "close", "aria-label": t("data_close"), title: t("data_close"), on: { click: close } }, "×");
  body.setAttribute("aria-labelledby", `tab-${tab}`);
  replace(body);
  replace(node, el("div", { class: "data-head" }, strip, close_), body);
  TABS[tab].show(context, about);
}

function walk(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const names = Object.keys(TABS);
  show(names[(names.indexOf(chosen) + step + names.length) % names.length]);
  document.getElementById(`tab-${chosen}`).focus();
}
