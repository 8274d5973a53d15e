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

  function look({ i, id, status }) {
    const base = { pane: "land", color: style.edge, weight: 0.6, fillColor: colourOf(i) || style.status[status] || style.unasked, fillOpacity: style.opacity, opacity: 1 };
    if (id === selected) return { ...base, color: style.accent, weight: 3.5, fillColor: style.selected };
    return shortlist.has(id) ? { ...base, color: style.accent, weight: 2.5 } : base;
  }

  const layer = L.geoJSON(collection, {
    pane: "land",
    renderer: renderer("land"),
    style: ({ properties }) => look(properties),
    onEachFeature: ({ properties: { i, id } }, shape) => {
      shapes[i] = shape;
      byId.set(id, shape);
    },
  }).addTo(map);
  const known = ({ propagatedFrom: shape }) => shape.feature.properties;
  layer.on("click", (event) => onPick(known(event).id));
  layer.on("mouseover", (event) => onHover(known(event)));
  layer.on("mouseout", () => onHover(null));

  function repaint() {
    for (const shape of shapes) shape.setStyle(look(shape.feature.properties));
  }

  function mark(ids, id) {
    const before = [...shortlist, selected, ...ids, id];
    shortlist = ids;
    selected = id;
    for (const one of before) byId.get(one)?.setStyle(look(byId.get(one).feature.properties));
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
