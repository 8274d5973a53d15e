// Parcels of any number: shapes from vector tiles when near, rows of pixels from afar, coloured here.

import { get, send } from "./api.js";
import { config } from "./dom.js";
import * as rows from "./rows.js";

const { style } = config;
const DISPLAY = 1; // protomaps draws a tile of data at twice its size: one zoom later
const CLOSEST = 21;
const script = new URL("../vendor/protomaps-leaflet/protomaps-leaflet.js", import.meta.url).href;

// `colourOf` a row of the land bank; `onPick` an id; `onHover` what is known of a parcel, or null; `onProblem` an
// error of a question that a click asked.
export async function open(map, { colourOf, onPick, onHover, onProblem }) {
  const [offer] = await Promise.all([get("/tiles/parcels.json"), loaded()]);
  const [west, south, east, north] = offer.bounds;
  const near = offer.minzoom + DISPLAY;
  const common = { pane: "land", attribution: "", bounds: [[south, west], [north, east]], noWrap: true };
  const drawing = new Shapes(colourOf, near + 1);
  const shapes = protomapsL.leafletLayer({
    ...common,
    url: offer.tiles[0],
    maxDataZoom: offer.maxzoom,
    minZoom: near,
    maxZoom: CLOSEST,
    tileDelay: 0,
    paintRules: [{ dataLayer: "parcels", symbolizer: drawing }],
    labelRules: [],
  });
  const pixels = rows.layer(offer.ids[0], colourOf, { ...common, maxZoom: near - 1 });
  shapes.on("load", () => map.fire("landdrawn")); // what is in view is known only now
  shapes.addTo(map);
  pixels.addTo(map);
  const outlined = L.geoJSON(null, { pane: "chosen", interactive: false }).addTo(map);
  const known = new Map(); // id -> outline
  let turn = 0;

  async function repaint() {
    drawing.forget();
    pixels.repaint();
    const drawn = Object.values(shapes._tiles || {}).map(({ el, coords }) => {
      const at = shapes._wrapCoords(coords);
      return shapes.renderTile(at, el, shapes._tileCoordsToKey(at));
    });
    await Promise.all(drawn);
  }

  async function outlines(ids) {
    const asked = ids.filter((id) => id && !known.has(id));
    if (asked.length) {
      const told = await send("POST", "/api/v1/lookups/outlines", { ids: asked });
      for (const feature of told.features) known.set(feature.properties.parcel_id, feature);
    }
    return ids.map((id) => known.get(id)).filter(Boolean);
  }

  async function mark(shortlist, selected) {
    const mine = ++turn;
    outlined.clearLayers();
    const [chosen, one] = await Promise.all([outlines([...shortlist].filter((id) => id !== selected)), outlines([selected])]);
    if (mine !== turn) return; // others are marked by now
    outlined.options.style = { color: style.accent, weight: 2.5, fill: false };
    chosen.forEach((feature) => outlined.addData(feature));
    outlined.options.style = { color: style.accent, weight: 3.5, fillColor: style.selected, fillOpacity: style.opacity };
    one.forEach((feature) => outlined.addData(feature));
  }

  async function bounds(ids) {
    const found = await outlines(ids);
    return found.length ? L.geoJSON(found).getBounds() : null;
  }

  const view = () => shapes.views.get("");
  const isNear = () => Math.round(map.getZoom()) >= near;

  // The server knows exactly which land this is, at every zoom.
  let clicks = 0;
  async function pick({ latlng }) {
    const mine = ++clicks;
    const { lng, lat } = latlng.wrap();
    try {
      const { parcels } = await get(`/api/v1/lookups/at?lon=${lng}&lat=${lat}`);
      if (mine === clicks && parcels.length) onPick(parcels[0].parcel_id);
    } catch (error) {
      if (mine === clicks) onProblem(error);
    }
  }

  let waiting = 0;
  function hover({ latlng }) {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      const [found] = isNear() ? view().queryFeatures(latlng.lng, latlng.lat, map.getZoom(), 0) : [];
      onHover(found ? found.feature.props : null);
    });
  }

  // Parcels that can be seen, each with its middle and its width on screen [px]; the widest piece of each.
  function inView() {
    if (!isNear()) return [];
    const found = new Map();
    const seen = map.getPixelBounds();
    for (const { coords } of Object.values(shapes._tiles || {})) {
      const { dataTile, scale, origin } = view().dataTileForDisplayTile(coords);
      const shift = 2 ** (map.getZoom() - coords.z);
      const data = view().tileCache.cache.get(`${dataTile.x}:${dataTile.y}:${dataTile.z}`)?.data.get("parcels") || [];
      for (const { bbox, props } of data) {
        const width = (bbox.maxX - bbox.minX) * scale * shift;
        if (found.has(props.id) && found.get(props.id).width >= width) continue;
        const middle = L.point((bbox.minX + bbox.maxX) / 2, (bbox.minY + bbox.maxY) / 2).multiplyBy(scale);
        const at = middle.add(L.point(origin.x, origin.y)).multiplyBy(shift);
        if (seen.contains(at)) found.set(props.id, { id: props.id, at: map.unproject(at), width });
      }
    }
    return [...found.values()];
  }

  map.on("click", pick);
  map.on("mousemove", hover);
  const leave = () => onHover(null);
  map.on("mouseout", leave);

  function remove() {
    map.off("click", pick);
    map.off("mousemove", hover);
    map.off("mouseout", leave);
    for (const layer of [shapes, pixels, outlined]) layer.remove();
  }

  return { repaint, mark, bounds, inView, remove };
}

// How protomaps draws a parcel: its path made once, its colour looked up each time.
class Shapes {
  constructor(colourOf, strokeFrom) {
    this.colourOf = colourOf;
    this.strokeFrom = strokeFrom;
    this.css = null;
  }

  forget() {
    this.css = null;
  }

  before(context, zoom) {
    this.hasEdges = zoom >= this.strokeFrom;
    context.lineWidth = 0.6;
    context.strokeStyle = style.edge;
    this.css = null;
  }

  draw(context, geometry, zoom, feature) {
    const css = this.colourOf(feature.id) || style.unasked;
    if (css !== this.css) {
      context.fillStyle = css;
      this.css = css;
    }
    if (feature.zoom !== zoom) {
      feature.path = pathOf(geometry);
      feature.zoom = zoom;
    }
    context.globalAlpha = style.opacity;
    context.fill(feature.path);
    context.globalAlpha = 1;
    if (this.hasEdges) context.stroke(feature.path);
  }
}

function pathOf(geometry) {
  const path = new Path2D();
  for (const ring of geometry) {
    path.moveTo(ring[0].x, ring[0].y);
    for (let k = 1; k < ring.length - 1; k += 1) path.lineTo(ring[k].x, ring[k].y);
    path.closePath();
  }
  return path;
}

let loading = null;

function loaded() {
  loading ??= new Promise((done, failed) => {
    const node = document.createElement("script");
    node.src = script;
    node.addEventListener("load", done);
    node.addEventListener("error", () => failed(new Error(script)));
    document.head.append(node);
  });
  return loading;
}
