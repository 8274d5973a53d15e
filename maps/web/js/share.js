// A view that can be handed on: its address says the question, the parcel, the tray and the part of the map.

import { el, t } from "./dom.js";
import { fromAddress, toAddress } from "./brief.js";

const map = window.luodiMap;
let state = () => ({}); // {brief, parcel, tray} of the page as it is
let isLive = false;
let wait = 0;

// What the address that opened the page says.
export const opened = () => fromAddress(location.hash.slice(1));

export function start(read) {
  state = read;
  isLive = true;
  map.on("moveend", changed);
  const facts = document.querySelector(".facts");
  const share = el("button", { type: "button", class: "head-button", id: "share", on: { click: () => copy(share) } }, t("share"));
  const print = el("button", { type: "button", class: "head-button", id: "print", on: { click: () => window.print() } }, t("print"));
  facts.insertBefore(share, facts.querySelector(".lang"));
  facts.insertBefore(print, facts.querySelector(".lang"));
  for (const [event, isOn] of [["beforeprint", true], ["afterprint", false]]) {
    window.addEventListener(event, () => onPaper(isOn));
  }
  changed();
}

// The map takes the size that it has on paper before it is printed, and shows the same place in it.
function onPaper(isOn) {
  const [centre, zoom] = [map.getCenter(), map.getZoom()];
  document.body.classList.toggle("on-paper", isOn);
  map.invalidateSize({ animate: false, pan: false });
  map.setView(centre, zoom, { animate: false });
}

// The address follows the page; nothing is sent anywhere, and "back" leaves the page as it always does.
export function changed() {
  if (!isLive) return;
  clearTimeout(wait);
  wait = setTimeout(write, 150);
}

function write() {
  const { brief, parcel, tray } = state();
  const { lat, lng } = map.getCenter();
  const text = toAddress(brief, { parcel, tray, at: [lat.toFixed(5), lng.toFixed(5), map.getZoom()] });
  history.replaceState(null, "", `${location.pathname}${location.search}#${text}`);
  const other = document.querySelector("a.lang");
  other.href = `${other.getAttribute("href").split("#")[0]}#${text}`;
}

async function copy(button) {
  clearTimeout(wait);
  write();
  let told = t("share_done");
  try {
    await navigator.clipboard.writeText(location.href);
  } catch {
    told = t("share_by_hand"); // no clipboard without https: the address bar has it
  }
  button.textContent = told;
  setTimeout(() => {
    button.textContent = t("share");
  }, 2500);
}
