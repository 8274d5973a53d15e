// What a parcel's file holds beyond its score: conditions, steps in time, standards, neighbours, history, downloads.
// Each part is asked for when it is first opened.

import { facts, get, send } from "./api.js";
import { M2_PER_MU, el, figure, mu, number, replace, say, t } from "./dom.js";
import * as files from "./files.js";

// Those that were open for the last parcel are open for the next.
const open = new Set();

export function sections(id, { plan, brief }) {
  const parts = [
    ["conditions", () => conditions(id, plan)],
    ["steps", () => steps(id)],
    brief ? ["standards", () => standards(id, brief.industry)] : null,
    brief ? ["neighbours", () => neighbours(id, brief.industry)] : null,
    ["history", () => history(id)],
    ["downloads", () => downloads(id, brief)],
  ];
  return el("div", { class: "dossier" }, parts.filter(Boolean).map(([name, load]) => section(name, load)));
}

export function list(rows) {
  const told = rows.filter(([, value]) => value !== null);
  return el("dl", {}, told.map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, value))));
}

function section(name, load) {
  const body = el("div", { class: "part-body" });
  const node = el("details", { "data-part": name }, el("summary", {}, t(`part_${name}`)), body);
  const fill = async () => {
    replace(body, el("p", { class: "hint" }, t("loading_short")));
    try {
      replace(body, await load());
    } catch (error) {
      replace(body, el("p", { class: "say limit" }, error.message));
    }
  };
  node.addEventListener("toggle", () => {
    if (node.open) open.add(name);
    else open.delete(name);
    if (node.open && !body.hasChildNodes()) fill();
  });
  node.open = open.has(name);
  return node;
}

const basis = (value) => (value ? el("em", { class: "basis-tag" }, t(`basis_${value}`)) : null);

async function conditions(id, plan) {
  const it = await facts(id);
  const has = (value) => value !== null && value !== undefined && value !== "";
  const span = (low, high) => (has(low) || has(high) ? [has(low) ? number(low, 2) : "", has(high) ? number(high, 2) : ""].join("–") : t("no_data"));
  const share = (value) => (has(value) ? `${number(100 * value, 0)}%` : t("no_data"));
  const names = new Map(plan.utilities.map((one) => [one.id, say(one)]));
  const measures = new Map(plan.measures.map((one) => [one.id, one]));
  const distances = Object.entries(it.measures)
    .filter(([name, value]) => measures.get(name)?.unit === "m" && value !== null && !name.startsWith("chain_"))
    .map(([name, value]) => [say(measures.get(name)), figure(Math.round(value), "m")]);
  return [
    list([
      [t("holder"), it.holder || t("no_data")],
      [t("far_word"), span(it.far_min, it.far_max)],
      [t("height_word"), has(it.height_max_m) ? `≤ ${number(it.height_max_m, 0)} m` : t("no_data")],
      [t("density"), has(it.density_max) ? `≤ ${share(it.density_max)}` : t("no_data")],
      [t("green"), has(it.green_min) ? `≥ ${share(it.green_min)}` : t("no_data")],
      [t("price_word"), has(it.price_wan_per_mu) ? `${number(it.price_wan_per_mu)} ${t("price_unit")}` : t("no_data")],
      [t("net_date"), it.net_date || t("no_data")],
      [t("utilities"), it.utilities ? it.utilities.map((one) => names.get(one) || one).join(t("comma")) || t("none") : t("no_data")],
      [t("area_stated"), has(it.area_stated_m2) ? `${number(it.area_stated_m2, 0)}㎡ (${mu(it.area_stated_m2 / M2_PER_MU)})` : t("no_data")],
      [t("as_of"), it.as_of || t("no_as_of")],
      [t("basis"), it.basis ? t(`basis_${it.basis}`) : t("no_data")],
    ]),
    el("h4", {}, t("distances")),
    list(distances),
  ];
}

async function steps(id) {
  const told = await send("POST", "/api/v1/schedules", { parcel_id: id, stated: { name: t("project_here") } });
  const milestones = told.milestones.map((one) => [say(one, "name"), t("earliest", { day: one.earliest })]);
  const rows = told.steps.map((one) =>
    el("li", {}, el("b", {}, say(one, "name")), el("span", {}, `${one.begins} → ${one.ends}`), basis(one.basis)),
  );
  return [el("p", { class: "hint" }, t("steps_from", { day: told.begins })), list(milestones), el("ol", { class: "steps" }, rows)];
}

const FIGURES = ["fixed_invest_yi", "invest_yi", "output_yi", "tax_yi", "far"];
const stated = {}; // of the project at hand, kept from parcel to parcel

