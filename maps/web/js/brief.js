// A brief and a view as part of an address: shared, kept over a reload and a change of language.

const LISTS = ["within", "utilities", "use_codes", "statuses"];
const MAPS = ["at_most", "at_least", "weights"];
const TEXTS = ["industry", "axis", "zone", "park", "net_by"];
const NUMBERS = ["area_mu", "area_min_mu", "area_max_mu", "price_max_wan_per_mu", "far_min", "height_min_m", "k"];

// `brief` null: nothing was asked. `view`: {parcel, tray, at: [lat, lon, zoom]}; what is not known is left out.
export function toAddress(brief, { parcel, tray, at } = {}) {
  const query = new URLSearchParams();
  for (const name of [...TEXTS, ...NUMBERS]) if (brief?.[name] !== undefined) query.set(name, brief[name]);
  for (const name of LISTS) if (brief?.[name]?.length) query.set(name, brief[name].join(","));
  for (const name of MAPS) {
    for (const [key, value] of Object.entries(brief?.[name] || {})) query.set(`${name}.${key}`, value);
  }
  if (parcel) query.set("parcel", parcel);
  for (const id of tray || []) query.append("tray", id);
  if (at) query.set("at", at.join(","));
  return query.toString();
}

export function fromAddress(text) {
  const query = new URLSearchParams(text);
  const brief = {};
  for (const name of TEXTS) if (query.get(name)) brief[name] = query.get(name);
  for (const name of NUMBERS) if (isNumber(query.get(name))) brief[name] = Number(query.get(name));
  for (const name of LISTS) if (query.get(name)) brief[name] = query.get(name).split(",");
  for (const [key, value] of query) {
    const [name, measure] = key.split(/\.(.*)/s);
    if (MAPS.includes(name) && measure && isNumber(value)) brief[name] = { ...brief[name], [measure]: Number(value) };
  }
  const at = (query.get("at") || "").split(",");
  return {
    brief: brief.industry ? brief : null,
    parcel: query.get("parcel"),
    tray: query.getAll("tray"),
    at: at.length === 3 && at.every(isNumber) ? at.map(Number) : null,
  };
}

const FIELDS = {
  area_min: "area_min_mu", area_max: "area_max_mu", price: "price_max_wan_per_mu",
  far: "far_min", height: "height_min_m", net_by: "net_by",
};
const WORDS = { utilities: "utilities", use: "use_codes", supply: "statuses" };

// The brief after a relaxation: each limit moved to where the answer says, in figures to be read unless exact ones
// are asked for. Null where a step has no field.
export function relaxed(brief, relaxation, isExact = false) {
  const rounded = isExact ? ({ to }) => to : readable;
  const next = structuredClone(brief);
  for (const step of relaxation.loosenings) {
    const [kind, measure] = step.limit.split(/_(.*)/s);
    const words = String(step.to).split(" ").filter(Boolean);
    if (FIELDS[step.limit]) {
      next[FIELDS[step.limit]] = rounded(step);
      if (step.limit.startsWith("area_")) windowed(next, step.limit, relaxation);
    } else if (step.limit === "utilities") {
      next.utilities = next.utilities.filter((one) => words.includes(one));
    } else if (WORDS[step.limit]) {
      next[WORDS[step.limit]] = [...new Set([...String(step.threshold).split(" "), ...words])];
    } else if (kind === "within") {
      next.within = next.within.filter((one) => one !== measure);
    } else if (kind === "max" || kind === "min") {
      const name = kind === "max" ? "at_most" : "at_least";
      next[name] = { ...next[name], [measure]: rounded(step) };
    } else {
      return null;
    }
  }
  return next;
}

// A target stands for a window of 0.8 to 1.5 of it; one bound moved, the other stays where it was.
function windowed(brief, limit, { loosenings }) {
  if (brief.area_mu === undefined) return;
  const other = limit === "area_min" ? "area_max" : "area_min";
  if (brief[FIELDS[other]] === undefined && !loosenings.some((step) => step.limit === other)) {
    brief[FIELDS[other]] = Number(((limit === "area_min" ? 1.5 : 0.8) * brief.area_mu).toFixed(6));
  }
  if (brief.area_mu < brief.area_min_mu || brief.area_mu > brief.area_max_mu) delete brief.area_mu;
}

// Outwards to two decimals: a figure to be read, that still admits the parcel.
function readable({ threshold, to }) {
  if (typeof to !== "number") return to;
  return (to > threshold ? Math.ceil(to * 100) : Math.floor(to * 100)) / 100;
}

function isNumber(text) {
  return text !== null && text.trim() !== "" && Number.isFinite(Number(text));
}
