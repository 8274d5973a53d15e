// The shortlist's numbers on the map: each at its parcel, or beside it and tied to it where two would cover each other.

import { el, mu } from "./dom.js";

const SIDE = 24; // of a badge [px]
const GAP = SIDE + 2; // between the middles of two
const LEAST_TIE = SIDE / 2; // so far from its parcel a badge is tied to it
const ROUNDS = 200;
const map = window.luodiMap;
let marks = []; // {at, marker, tie}, the best first

export function show(answer, onPick) {
  clear();
  marks = answer.suggestions.map((one) => {
    const tie = el("i", { class: "tie", "aria-hidden": "true" });
    const face = el("span", { "data-parcel": one.parcel_id }, String(one.rank));
    const icon = L.divIcon({ className: "badge", html: el("div", {}, tie, face), iconSize: [SIDE, SIDE] });
    const title = `${one.rank} · ${one.parcel_id} · ${mu(one.area_mu)}`;
    const marker = L.marker([one.lat, one.lon], { icon, title, alt: title, riseOnHover: true, pane: "badges" });
    return { at: marker.getLatLng(), marker: marker.on("click", () => onPick(one.parcel_id)).addTo(map), tie };
  });
  arrange();
}

export function clear() {
  marks.forEach(({ marker }) => marker.remove());
  marks = [];
}

map.on("zoomend", arrange);

function arrange() {
  const at = marks.map((one) => map.project(one.at));
  const places = apart(at, GAP);
  marks.forEach(({ marker, tie }, i) => {
    const { x, y } = places[i].subtract(at[i]);
    const { style } = marker.getElement();
    style.marginLeft = `${Math.round(x) - SIDE / 2}px`;
    style.marginTop = `${Math.round(y) - SIDE / 2}px`;
    const length = Math.hypot(x, y);
    tie.style.width = length < LEAST_TIE ? "0" : `${length}px`;
    tie.style.transform = `rotate(${Math.atan2(-y, -x)}rad)`;
  });
}

// The points, moved as little as keeps them all so far from one another: neighbours give way in equal parts.
export function apart(points, gap) {
  const places = points.map((point) => point.clone());
  for (let round = 0; round < ROUNDS; round += 1) {
    let isClear = true;
    for (let i = 1; i < places.length; i += 1) {
      for (let j = 0; j < i; j += 1) {
        const lack = gap - places[i].distanceTo(places[j]);
        if (lack <= 0.5) continue;
        isClear = false;
        const step = along(places[i].subtract(places[j]), i).multiplyBy(lack / 2);
        places[i] = places[i].add(step);
        places[j] = places[j].subtract(step);
      }
    }
    if (isClear) break;
  }
  return places;
}

// One pixel in a direction; of two in the very same place the later one goes its own way round the clock.
function along({ x, y }, nth) {
  const length = Math.hypot(x, y);
  return length > 1e-6 ? L.point(x / length, y / length) : L.point(Math.cos(2.4 * nth), Math.sin(2.4 * nth));
}
