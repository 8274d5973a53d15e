// A click where no parcel lies: what is there instead, and which parcel is nearest.

import { get } from "./api.js";
import { el, number, t } from "./dom.js";

const map = window.luodiMap;
let picked = 0; // when a parcel last took a click

export const taken = () => {
  picked = performance.now();
};

export function start(onPick, onProblem) {
  map.on("click", async ({ latlng, originalEvent }) => {
    if (document.body.dataset.tool || performance.now() - picked < 60) return;
    if (originalEvent?.target?.closest?.(".leaflet-marker-icon")) return;
    try {
      const query = new URLSearchParams({ lon: String(latlng.lng), lat: String(latlng.lat), k: "1" });
      const { parcels: [nearest] } = await get(`/api/v1/lookups/nearest?${query}`);
      if (performance.now() - picked < 60 || nearest?.distance_m === 0) return; // a parcel speaks for itself
      tell(latlng, nearest, onPick);
    } catch (error) {
      onProblem(error);
    }
  });
}

function tell(latlng, nearest, onPick) {
  const go = nearest
    ? el("button", { type: "button", class: "plain", on: { click: () => (map.closePopup(), onPick(nearest.parcel_id, true)) } }, t("here_nearest", { id: nearest.parcel_id, m: number(nearest.distance_m, 0) }))
    : null;
  L.popup({ className: "here", autoPan: false }).setLatLng(latlng).setContent(el("div", {}, el("p", {}, t("here_none")), go)).openOn(map);
}
