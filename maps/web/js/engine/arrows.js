// Arrows from projects, named at both edges of the map, to the land each was given; dashed, to what it wanted.

import { el, number, t } from "../dom.js";
import * as draw from "./draw.js";

// regret in points: none, little, much
export const REGRET = [["calm", 0.05], ["want", 5], ["best", Infinity]];
const SVG = "http://www.w3.org/2000/svg";
const ROW_PX = 21;
const NAME_PX = 148;
// from the map's edges: above the names the tools, below them the key and the zoom
const TOP_PX = 66;
const BELOW_PX = { left: 84, right: 104 };
const map = window.luodiMap;
const stage = document.querySelector(".stage");

export function regretOf(points) {
  return REGRET.findIndex(([, most]) => points < most);
}

function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// Draws until the map is cleared; gives a function by which a project stands out, `null` for none.
export function show(placements, shapes) {
  const heads = [0, 1, 2].map((kind) => svg("marker", { id: `arrow-${kind}`, class: `r${kind}`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" }, svg("path", { d: "M0 0 L8 4 L0 8 Z" })));
  const lines = svg("g", {});
  const names = el("div", { class: "eng-arrow-names" });
  const picture = svg("svg", { "aria-hidden": "true" }, svg("defs", {}, ...heads), lines);
  const layer = el("div", { class: "engine-arrows" }, picture, names);
  stage.append(layer);
  let chosen = null;

  const place = () => {
    const { x: width, y: height } = map.getSize();
    const isNarrow = width < 640;
    picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const seen = placements.map((one) => ({ one, to: centre(one.parcels, shapes), from: centre(one.best_parcels, shapes) })).filter((row) => row.to && inside(row.to, width, height));
    lines.replaceChildren();
    names.replaceChildren();
    if (!isNarrow) for (const [side, rows] of Object.entries(sides(seen, width, height))) column(side, rows, width, height);
    for (const row of seen) if (chosen === row.one.project) wish(row);
  };

  // one edge's names, in the order of their land from north to south, so that arrows do not cross
  const column = (side, rows, width, height) => {
    const isLeft = side === "left";
    const kept = [...rows].sort((a, b) => b.one.regret - a.one.regret || a.to.y - b.to.y).slice(0, room(side, height)).sort((a, b) => a.to.y - b.to.y);
    const at = spread(kept.map((row) => row.to.y), TOP_PX, height - below(side));
    kept.forEach((row, i) => {
      const kind = regretOf(row.one.regret);
      const x = isLeft ? NAME_PX + 14 : width - NAME_PX - 14;
      const bend = x + (isLeft ? 16 : -16);
      lines.append(svg("path", { class: `lead r${kind} ${mark(row)}`, "data-project": row.one.project, d: `M${x} ${at[i]} L${bend} ${at[i]} L${row.to.x} ${row.to.y}`, "marker-end": `url(#arrow-${kind})` }));
      const words = row.one.regret >= 0.05 ? ` −${number(row.one.regret)}` : "";
      const name = el("button", { type: "button", class: `${side} r${kind} ${mark(row)}`, "data-project": row.one.project, title: `${row.one.name} → ${row.one.parcels.join(" + ")} · ${t("eng_regret")} ${number(row.one.regret)}`, style: { top: `${at[i] - ROW_PX / 2}px` }, on: { click: () => point(row.one.project, true), mouseenter: () => point(row.one.project), mouseleave: () => point(null) } }, el("span", {}, row.one.name), words ? el("b", {}, words) : null);
      names.append(name);
    });
  };

  const mark = (row) => (chosen === null ? "" : row.one.project === chosen ? "on" : "off");

  // the land that it would have liked best, and the way from there to the land it has
  const wish = ({ one, to, from }) => {
    if (!from || one.regret < 0.05) return;
    lines.append(svg("path", { class: "wish", d: `M${from.x} ${from.y} L${to.x} ${to.y}`, "marker-end": "url(#arrow-1)" }), svg("circle", { class: "wish", cx: from.x, cy: from.y, r: 6 }));
  };

  const point = (project, isGone = false) => {
    chosen = project;
    const found = placements.find((one) => one.project === project);
    if (found && isGone) draw.select(found.parcels[0], { weight: 5, fillOpacity: 0.7 });
    for (const row of document.querySelectorAll(".eng-placed [data-project]")) row.classList.toggle("selected", row.dataset.project === project);
    for (const node of layer.querySelectorAll("[data-project]")) {
      node.classList.toggle("on", node.dataset.project === project);
      node.classList.toggle("off", project !== null && node.dataset.project !== project);
    }
    for (const old of lines.querySelectorAll(".wish")) old.remove();
    const to = found && centre(found.parcels, shapes);
    if (to) wish({ one: found, to, from: centre(found.best_parcels, shapes) });
  };

  map.on("moveend zoomend resize", place);
  const hide = () => layer.classList.add("moving");
  const back = () => layer.classList.remove("moving");
  map.on("movestart zoomstart", hide);
  map.on("moveend zoomend", back);
  draw.also(() => {
    map.off("moveend zoomend resize", place);
    map.off("movestart zoomstart", hide);
    map.off("moveend zoomend", back);
    layer.remove();
  });
  place();
  return point;
}

function centre(ids, shapes) {
  const at = ids.map((id) => shapes.get(id)?.at).filter(Boolean);
  if (!at.length) return null;
  const [lon, lat] = [0, 1].map((i) => at.reduce((sum, one) => sum + one[i], 0) / at.length);
  return map.latLngToContainerPoint([lat, lon]);
}

function inside({ x, y }, width, height) {
  return x >= 0 && y >= 0 && x <= width && y <= height;
}

function below(side) {
  return BELOW_PX[side] + (side === "left" ? draw.keyHeight() : 0);
}

function room(side, height) {
  return Math.max(0, Math.floor((height - TOP_PX - below(side)) / ROW_PX) + 1);
}

// Land goes to the nearer edge, unless that one is full and the other is not.
function sides(seen, width, height) {
  const rows = [...seen].sort((a, b) => a.to.x - b.to.x || a.to.y - b.to.y);
  const west = rows.filter((row) => row.to.x < width / 2).length;
  const cut = Math.min(Math.max(west, rows.length - room("right", height)), Math.max(room("left", height), rows.length - room("right", height)));
  return { left: rows.slice(0, cut), right: rows.slice(cut) };
}

// Each as near to where it would like to be as the one before lets it, and none beyond the end.
export function spread(wanted, top, bottom) {
  const at = [];
  wanted.forEach((y, i) => at.push(Math.max(y, i ? at[i - 1] + ROW_PX : top)));
  for (let i = at.length - 1; i >= 0; i -= 1) at[i] = Math.min(at[i], i === at.length - 1 ? bottom : at[i + 1] - ROW_PX);
  return at;
}
