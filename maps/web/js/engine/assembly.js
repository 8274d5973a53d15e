// 连片: adjoining parcels taken together, each answer an outline on the map with its members and parts.

import { el, mu, number, replace, say, t } from "../dom.js";
import { briefLine, button, field, figure, footer, form, keep, parcelButton, proof, sentences } from "./bits.js";
import * as draw from "./draw.js";
import * as jobs from "./jobs.js";

export async function show(context) {
  const two = el(
    "div",
    { class: "three" },
    field(t("eng_members_least"), figure("least", 2, { min: "1", max: "12", step: "1" })),
    field(t("eng_members_most"), figure("most", 4, { min: "1", max: "12", step: "1" })),
    field(t("eng_how_many"), figure("k", 5, { min: "1", max: "30", step: "1" })),
    field(t("eng_shared_m"), figure("min_shared_m", 10)),
    field(t("eng_overlap"), figure("overlap", 50, { max: "100" })),
    field(t("eng_tolerate"), figure("tolerate", 0, { max: "12", step: "1" })),
  );
  const { out } = form(context, "assembly", [briefLine(context), two], t("eng_ask_assembly"), (it) => {
    const assembly = { overlap: Number(it.overlap.value) / 100 };
    for (const name of ["least", "most", "k", "min_shared_m", "tolerate"]) assembly[name] = Number(it[name].value);
    draw.clear();
    return jobs.ask("assemblies", { ...context.brief(), assembly }, ways(context, out));
  });
  await jobs.resume("assemblies", ways(context, out));
}

function ways(context, out) {
  return { node: out, onDone: (answer) => tell(context, out, answer), onBack: (words) => replace(out, words) };
}

async function tell(context, out, answer) {
  const counted = t("eng_assembly_sum", { n: number(answer.candidates, 0), c: number(answer.components, 0), l: number(answer.largest, 0), e: number(answer.explored, 0) });
  const lead = answer.proven ? counted : `${counted} · ${t("eng_gap", { g: number(answer.gap, 2) })}`;
  const rows = answer.assemblies.map((one) => row(context, one));
  const save = button(t("eng_save_outlines"), () => keep(`luodi-${answer.replay.answer}.geojson`, outlines(answer), "application/geo+json"));
  replace(
    out,
    proof(answer.proven, lead),
    sentences(answer.reasons),
    rows.length ? el("ol", { class: "eng-list" }, rows) : el("p", { class: "say limit" }, t("eng_none")),
    rows.length ? el("div", { class: "acts" }, save) : null,
    footer(answer),
  );
  await map(context, out, answer);
}

function row(context, one) {
  const members = one.members.map((id, i) => [i ? " + " : "", parcelButton(context, id)]);
  const holders = one.holders === null ? t("eng_holders_unknown") : t("eng_holders", { n: one.holders });
  const width = one.narrowest_m === null ? "" : ` · ${t("eng_narrowest", { m: number(one.narrowest_m, 0) })}`;
  const bar = one.parts.map((part, i) => el("i", { class: `part p${i % 6}`, style: { width: `${part.points}%` }, title: `${say(part)} ${number(part.points)} / ${number(100 * part.weight)}` }));
  return el(
    "li",
    { "data-set": String(one.rank) },
    el(
      "button",
      { type: "button", class: "eng-head", on: { click: () => choose(one.rank) } },
      el("b", { class: "rank" }, String(one.rank)),
      el("span", { class: "what" }, el("span", { class: "name" }, t("eng_n_parcels", { n: one.members.length }), el("em", {}, mu(one.area_mu))), el("span", { class: "sub" }, `${holders}${width}`), el("span", { class: "bar", "aria-hidden": "true" }, bar)),
      el("span", { class: "points" }, number(one.score)),
    ),
    el("p", { class: "eng-members" }, members),
    one.failed.map((fail) => el("p", { class: "say limit" }, `${fail.parcel_id}: ${say(fail, "text")}`)),
    sentences(one.reasons.slice(0, 4)),
    el("div", { class: "acts" }, button(t("eng_cut_this"), () => context.show("cutting", { parcels: one.members }))),
  );
}

async function map(context, out, answer) {
  if (!out.isConnected) return;
  draw.begin();
  const members = await draw.outlines(answer.assemblies.flatMap((one) => one.members));
  if (!out.isConnected) return;
  for (const [id, one] of members) {
    draw.shape(id, one.geometry, { color: "#fff", weight: 1.2, fillColor: draw.COLOURS.first, fillOpacity: 0.35 }, { name: `${id} · ${mu(one.area)}`, onPick: (it) => context.pick(it) });
  }
  for (const one of [...answer.assemblies].reverse()) {
    draw.shape(one.rank, JSON.parse(one.outline), { color: draw.COLOURS.best, weight: 2.6, fillColor: draw.COLOURS.best, fillOpacity: 0.08 });
    draw.badge(String(one.rank), [one.lon, one.lat], `${one.rank} · ${one.members.join(" + ")} · ${mu(one.area_mu)}`, () => choose(one.rank));
  }
  draw.explain([[draw.COLOURS.best, t("eng_key_assembly"), "line"], [draw.COLOURS.first, t("eng_key_member")]]);
  draw.fit();
}

function choose(rank) {
  draw.select(rank, { weight: 5, fillOpacity: 0.25 });
  for (const row of document.querySelectorAll(".eng-list [data-set]")) {
    const isIt = row.dataset.set === String(rank);
    row.classList.toggle("selected", isIt);
    if (isIt) row.scrollIntoView({ block: "nearest" });
  }
}

function outlines(answer) {
  const features = answer.assemblies.map((one) => ({
    type: "Feature",
    id: one.rank,
    geometry: JSON.parse(one.outline),
    properties: { rank: one.rank, members: one.members, area_mu: one.area_mu, score: one.score, basis: one.basis },
  }));
  return JSON.stringify({ type: "FeatureCollection", note: answer.note, features });
}