function standards(id, industry) {
  const out = el("div", { "aria-live": "polite" });
  const check = async () => {
    const project = { name: t("project_here"), industry, ...stated };
    try {
      replace(out, verdicts(await send("POST", "/api/v1/standards/checks", { parcel_id: id, stated: project })));
    } catch (error) {
      replace(out, el("p", { class: "say limit" }, error.message));
    }
  };
  const inputs = FIGURES.map((name) => {
    const input = el("input", { type: "number", min: "0", step: "any", "data-figure": name });
    input.value = stated[name] === undefined ? "" : String(stated[name]);
    input.addEventListener("change", () => {
      if (input.value === "") delete stated[name];
      else stated[name] = Number(input.value);
      check();
    });
    return el("label", { class: "field" }, el("span", {}, t(`figure_${name}`)), input);
  });
  check();
  return [el("div", { class: "two" }, inputs), out];
}

function verdicts(told) {
  const mark = { pass: "✓", fail: "✗", unproven: "?", unknown: "?" };
  const rule = (one) =>
    el(
      "li",
      { class: one.outcome === "unproven" ? "unknown" : one.outcome },
      el("span", { class: "verdict", "aria-hidden": "true" }, mark[one.outcome]),
      el("span", {}, say(one, "text"), (one.remedies || []).map((way) => el("span", { class: "change" }, say(way, "text")))),
    );
  const table = (title, note, rules) => [el("h4", {}, title), note ? el("p", { class: "hint" }, note) : null, el("ul", { class: "limits" }, rules.map(rule))];
  return [
    told.text ? el("p", { class: "say" }, say(told, "text")) : null,
    table(t("parcel_conditions"), null, told.parcel),
    told.standards.filter((one) => one.applies).map((one) => table(`${say(one, "name")} ${one.edition}`, t(`standard_${one.status}`), one.results)),
  ];
}

async function neighbours(id, industry) {
  const query = new URLSearchParams({ parcel_id: id, industry });
  const told = await get(`/api/v1/surroundings?${query}`);
  const group = (title, rows) => [
    el("h4", {}, `${title} (${rows.length})`),
    rows.length
      ? el("ul", { class: "near-list" }, rows.slice(0, 8).map((one) => el("li", {}, say(one, "text"), one.clause ? el("span", { class: "clause" }, one.clause) : null)))
      : el("p", { class: "hint" }, t("none")),
  ];
  return [
    el("p", { class: "hint" }, say(told, "text"), basis(told.basis)),
    group(t("conflicts"), told.conflicts),
    group(t("synergies", { m: number(told.walk_m, 0) }), told.synergies),
    told.rivals.length ? group(t("rivals", { m: number(told.retail_m, 0) }), told.rivals) : null,
  ];
}

async function history(id) {
  const [family, versions, holds] = await Promise.all([
    get(`/api/v1/lineage/${encodeURIComponent(id)}`),
    get("/api/v1/versions"),
    get("/api/v1/holds?active=false"),
  ]);
  const kin = family.ancestors.map((one) =>
    el("li", {}, t("came_from", { id: one.parcel_id, share: number(100 * one.share, 0), v: one.version, how: t(`kind_${one.kind}`) })),
  );
  const of = (Array.isArray(versions) ? versions : versions.items).find((one) => one.number === family.version);
  const held = holds
    .filter((one) => one.parcel_id === id)
    .map((one) => el("li", {}, t(one.released_at ? "was_held" : "is_held", { project: one.project, since: one.since.slice(0, 10), end: one.released_at.slice(0, 10) })));
  return [
    of ? el("p", { class: "hint" }, t("in_version", { v: of.number, as_of: of.as_of || t("no_as_of") })) : null,
    kin.length ? el("ul", {}, kin) : el("p", { class: "hint" }, t("no_lineage")),
    el("h4", {}, t("holds")),
    held.length ? el("ul", {}, held) : el("p", { class: "hint" }, t("never_held")),
  ];
}


function downloads(id, brief) {
  const link = (text, path) => el("a", { href: path, download: "" }, text);
  const of = (format) => `/api/v1/exports/land?${new URLSearchParams({ format, parcel: id })}`;
  const links = [
    link(t("file_corners"), `/api/v1/exports/corners?${new URLSearchParams({ parcel: id })}`),
    link(t("file_txt"), of("txt")),
    link("GeoPackage", of("gpkg")),
    link("Shapefile", of("shp")),
    link("KML", of("kml")),
    link("DXF", of("dxf")),
  ];
  const wrong = el("p", { class: "say limit", role: "alert", hidden: true });
  const tell = (error) => {
    wrong.textContent = error.message;
    wrong.hidden = false;
  };
  const sheet = (format) => files.make(`${t("sheet")} ${format.toUpperCase()}`, "/api/v1/exports/sheet", { ...brief, parcels: [id], format }, tell);
  return [
    brief ? [el("div", { class: "files" }, sheet("pdf"), sheet("docx")), files.disclosure(), wrong] : null,
    el("h4", {}, t("as_data")),
    el("div", { class: "files" }, links),
  ];
}
