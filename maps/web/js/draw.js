// Drawing an area: what of the land bank lies inside it, by group and parcel by parcel.

import { send } from "./api.js";
import { M2_PER_MU, el, mu, number, replace, saveBlob, say, t, withSquareMetres } from "./dom.js";
import * as layers from "./layers.js";
import * as metres from "./metres.js";
import * as sketch from "./sketch.js";
import * as tools from "./tools.js";

const GROUPS = ["status", "use", "axis", "zone", "park"];
const LOOK = { color: "#C4301C", weight: 2.5, dashArray: "7 4", fillColor: "#C4301C", fillOpacity: 0.05, interactive: false, pane: "sketch" };
const SHOWN = 12;
const map = window.luodiMap;
const told = el("div", { class: "area-ledger", "aria-live": "polite" });
let pick;
let shape = null;
let by = "status";
let turn = 0;

export function start({ onPick }) {
  pick = onPick;
  const panel = el("div", { class: "drawer", role: "group", "aria-label": t("tool_draw") });
  replace(panel, el("p", { class: "hint" }, t("draw_hint")), tools.sketchKeys({ onAgain: again }), told);
  tools.button("draw", panel, { whenOpen: () => shape || again(), whenClosed: () => sketch.end() });
}

function again() {
  clear();
  sketch.begin({ isArea: true, onChange: preview, onDone: account });
}

function clear() {
  turn += 1;
  sketch.end();
  shape?.remove();
  shape = null;
  layers.note("drawn", null);
  replace(told);
}

function preview(points) {
  replace(told, points.length > 2 ? el("p", {}, t("area_drawn", { area: withSquareMetres(metres.area(points) / M2_PER_MU) })) : null);
}

// The ledger of a figure of points [{lat, lng}].
export async function account(points) {
  const mine = ++turn;
  shape = L.polygon(points, LOOK).addTo(map);
  layers.note("drawn", { label: t("drawn_area"), look: { kind: "area", fill: LOOK.fillColor, fill_opacity: LOOK.fillOpacity, line: LOOK.color, dash_px: [7, 4] } });
  replace(told, el("p", { class: "hint" }, t("loading_short")));
  const ring = [...points, points[0]].map(({ lat, lng }) => [lng, lat]);
  try {
    const ledger = await send("POST", "/api/v1/ledger/within", { shape: { type: "Polygon", coordinates: [ring] } });
    if (mine === turn) show(ledger, ring);
  } catch (error) {
    if (mine === turn) replace(told, el("p", { class: "problem", role: "alert" }, error.message));
  }
}

function show(ledger, ring) {
  const figures = [
    [t("drawn_size"), withSquareMetres(ledger.area_mu)],
    [t("inside"), `${mu(ledger.inside_mu)} · ${t("n_parcels", { n: number(ledger.parcels, 0) })}`],
    [t("open_land"), mu(ledger.open_mu)],
    [t("net_land"), mu(ledger.net_mu)],
    [t("promised_land"), mu(ledger.promised_mu)],
    [t("other_land"), mu(ledger.other_mu)],
  ];
  const cut = ledger.parcels - ledger.whole;
  replace(
    told,
    el("dl", {}, figures.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
    cut ? el("p", { class: "hint" }, t("cut_told", { n: number(cut, 0) })) : null,
    ledger.parcels ? [choice(ledger, ring), bars(ledger.groups[by]), parcels(ledger.largest)] : el("p", {}, say(ledger, "text")),
    ledger.basis === "synthetic" || ledger.basis === "assumed" ? el("p", { class: "hint" }, t(`told_${ledger.basis}`)) : null,
    el("button", { type: "button", class: "plain", on: { click: () => save(ring) } }, t("save_area")),
  );
}

function choice(ledger, ring) {
  const options = GROUPS.map((one) => el("option", { value: one }, t(`by_${one}`)));
  const choose = el("select", { "aria-label": t("group_by") }, options);
  choose.value = by;
  choose.addEventListener("change", () => {
    by = choose.value;
    show(ledger, ring);
    told.querySelector("select").focus();
  });
  return el("label", { class: "group-by" }, el("span", {}, t("group_by")), choose);
}

function bars(rows) {
  const most = rows.length ? rows[0].inside_mu : 1;
  return el(
    "ul",
    { class: "bars" },
    rows.map((one) =>
      el(
        "li",
        {},
        el("span", {}, say(one, "name")),
        el("b", {}, mu(one.inside_mu)),
        el("span", { class: "track", "aria-hidden": "true" }, el("i", { style: { width: `${(100 * one.inside_mu) / most}%` } })),
        el("small", {}, `${t("n_parcels", { n: number(one.parcels, 0) })} · ${t("open_land")} ${mu(one.open_mu)}`),
      ),
    ),
  );
}

function parcels(largest) {
  const rows = largest.slice(0, SHOWN).map((one) => {
    const share = one.share > 0.9995 ? "" : ` · ${t("share_inside", { share: number(100 * one.share, 0) })}`;
    return el("li", {}, el("button", { type: "button", class: "parcel-row", on: { click: () => pick(one.parcel_id, false) } }, el("b", {}, one.parcel_id), el("span", {}, one.name), el("small", {}, `${mu(one.inside_mu)}${share}`)));
  });
  return [el("h3", {}, t("largest_inside")), el("ul", { class: "inside" }, rows)];
}

function save(ring) {
  const feature = { type: "Feature", properties: { name: t("drawn_area") }, geometry: { type: "Polygon", coordinates: [ring] } };
  saveBlob(`${t("drawn_area")}.geojson`, new Blob([JSON.stringify(feature)], { type: "application/geo+json" }));
}
