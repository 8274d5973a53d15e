// 相邻: conflicts with neighbours, firms of the same chain within a walk, rivals for customers.

import { get } from "../api.js";
import { el, number, replace, say, t } from "../dom.js";
import { choice, field, form, parcelField } from "./bits.js";
import * as draw from "./draw.js";

export function show(context) {
  const own = context.brief().industry;
  const industries = context.plan.industries.map((one) => [one.id, say(one, "name")]);
  const parts = [parcelField(context), field(t("industry"), choice("industry", industries, own))];
  form(context, "around", parts, t("eng_ask_around"), async (fields, out) => {
    const id = fields.parcel.value.trim();
    if (!id) throw new Error(t("eng_name_parcel"));
    const asked = new URLSearchParams({ parcel_id: id, industry: fields.industry.value });
    await tell(context, out, await get(`/api/v1/surroundings?${asked}`));
  });
}

async function tell(context, out, answer) {
  const kinds = [["clashes", "weakness", "conflicts"], ["synergies", "strength", "synergies"], ["rivals", "caveat", "rivals"]];
  const groups = kinds.map(([name, kind, of]) => [
    el("h3", { class: "eng-title" }, `${t(`eng_${name}`)} ${number(answer[of].length, 0)}`),
    answer[of].length
      ? el("ul", { class: "reasons" }, answer[of].map((one) => el("li", { class: kind }, say(one, "text"), one.clause ? el("small", { class: "clause" }, one.clause) : null)))
      : el("p", { class: "hint" }, t(`eng_no_${name}`, { m: number(name === "rivals" ? answer.retail_m : answer.walk_m, 0) })),
  ]);
  replace(out, el("p", { class: "say" }, say(answer, "text")), groups, el("p", { class: "hint" }, `${t("basis")} ${t(`basis_${answer.basis}`)}`));
  if (!out.isConnected) return;
  draw.begin();
  const shapes = await draw.outlines([answer.parcel_id]);
  const own = shapes.get(answer.parcel_id);
  if (!own || !out.isConnected) return;
  const [lon, lat] = own.at;
  ring(lon, lat, answer.walk_m, draw.COLOURS.calm);
  if (answer.rivals.length) ring(lon, lat, answer.retail_m, draw.COLOURS.want);
  draw.shape(answer.parcel_id, own.geometry, { color: draw.COLOURS.best, weight: 3, fillColor: draw.COLOURS.best }, { name: answer.parcel_id, onPick: (id) => context.pick(id) });
  const rows = [[draw.COLOURS.best, answer.parcel_id], [draw.COLOURS.calm, t("eng_key_walk", { m: number(answer.walk_m, 0) }), "line"]];
  if (answer.rivals.length) rows.push([draw.COLOURS.want, t("eng_key_retail", { m: number(answer.retail_m, 0) }), "line"]);
  draw.explain(rows, t("eng_key_rings"));
  draw.fit(15);
}

// A circle on the ground as a ring of degrees.
function ring(lon, lat, metres, colour) {
  const [dy, dx] = [metres / 111320, metres / (111320 * Math.cos((lat * Math.PI) / 180))];
  const points = Array.from({ length: 73 }, (_, i) => [lon + dx * Math.cos((i * Math.PI) / 36), lat + dy * Math.sin((i * Math.PI) / 36)]);
  draw.shape(`ring ${metres}`, { type: "LineString", coordinates: points }, { color: colour, weight: 2, dashArray: "6 5" });
}
