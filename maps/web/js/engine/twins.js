// 双胞胎: the parcels most like one, and in which wish they differ.

import { send } from "../api.js";
import { el, mu, number, replace, say, t } from "../dom.js";
import { briefLine, form, parcelButton, parcelField } from "./bits.js";
import * as draw from "./draw.js";

export function show(context) {
  form(context, "twins", [briefLine(context), parcelField(context)], t("eng_ask_twins"), async (it, out) => {
    const id = it.parcel.value.trim();
    if (!id) throw new Error(t("eng_name_parcel"));
    await tell(context, out, id, await send("POST", `/api/v1/twins/${encodeURIComponent(id)}`, context.brief()));
  });
}

async function tell(context, out, id, twins) {
  const furthest = Math.max(1, ...twins.map((one) => one.distance));
  const rows = twins.map((one, i) => {
    const parts = [...one.parts].filter((part) => part.points >= 0.05).sort((a, b) => b.points - a.points);
    const bars = parts.slice(0, 6).map((part, j) => el("i", { class: `part p${j}`, style: { width: `${(100 * part.points) / furthest}%` }, title: `${say(part)} ${number(part.points)}` }));
    return el(
      "li",
      {},
      el("b", { class: "rank calm" }, String(i + 1)),
      el(
        "span",
        { class: "what" },
        el("span", { class: "name" }, parcelButton(context, one.parcel_id), el("em", {}, mu(one.area_mu)), el("span", { class: `tag ${one.eligible ? "in" : "out"}` }, one.eligible ? t("eligible") : t("excluded_tag"))),
        el("span", { class: "sub" }, parts.slice(0, 3).map((part) => `${say(part)} ${number(part.points)}`).join(" · ") || t("eng_same")),
        el("span", { class: "bar", "aria-hidden": "true" }, bars),
      ),
      el("span", { class: "eng-figure" }, el("b", {}, number(one.distance)), el("small", {}, t("eng_distance"))),
    );
  });
  replace(out, el("h3", { class: "eng-title" }, t("eng_twins_of", { id })), el("ol", { class: "eng-twins" }, rows));
  if (!out.isConnected) return;
  draw.begin();
  const shapes = await draw.outlines([id, ...twins.map((one) => one.parcel_id)]);
  if (!out.isConnected) return;
  twins.forEach((one, i) => {
    const found = shapes.get(one.parcel_id);
    if (!found) return;
    draw.shape(one.parcel_id, found.geometry, { color: draw.COLOURS.first, fillColor: draw.COLOURS.first, fillOpacity: 0.25 + 0.5 * (1 - one.distance / furthest) }, { name: `${one.parcel_id} · ${t("eng_distance")} ${number(one.distance)}`, onPick: (it) => context.pick(it) });
    draw.badge(String(i + 1), found.at, `${i + 1} · ${one.parcel_id}`, () => context.pick(one.parcel_id));
  });
  const own = shapes.get(id);
  if (own) {
    draw.shape(id, own.geometry, { color: draw.COLOURS.best, weight: 4, fillColor: draw.COLOURS.best, fillOpacity: 0.5 }, { name: id });
    draw.label(id, own.at, "chosen");
  }
  draw.explain([[draw.COLOURS.best, id], [draw.COLOURS.first, t("eng_key_twin")]]);
  draw.fit(14.5);
}
