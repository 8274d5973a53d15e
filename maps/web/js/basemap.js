// A basemap of another host, where a setting asks for one: beneath all that is the plan's, and the reader may put it away.

import { config, el } from "./dom.js";

const DEEPEST = 18; // no public service draws more; nearer than that its tiles are enlarged
export const isOffered = Boolean(config.basemap);
let map;
let paper; // the district's own ground, which would cover it
let tiles;

export function start(itsMap, itsPaper) {
  if (!isOffered) return;
  [map, paper] = [itsMap, itsPaper];
  const { url, attribution } = config.basemap;
  tiles = L.tileLayer(url, {
    attribution: el("span", {}, attribution).innerHTML, // text, whatever it holds
    maxNativeZoom: DEEPEST,
    maxZoom: 22,
    noWrap: true,
    referrerPolicy: "origin", // who asks, never what was asked of us
  });
  show(true);
}

export function show(isOn) {
  (isOn ? paper : tiles).remove();
  (isOn ? tiles : paper).addTo(map);
}
