// Numbers of parcels, once they are near enough to hold them.

import { el } from "./dom.js";

const FROM = 16;
const MOST = 250;
const CHARACTER_PX = 7;
let markers = [];

// `inView` gives parcels with their middle and width on screen.
export function start(map, inView) {
  const write = () => {
    markers.forEach((one) => one.remove());
    if (map.getZoom() < FROM) return (markers = []);
    const fitting = inView().filter(({ id, width }) => width >= CHARACTER_PX * id.length + 6);
    return (markers = fitting.slice(0, MOST).map(({ id, at }) => {
      const icon = L.divIcon({ className: "parcel-number", html: el("span", {}, id), iconSize: null });
      return L.marker(at, { icon, interactive: false, keyboard: false, pane: "numbers" }).addTo(map);
    }));
  };
  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(write, 150);
  };
  map.on("moveend landdrawn", soon);
  return soon;
}
