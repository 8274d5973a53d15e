// 切分·排布: part of a site cut off so that the rest can be used, and the hall that fits into it.

import { send } from "../api.js";
import { el, mu, number, replace, say, t } from "../dom.js";
import { field, figure, footer, form, idsOf, parcelField, sentences, valueOf } from "./bits.js";
import * as draw from "./draw.js";

export function show(context, about) {
  if (about) context.parcel = about.parcels.join(" ");
  const parts = [
    parcelField(context, { many: true }),
    el("fieldset", {}, el("legend", {}, t("eng_do")), radio("cut", true), radio("hall", false)),
    el("div", { class: "two", "data-for": "cut" }, field(`${t("eng_wanted_mu")} (${t("mu")})`, figure("wanted_mu", 30)), field(t("eng_ways"), figure("k", 3, { min: "1", max: "24", step: "1" }))),
    el(
      "div",
      { class: "three", "data-for": "hall", hidden: true },
      field(t("eng_length_m"), figure("length_m", "")),
      field(t("eng_width_m"), figure("width_m", "")),
      field(t("eng_setback_m"), figure("setback_m", 10)),
      field(t("eng_ratio"), figure("ratio", 1.5, { min: "1" }), t("eng_ratio_hint")),
    ),
  ];
  const { it } = form(context, "cutting", parts, t("eng_ask_cutting"), async (fields, out) => {
    const parcels = idsOf(fields.parcel.value);
    if (!parcels.length) throw new Error(t("eng_name_parcel"));
    const shapes = await draw.outlines(parcels);
    if (kind(it) === "cut") await tellCuts(out, shapes, await send("POST", "/api/v1/cuts", { parcels, wanted_mu: Number(fields.wanted_mu.value), k: Number(fields.k.value) }));
    else await tellHall(out, shapes, await send("POST", "/api/v1/halls", hallOf(parcels, fields)));
  });
  const follow = () => { for (const one of it.querySelectorAll("[data-for]")) one.hidden = one.dataset.for !== kind(it); };
  it.addEventListener("change", follow);
  follow();
  document.body.dataset.adding = "";
  it.addEventListener("focusin", () => { document.body.dataset.adding = document.activeElement?.name === "parcel" ? "yes" : ""; });
}

function kind(it) {
  return it.querySelector("input[type=radio]:checked").value;
}

function radio(value, isChosen) {
  return el("label", { class: "tick" }, el("input", { type: "radio", name: "kind_", value, checked: isChosen }), t(`eng_${value}`));
}

function hallOf(parcels, fields) {
  const asked = { parcels, setback_m: Number(fields.setback_m.value) };
  for (const name of ["length_m", "width_m"]) if (valueOf(fields[name]) !== null) asked[name] = valueOf(fields[name]);
  if (asked.length_m === undefined && asked.width_m === undefined) asked.ratio = Number(fields.ratio.value);
  return asked;
}

async function tellCuts(out, shapes, answer) {
  if (!out.isConnected) return;
  const rows = answer.cuts.map((one) => cutRow(one, () => drawCut(shapes, answer, one)));
  replace(out, sentences(answer.reasons), rows.length ? el("ol", { class: "eng-list" }, rows) : null, footer(answer));
  if (answer.cuts.length) drawCut(shapes, answer, answer.cuts[0]);
  else site(shapes);
}

function cutRow(one, onShow) {
  const side = (name, part) =>
    el(
      "p",
      { class: `eng-side ${name}` },
      el("b", {}, t(`eng_${name}`)),
      ` ${mu(part.area_mu)} · ${t("eng_wide", { m: number(part.width_m, 0) })} · ${t("eng_front", { m: number(part.frontage_m, 0) })} `,
      el("span", { class: `tag ${part.usable ? "in" : "out"}` }, part.usable ? t("eng_usable") : t("eng_unusable")),
      part.faults.map((fault) => el("small", { class: "change" }, say(fault, "text"))),
    );
  return el(
    "li",
    { "data-set": String(one.rank) },
    el(
      "button",
      { type: "button", class: "eng-head", on: { click: onShow } },
      el("b", { class: "rank" }, String(one.rank)),
      el("span", { class: "what" }, el("span", { class: "name" }, t("eng_cut_line", { m: number(one.length_m, 0), d: number(one.bearing_deg, 0) })), el("span", { class: "sub" }, one.waste_mu > 0 ? t("eng_waste", { a: mu(one.waste_mu), s: number(100 * one.waste_share, 1) }) : t("eng_no_waste"))),
    ),
    side("taken", one.taken),
    side("left", one.rest),
  );
}

function site(shapes) {
  draw.begin();
  for (const [id, one] of shapes) draw.shape(id, one.geometry, { color: draw.COLOURS.line, weight: 2.5, fillColor: "#fff", fillOpacity: 0.6 }, { name: `${id} · ${mu(one.area)}` });
}

function drawCut(shapes, answer, one) {
  site(shapes);
  draw.shape("taken", JSON.parse(one.taken.outline), { color: draw.COLOURS.first, weight: 1, fillColor: draw.COLOURS.first, fillOpacity: 0.55 }, { name: `${t("eng_taken")} ${mu(one.taken.area_mu)}` });
  const rest = one.rest.usable ? draw.COLOURS.rest : draw.COLOURS.waste;
  draw.shape("rest", JSON.parse(one.rest.outline), { color: rest, weight: 1, fillColor: rest, fillOpacity: 0.45 }, { name: `${t("eng_left")} ${mu(one.rest.area_mu)}` });
  draw.shape("line", JSON.parse(one.line), { color: draw.COLOURS.best, weight: 4, dashArray: "8 5" });
  draw.explain([[draw.COLOURS.first, t("eng_taken")], [draw.COLOURS.rest, `${t("eng_left")} · ${t("eng_usable")}`], [draw.COLOURS.waste, `${t("eng_left")} · ${t("eng_unusable")}`], [draw.COLOURS.best, t("eng_key_cut"), "line"]]);
  draw.fit(17);
  for (const row of document.querySelectorAll(".eng-list [data-set]")) row.classList.toggle("selected", row.dataset.set === String(one.rank));
}

async function tellHall(out, shapes, answer) {
  if (!out.isConnected) return;
  const size = answer.length_m ? t("eng_hall_size", { l: number(answer.length_m, 1), w: number(answer.width_m, 1), a: number(answer.area_m2, 0) }) : "";
  const turned = answer.bearing_deg === null ? "" : ` · ${t("eng_bearing", { d: number(answer.bearing_deg, 0) })}`;
  replace(out, el("p", { class: `eng-proof ${answer.fits ? "proven" : "open"}` }, el("b", {}, answer.fits ? `✓ ${t("eng_fits")}` : `✗ ${t("eng_fits_not")}`), ` ${size}${turned}`), sentences(answer.reasons), footer(answer));
  site(shapes);
  if (answer.outline) draw.shape("hall", JSON.parse(answer.outline), { color: draw.COLOURS.best, weight: 3, fillColor: draw.COLOURS.best, fillOpacity: 0.35 }, { name: size });
  draw.explain([[draw.COLOURS.line, t("eng_key_site"), "line"], [draw.COLOURS.best, t("eng_key_hall")]]);
  draw.fit(17);
}
