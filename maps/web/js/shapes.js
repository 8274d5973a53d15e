// A few thousand parcels, drawn one by one from GeoJSON.

import { get } from "./api.js";
import { config } from "./dom.js";

const { style } = config;

// `colourOf` a row of the land bank; `onPick` an id; `onHover` what is known of a parcel, or null.
export async function open(map, { renderer, colourOf, onPick, onHover }) {
  const collection = await get("/api/v1/layers/parcels");
  const shapes = []; // by row number of the land bank
  const byId = new Map();
  let shortlist = new Set();
  let selected = null;

  function look(i) {
    const { id, status } = shapes[i].feature.properties;
    const base = { pane: "land", color: style.edge, weight: 0.6, fillColor: colourOf(i) || style.status[status] || style.unasked, fillOpacity: style.opacity, opacity: 1 };
    if (id === selected) return { ...base, color: style.accent, weight: 3.5, fillColor: style.selected };
    return shortlist.has(id) ? { ...base, color: style.accent, weight: 2.5 } : base;
  }

  const layer = L.geoJSON(collection, {
    pane: "land",
    renderer,
    onEachFeature: (feature, shape) => {
      shapes[feature.properties.i] = shape;
      byId.set(feature.properties.id, shape);
      shape.on("click", () => onPick(feature.properties.id));
      shape.on("mouseover", () => onHover(feature.properties));
      shape.on("mouseout", () => onHover(null));
    },
  }).addTo(map);
  repaint();

  function repaint() {
    shapes.forEach((shape, i) => shape.setStyle(look(i)));
  }

  function mark(ids, id) {
    const before = [...shortlist, selected, ...ids, id];
    shortlist = ids;
    selected = id;
    for (const one of before) byId.get(one)?.setStyle(look(byId.get(one).feature.properties.i));
    for (const one of [...ids, id]) byId.get(one)?.bringToFront();
  }

  async function bounds(ids) {
    const known = ids.map((id) => byId.get(id)).filter(Boolean);
    return known.length ? L.featureGroup(known).getBounds() : null;
  }

  // Parcels that can be seen, each with its middle and its width on screen [px].
  function inView() {
    const view = map.getBounds();
    return shapes
      .filter((shape) => view.intersects(shape.getBounds()))
      .map((shape) => {
        const box = shape.getBounds();
        const width = map.latLngToLayerPoint(box.getNorthEast()).x - map.latLngToLayerPoint(box.getSouthWest()).x;
        return { id: shape.feature.properties.id, at: box.getCenter(), width };
      });
  }

  return { repaint, mark, bounds, inView, remove: () => layer.remove() };
}
