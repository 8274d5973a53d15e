// Measuring: metres along a line, and what it encloses in ㎡ and 亩.

import { M2_PER_MU, el, mu, number, replace, t } from "./dom.js";
import * as metres from "./metres.js";
import * as sketch from "./sketch.js";
import * as tools from "./tools.js";

const map = window.luodiMap;
const told = el("div", { class: "measure-told", role: "status" });
let kept = null;

export function start() {
  const panel = el("div", { class: "drawer small", role: "group", "aria-label": t("tool_measure") });
  replace(panel, el("p", { class: "hint" }, t("measure_hint")), told, tools.sketchKeys({ onAgain: again }));
  tools.button("measure", panel, { whenOpen: again, whenClosed: stop });
}

function again() {
  stop();
  show([]);
  sketch.begin({ isArea: false, onChange: show, onDone: keep });
}

function stop() {
  sketch.end();
  kept?.remove();
  kept = null;
}

function keep(points) {
  kept = L.polyline(points, { color: "#16283a", weight: 2.5, dashArray: "6 4", interactive: false, pane: "sketch" }).addTo(map);
  show(points);
}

function show(points) {
  const metresLong = metres.length(points);
  const enclosed = metres.area(points);
  replace(
    told,
    el("p", {}, t("length"), el("strong", {}, metresText(metresLong))),
    points.length > 2 ? el("p", {}, t("perimeter"), el("strong", {}, metresText(metres.length(points, true)))) : null,
    points.length > 2 ? el("p", {}, t("enclosed"), el("strong", {}, mu(enclosed / M2_PER_MU)), ` (${number(enclosed, 0)}㎡)`) : null,
  );
}

function metresText(value) {
  return value < 10_000 ? `${number(value, 1)} m` : `${number(value / 1000, 2)} km`;
}
