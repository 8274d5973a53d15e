// Finding a parcel or a place by its name: parcels from the service, places from the plan and its layers.

import { get } from "./api.js";
import { config, el, isEnglish, mu, replace, say, t } from "./dom.js";

const PLACES = ["places", "stations", "rail", "roads", "firms", "buildings"]; // roles whose features have names worth finding
const MOST = 12;
const MOST_PLACES = 6;
const WAIT_MS = 120;
const map = window.luodiMap;
let places = null; // promise of [{name, other, kind, bounds}]
let marker = null;

export function field(plan, { onPick, onProblem }) {
  const list = el("ul", { class: "options", role: "listbox", id: "find-options", "aria-label": t("find"), hidden: true });
  const input = el("input", {
    id: "find",
    type: "search",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: t("find_hint"),
    "aria-label": t("find"),
    "aria-expanded": "false",
    "aria-controls": list.id,
    "aria-autocomplete": "list",
  });
  const note = el("p", { class: "find-none", role: "status", hidden: true }, t("find_none"));
  let found = [];
  let active = -1;
  let turn = 0;
  let wait = 0;

  async function look() {
    const words = input.value.trim();
    const mine = ++turn;
    if (!words) {
      close();
      return;
    }
    try {
      const [parcels, named] = await Promise.all([get(`/api/v1/lookups/named?q=${encodeURIComponent(words)}&limit=${MOST}`), allPlaces(plan)]);
      if (mine !== turn) return;
      const wanted = words.toLowerCase();
      const near = named.filter((one) => one.name.toLowerCase().includes(wanted) || one.other.toLowerCase().includes(wanted));
      // a number that begins so is what is meant; else places, then land that lies there
      const isNumber = parcels.parcels[0]?.parcel_id.toLowerCase().startsWith(wanted);
      const land = parcels.parcels.map(parcelItem);
      found = (isNumber ? [...land, ...near] : [...near.slice(0, MOST_PLACES), ...land]).slice(0, MOST);
      open(words);
    } catch (error) {
      onProblem(error);
    }
  }

  function open(words) {
    active = -1;
    replace(list, found.map(option));
    list.hidden = found.length === 0;
    note.hidden = found.length > 0 || !words;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  }

  function close() {
    turn += 1;
    found = [];
    open("");
  }

  function option(item, i) {
    const down = (event) => {
      event.preventDefault(); // the field keeps the focus
      choose(item);
    };
    return el("li", { role: "option", id: `find-${i}`, "aria-selected": "false", on: { mousedown: down } }, el("b", {}, item.name), el("small", {}, item.kind));
  }

  function choose(item) {
    input.value = item.name;
    close();
    marker?.remove();
    marker = null;
    if (item.parcel) onPick(item.parcel, true);
    else goTo(item);
  }

  function move(step) {
    if (!found.length) return;
    list.children[active]?.setAttribute("aria-selected", "false");
    active = (active + step + found.length) % found.length;
    list.children[active].setAttribute("aria-selected", "true");
    list.children[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", `find-${active}`);
  }

  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(look, WAIT_MS);
  });
  input.addEventListener("focus", () => input.value && look());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter ends a word of an input method
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && found.length) {
      event.preventDefault();
      choose(found[Math.max(active, 0)]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  return el("div", { class: "find" }, input, list, note);
}

function parcelItem({ parcel_id: id, name, area_mu: area }) {
  return { parcel: id, name: id, kind: [name, mu(area)].filter(Boolean).join(" · ") };
}

function goTo({ bounds, name }) {
  const middle = bounds.getCenter();
  if (bounds.getNorthEast().equals(bounds.getSouthWest())) map.setView(middle, Math.max(map.getZoom(), 14.5));
  else map.fitBounds(bounds, { padding: [60, 60], maxZoom: 15.5 });
  const icon = L.divIcon({ className: "found", html: el("span", {}, name), iconSize: null });
  marker = L.marker(middle, { icon, interactive: false, keyboard: false, pane: "names" }).addTo(map);
}

// Every named feature of the plan's layers, asked for when somebody first looks for something.
function allPlaces(plan) {
  places ||= Promise.all(
    config.layers.filter((one) => PLACES.includes(one.role) || ["axes", "parks", "zones"].includes(one.role)).map(async (one) => {
      const { features } = await get(`/api/v1/layers/${encodeURIComponent(one.name)}`);
      return named(features, say(one, "title"));
    }),
  ).then((lists) => lists.flat());
  places.catch(() => {
    places = null;
  });
  return places;
}

// Pieces of one name are one place.
function named(features, kind) {
  const found = new Map();
  for (const { properties, geometry } of features) {
    const name = isEnglish ? properties.name_en || properties.name : properties.name;
    if (!name || !geometry) continue;
    const bounds = L.geoJSON(geometry).getBounds();
    const known = found.get(name);
    if (known) known.bounds.extend(bounds);
    else found.set(name, { name: String(name), other: String((isEnglish ? properties.name : properties.name_en) || ""), kind, bounds });
  }
  return [...found.values()];
}
