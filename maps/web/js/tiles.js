// Parcels of any number: shapes from vector tiles when near, rows of pixels from afar, coloured here.

import { get, send } from "./api.js";
import { config } from "./dom.js";
import * as rows from "./rows.js";

const { style } = config;
const CLOSEST = 21;
const SIDE = 512; // a tile of data on screen [px]: at the map's zooms, which count in 256, one zoom later
const LATER = 1;
const EDGE = 1; // of a parcel beyond its shape [px]
const script = new URL("../vendor/protomaps-leaflet/protomaps-leaflet.js", import.meta.url).href;

// `colourOf` a row of the land bank; `onPick` an id; `onHover` what is known of a parcel, or null; `onProblem` an
// error of a question that a click asked.
export async function open(map, { renderer, colourOf, onPick, onHover, onProblem }) {
  const [offer] = await Promise.all([get("/tiles/parcels.json"), loaded()]);
  const [west, south, east, north] = offer.bounds;
  const near = offer.minzoom + LATER;
  const common = { pane: "land", attribution: "", bounds: [[south, west], [north, east]], noWrap: true };
  const drawing = new Shapes(colourOf, near + 1);
  const cache = new protomapsL.TileCache(new protomapsL.ZxySource(offer.tiles[0], true), SIDE);
  const Near = L.GridLayer.extend({ createTile });
  const shapes = new Near({ ...common, tileSize: SIDE, minZoom: near, maxZoom: CLOSEST });
  const pixels = rows.layer(offer.ids[0], colourOf, { ...common, maxZoom: near - 1 });
  // of its own: else the map leaps to where the one of the two layers is that is added first
  map.setMinZoom(0).setMaxZoom(CLOSEST);
  shapes.on("load", () => map.fire("landdrawn")); // what is in view is known only now
  shapes.addTo(map);
  pixels.addTo(map);
  const outlined = L.geoJSON(null, { pane: "chosen", renderer: renderer("chosen"), interactive: false }).addTo(map);
  const known = new Map(); // id -> outline
  let turn = 0;

  function createTile(at, done) {
    const canvas = L.DomUtil.create("canvas", "leaflet-tile");
    canvas.width = canvas.height = SIDE * devicePixelRatio;
    cache.get(place(at).data).then(() => draw(canvas, at, done), (error) => error.name === "AbortError" || done(error, canvas));
    return canvas;
  }

  // All tiles that are to be drawn are drawn together, before the next frame: each frame more takes as long as a tile.
  const undrawn = new Map();
  function draw(canvas, at, done = () => {}) {
    if (!undrawn.size) requestAnimationFrame(drawAll);
    undrawn.set(canvas, { at, done: undrawn.get(canvas)?.done || done });
  }

  function drawAll() {
    for (const [canvas, { at, done }] of undrawn) {
      if (!canvas.isConnected) continue; // the map has moved on
      drawOne(canvas, at);
      done(null, canvas);
    }
    undrawn.clear();
  }

  function drawOne(canvas, at) {
    const { scale, left, top } = place(at);
    const context = canvas.getContext("2d");
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, SIDE, SIDE);
    context.translate(-left, -top);
    drawing.before(context, at.z);
    const isIn = (from, to, start) => from * scale <= start + SIDE + EDGE && to * scale >= start - EDGE;
    for (const parcel of parcelsOf(at)) {
      const { minX, minY, maxX, maxY } = parcel.bbox;
      if (isIn(minX, maxX, left) && isIn(minY, maxY, top)) drawing.draw(context, parcel, at.z, scale);
    }
  }

  // Where a tile on screen lies in its tile of data, which is enlarged beyond the last zoom that there is [px].
  function place({ x, y, z }) {
    const shift = Math.max(0, z - LATER - offer.maxzoom);
    const data = { x: x >> shift, y: y >> shift, z: z - LATER - shift };
    const scale = 2 ** shift;
    return { data, scale, left: SIDE * (x - data.x * scale), top: SIDE * (y - data.y * scale) };
  }

  // The parcels of a tile's data, as far as it is there.
  function parcelsOf(at) {
    const { x, y, z } = place(at).data;
    return cache.cache.get(`${x}:${y}:${z}`)?.data.get("parcels") || [];
  }

  function repaint() {
    pixels.repaint();
    for (const { el, coords, loaded: isDrawn } of Object.values(shapes._tiles || {})) if (isDrawn) draw(el, coords);
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
      const zoom = Math.min(Math.round(map.getZoom()) - LATER, offer.maxzoom);
      const [found] = isNear() ? cache.queryFeatures(latlng.lng, latlng.lat, zoom, 0) : [];
      onHover(found ? found.feature.props : null);
    });
  }

  // Parcels that can be seen, each with its middle and its width on screen [px]; the widest piece of each.
  function inView() {
    if (!isNear()) return [];
    const found = new Map();
    const seen = map.getPixelBounds();
    for (const { coords } of Object.values(shapes._tiles || {})) {
      const { scale, left, top } = place(coords);
      const shift = 2 ** (map.getZoom() - coords.z);
      const corner = L.point(SIDE * coords.x - left, SIDE * coords.y - top);
      for (const { bbox, props } of parcelsOf(coords)) {
        const width = (bbox.maxX - bbox.minX) * scale * shift;
        if (found.has(props.id) && found.get(props.id).width >= width) continue;
        const middle = L.point((bbox.minX + bbox.maxX) / 2, (bbox.minY + bbox.maxY) / 2).multiplyBy(scale);
        const at = middle.add(corner).multiplyBy(shift);
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

  return { repaint, outlines, mark, bounds, inView, remove };
}

// How a parcel is drawn: its path made once, its colour looked up each time.
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

  draw(context, parcel, zoom, scale) {
    const css = this.colourOf(parcel.id) || style.unasked;
    if (css !== this.css) {
      context.fillStyle = css;
      this.css = css;
    }
    if (parcel.zoom !== zoom) {
      parcel.path = pathOf(parcel.geom, scale);
      parcel.zoom = zoom;
    }
    context.globalAlpha = style.opacity;
    context.fill(parcel.path);
    context.globalAlpha = 1;
    if (this.hasEdges) context.stroke(parcel.path);
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
