// 反向招商: which industries fit a parcel or a stretch of an axis, what the place lacks, which chains are near.

import { get } from "../api.js";
import { el, mu, number, replace, say, t } from "../dom.js";
import { choice, field, figure, form, parcelButton, parcelField } from "./bits.js";
import * as draw from "./draw.js";

export function show(context) {
  const axes = [["", t("eng_one_parcel")], ...context.plan.axes.map((one) => [one.id, say(one, "name")])];
  const parts = [
    field(t("eng_place"), choice("axis", axes, "")),
    el("div", { "data-for": "parcel" }, parcelField(context)),
    el("div", { class: "two", "data-for": "axis" }, field(t("eng_from_north"), figure("from", 0, { max: "100" })), field(t("eng_to_south"), figure("to", 30, { max: "100" }))),
  ];
  const { it } = form(context, "reverse", parts, t("eng_ask_reverse"), async (fields, out) => {
    const asked = new URLSearchParams();
    if (fields.axis.value) {
      for (const name of ["from", "to"]) asked.set(name, String(Number(fields[name].value) / 100));
      asked.set("axis", fields.axis.value);
    } else {
      if (!fields.parcel.value.trim()) throw new Error(t("eng_name_parcel"));
      asked.set("parcel_id", fields.parcel.value.trim());
    }
    await tell(context, out, await get(`/api/v1/reverse?${asked}`), fields.axis.value);
  });
  const follow = () => {
    const kind = it.elements.axis.value ? "axis" : "parcel";
    for (const one of it.querySelectorAll("[data-for]")) one.hidden = one.dataset.for !== kind;
  };
  it.elements.axis.addEventListener("change", follow);
  follow();
}

async function tell(context, out, answer, axis) {
  const rows = answer.fits.map((one) =>
    el(
      "li",
      { class: one.eligible ? "" : "none" },
      el("b", { class: "rank calm" }, String(one.rank)),
      el(
        "span",
        { class: "what" },
        el("span", { class: "name" }, say(one, "name"), one.best_parcel && axis ? el("em", {}, t("eng_best_here"), parcelButton(context, one.best_parcel)) : null),
        el("span", { class: "bar", "aria-hidden": "true" }, el("i", { class: "first", style: { width: `${one.score}%` } })),
        el("span", { class: "sub" }, one.eligible ? lacks(one) : excluded(one)),
      ),
      el("span", { class: "eng-figure" }, el("b", {}, one.eligible ? number(one.score) : "—"), el("small", {}, one.eligible ? mu(one.eligible_mu) : t("excluded_tag"))),
    ),
  );
  const links = answer.links.map((one) => el("li", { class: one.is_near ? "near" : "" }, el("b", {}, one.chain), one.nearest_m === null ? t("eng_no_firm") : t("eng_nearest_firm", { m: number(one.nearest_m, 0) }), one.is_near ? ` · ${t("eng_walk")}` : ""));
  replace(
    out,
    el("p", { class: "say" }, say(answer, "text")),
    el("ol", { class: "eng-twins" }, rows),
    links.length ? [el("h3", { class: "eng-title" }, t("eng_links")), el("ul", { class: "eng-lines" }, links)] : null,
    el("p", { class: "replay" }, t("version_n", { n: answer.version })),
  );
  if (!out.isConnected) return;
  draw.begin();
  const shapes = await draw.outlines([axis ? null : answer.place, ...answer.fits.map((one) => one.best_parcel)].filter(Boolean));
  if (!out.isConnected) return;
  for (const [id, one] of shapes) {
    const best = answer.fits.filter((fit) => fit.best_parcel === id);
    const name = [id, ...best.slice(0, 3).map((fit) => `${fit.rank} ${say(fit, "name")}`)].join(" · ");
    draw.shape(id, one.geometry, { color: draw.COLOURS.best, fillColor: draw.COLOURS.first, fillOpacity: 0.5 }, { name, onPick: (it) => context.pick(it) });
  }
  draw.explain([[draw.COLOURS.first, axis ? t("eng_key_best_here") : answer.place]]);
  draw.fit(15);
}

function lacks(one) {
  const most = one.lacks.slice(0, 3).map((lack) => `${say(lack)} −${number(lack.points)}`);
  return most.length ? `${t("eng_lacks")}: ${most.join(" · ")}` : t("eng_lacks_nothing");
}

function excluded(one) {
  const rules = Object.entries(say(one, "excluded_by")).sort((a, b) => b[1] - a[1]).slice(0, 3);
  return rules.map(([rule, n]) => `${rule} ${number(n, 0)}`).join(" · ");
}
