// What the data side draws over the map: parcels that differ, and the place of a finding.

import { el } from "../dom.js";

export const COLOURS = { added: "#1d7a55", removed: "#c4301c", changed_shape: "#1d5687", changed_attribute: "#b07d12" };
const map = window.luodiMap;
const stage = document.querySelector(".stage");
const shapes = new Map();
let layer = null;
let mark = null;

function pane() {
  if (!map.getPane("difference")) map.createPane("difference").style.zIndex = 450;
  return "difference";
}

export function difference(collection, onPick) {
  clear();
  stage.classList.add("comparing");
  layer = L.geoJSON(collection, {
    pane: pane(),
    style: (feature) => ({ pane: pane(), ...look(feature.properties.kind) }),
    onEachFeature: (feature, shape) => {
      shapes.set(String(feature.properties.parcel_id), shape);
      shape.on("click", () => onPick(String(feature.properties.parcel_id)));
    },
  }).addTo(map);
  if (collection.features.length) map.fitBounds(layer.getBounds(), { padding: [70, 70], maxZoom: 15 });
}

function look(kind) {
  const colour = COLOURS[kind];
  return { color: colour, weight: 1.8, opacity: 1, fillColor: colour, fillOpacity: 0.5, dashArray: kind === "removed" ? "5 3" : null };
}

export function only(kinds) {
  for (const shape of shapes.values()) {
    if (kinds.has(shape.feature.properties.kind)) shape.addTo(layer);
    else shape.removeFrom(map);
  }
}

export function select(id) {
  for (const [one, shape] of shapes) {
    shape.setStyle({ ...look(shape.feature.properties.kind), ...(one === id ? { weight: 4, fillOpacity: 0.75 } : {}) });
  }
  const shape = shapes.get(id);
  if (!shape) return;
  shape.bringToFront();
  map.flyToBounds(shape.getBounds(), { padding: [120, 120], maxZoom: 16, duration: 0.5 });
}

export function point(lon, lat) {
  mark?.remove();
  const icon = L.divIcon({ className: "finding-mark", html: el("span", {}), iconSize: [26, 26] });
  mark = L.marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(map);
  map.flyTo([lat, lon], Math.max(map.getZoom(), 15), { duration: 0.5 });
}

export function clear() {
  stage.classList.remove("comparing");
  layer?.remove();
  mark?.remove();
  layer = mark = null;
  shapes.clear();
}
