// Parcels of any number: shapes from vector tiles when near, rows of pixels from afar, coloured here.

import { get, send } from "./api.js";
import { config } from "./dom.js";
import * as rows from "./rows.js";

const { style } = config;
const DISPLAY = 1; // protomaps draws a tile of data at twice its size: one zoom later
const CLOSEST = 21;
const SIDE = 256;
const GUTTER = 16; // of a tile's surroundings, so that edges on its border are whole
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
    tileDelay: 1e-9, // 0 would be taken for its own, which draws tile after tile
    paintRules: [{ dataLayer: "parcels", symbolizer: drawing }],
    labelRules: [],
  });
  const pixels = rows.layer(offer.ids[0], colourOf, { ...common, maxZoom: near - 1 });
  // of its own: else the map leaps to where the one of the two layers is that is added first
  map.setMinZoom(0).setMaxZoom(CLOSEST);
  shapes.on("load", () => map.fire("landdrawn")); // what is in view is known only now
  shapes.addTo(map);
  pixels.addTo(map);
  const outlined = L.geoJSON(null, { pane: "chosen", interactive: false }).addTo(map);
  const known = new Map(); // id -> outline
  let turn = 0;

  // What is drawn is drawn anew in this same frame; a tile on its way comes in these colours by itself.
  function repaint() {
    pixels.repaint();
    for (const { el, coords, loaded: isDrawn } of Object.values(shapes._tiles || {})) {
      if (isDrawn) redraw(el, shapes._wrapCoords(coords));
    }
  }

  function redraw(canvas, at) {
    const { scale, origin } = view().dataTileForDisplayTile(at);
    const [left, top] = [origin.x - SIDE * at.x, origin.y - SIDE * at.y];
    const isIn = (from, to) => from <= SIDE + GUTTER && to >= -GUTTER;
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, SIDE, SIDE);
    context.save();
    context.translate(left, top);
    drawing.before(context, at.z);
    for (const parcel of parcelsOf(at)) {
      const { minX, minY, maxX, maxY } = parcel.bbox;
      if (!isIn(minX * scale + left, maxX * scale + left) || !isIn(minY * scale + top, maxY * scale + top)) continue;
      drawing.draw(context, parcel.geom, at.z, parcel, scale);
    }
    context.restore();
  }

  // The parcels of a tile's data, as far as it is there.
  function parcelsOf(at) {
    const { x, y, z } = view().dataTileForDisplayTile(at).dataTile;
    return view().tileCache.cache.get(`${x}:${y}:${z}`)?.data.get("parcels") || [];
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
      const { scale, origin } = view().dataTileForDisplayTile(coords);
      const shift = 2 ** (map.getZoom() - coords.z);
      for (const { bbox, props } of parcelsOf(coords)) {
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

  before(context, zoom) {
    this.hasEdges = zoom >= this.strokeFrom;
    context.lineWidth = 0.6;
    context.strokeStyle = style.edge;
    this.css = null;
  }

  draw(context, geometry, zoom, feature, scale = 1) {
    const css = this.colourOf(feature.id) || style.unasked;
    if (css !== this.css) {
      context.fillStyle = css;
      this.css = css;
    }
    if (feature.zoom !== zoom) {
      feature.path = pathOf(geometry, scale);
      feature.zoom = zoom;
    }
    context.globalAlpha = style.opacity;
    context.fill(feature.path);
    context.globalAlpha = 1;
    if (this.hasEdges) context.stroke(feature.path);
  }
}

function pathOf(geometry, scale) {
  const path = new Path2D();
  for (const ring of geometry) {
    path.moveTo(scale * ring[0].x, scale * ring[0].y);
    for (let k = 1; k < ring.length - 1; k += 1) path.lineTo(scale * ring[k].x, scale * ring[k].y);
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
