// A line or an area put down on the map point by point: by mouse, by finger, or by keyboard at the map's centre.

import { hush } from "./map.js";

const CLOSE_PX = 12; // so near to the first point a click closes the figure
const map = window.luodiMap;
const LINE = { color: "#16283a", weight: 2.5, dashArray: "6 4", interactive: false, pane: "sketch" };
const DOT = { radius: 5, color: "#16283a", weight: 2, fillColor: "#fff", fillOpacity: 1, interactive: false, pane: "sketch" };

let renderer = null;
let current = null;

// `onChange(points)` after every point; `onDone(points)` once the figure is finished.
export function begin({ isArea, onChange, onDone }) {
  end();
  if (!map.getPane("sketch")) map.createPane("sketch").style.zIndex = 610;
  renderer ||= L.canvas({ pane: "sketch", padding: 0.5 });
  current = { isArea, onChange, onDone, points: [], shape: L.layerGroup().addTo(map), hover: null };
  hush(true);
  map.doubleClickZoom.disable();
  map.on({ click: clicked, dblclick: finish, mousemove: moved });
  map.getContainer().classList.add("sketching");
}

// Nothing is put down any more; what was drawn goes with it.
export function end() {
  if (!current) return;
  current.shape.remove();
  current = null;
  map.off({ click: clicked, dblclick: finish, mousemove: moved });
  map.getContainer().classList.remove("sketching");
  map.doubleClickZoom.enable();
  setTimeout(() => current || hush(false), 0); // the click that ends it picks nothing
}

export function add(at = map.getCenter()) {
  if (!current) return;
  const { points } = current;
  const px = map.latLngToContainerPoint(at);
  const isAgain = points.some((one) => one === points[points.length - 1] && px.distanceTo(map.latLngToContainerPoint(one)) < 4);
  if (isAgain) return;
  points.push(L.latLng(at.lat, at.lng));
  draw();
  current.onChange(points);
}

export function undo() {
  if (!current) return;
  current.points.pop();
  draw();
  current.onChange(current.points);
}

export function finish() {
  if (!current || current.points.length < (current.isArea ? 3 : 2)) return;
  const { points, onDone } = current;
  end();
  onDone(points);
}

function clicked({ latlng }) {
  const { isArea, points } = current;
  const first = points[0];
  const isClosing = isArea && points.length > 2 && map.latLngToContainerPoint(latlng).distanceTo(map.latLngToContainerPoint(first)) < CLOSE_PX;
  if (isClosing) finish();
  else add(latlng);
}

function moved({ latlng }) {
  current.hover = latlng;
  draw();
}

function draw() {
  const { isArea, points, hover, shape } = current;
  shape.clearLayers();
  const line = hover && points.length ? [...points, hover] : points;
  const make = isArea && line.length > 2 ? L.polygon : L.polyline;
  make(line, { ...LINE, renderer, fillColor: "#16283a", fillOpacity: 0.08 }).addTo(shape);
  points.forEach((one) => L.circleMarker(one, { ...DOT, renderer }).addTo(shape));
}
