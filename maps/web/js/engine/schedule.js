// 时序: the steps from a parcel's state to 投产 against the days a project wants, and the one in the way.

import { get, send } from "../api.js";
import { el, replace, say, t } from "../dom.js";
import { choice, field, form, parcelField, table } from "./bits.js";
import * as draw from "./draw.js";

let projects = null;

export async function show(context) {
  projects ??= (await get("/api/v1/projects/table")).projects;
  const known = [["", t("eng_own_days")], ...projects.map((one) => [one.id, one.name])];
  const day = (name) => field(t(`eng_${name}`), el("input", { name, placeholder: "2025-03", maxlength: "10", inputmode: "numeric" }));
  const parts = [parcelField(context), field(t("eng_project"), choice("project", known, "")), el("div", { class: "three", "data-own": "" }, day("acquire_by"), day("start_by"), day("open_by"))];
  const { it } = form(context, "schedule", parts, t("eng_ask_schedule"), async (fields, out) => {
    const asked = { parcel_id: fields.parcel.value.trim() };
    if (!asked.parcel_id) throw new Error(t("eng_name_parcel"));
    if (fields.project.value) asked.project = fields.project.value;
    else asked.stated = { name: t("eng_this_project"), ...days(fields) };
    tell(out, await send("POST", "/api/v1/schedules", asked));
    await map(context, out, asked.parcel_id);
  });
  const follow = () => { it.querySelector("[data-own]").hidden = Boolean(it.elements.project.value); };
  it.elements.project.addEventListener("change", follow);
  follow();
}

function days(fields) {
  return Object.fromEntries(["acquire_by", "start_by", "open_by"].filter((name) => fields[name].value.trim()).map((name) => [name, fields[name].value.trim()]));
}

async function map(context, out, id) {
  if (!out.isConnected) return;
  draw.begin();
  const found = (await draw.outlines([id])).get(id);
  if (!found || !out.isConnected) return;
  draw.shape(id, found.geometry, { color: draw.COLOURS.best, weight: 3, fillColor: draw.COLOURS.best }, { name: id, onPick: (it) => context.pick(it) });
  draw.explain([[draw.COLOURS.best, id]]);
  draw.fit(15);
}

const DAY = 86400000;

function tell(out, answer) {
  const dates = [answer.begins, ...answer.steps.flatMap((one) => [one.begins, one.ends]), ...answer.milestones.flatMap((one) => [one.earliest, one.wanted])].filter(Boolean).map(Date.parse);
  const [first, last] = [Math.min(...dates), Math.max(...dates, Math.min(...dates) + DAY)];
  const at = (date) => `${(100 * (Date.parse(date) - first)) / (last - first)}%`;
  const steps = answer.steps.map((one) =>
    el(
      "li",
      { class: one.id === answer.blocking ? "blocking" : "" },
      el("span", { class: "label" }, say(one, "name"), one.id === answer.blocking ? el("em", {}, t("eng_blocking")) : null),
      el("span", { class: "sub" }, `${one.begins} – ${one.ends} · ${one.months === null ? t("eng_day_stated") : t("eng_months", { n: one.months })} · ${t(`basis_${one.basis}`)}`),
      el("span", { class: "eng-range", "aria-hidden": "true" }, el("i", { style: { left: at(one.begins), width: `${Math.max(0.8, (100 * (Date.parse(one.ends) - Date.parse(one.begins))) / (last - first))}%` } })),
    ),
  );
  const milestones = answer.milestones.map((one) => [say(one, "name"), one.earliest, one.wanted || "—", one.late_days ? el("span", { class: "tag out" }, t("eng_late", { n: one.late_days })) : one.wanted ? el("span", { class: "tag in" }, t("eng_in_time")) : ""]);
  replace(
    out,
    el("p", { class: `eng-proof ${answer.is_feasible ? "proven" : "open"}` }, el("b", {}, `${answer.is_feasible ? "✓" : "✗"} ${say(answer, "text")}`)),
    el("ol", { class: "eng-gantt" }, steps),
    table([t("eng_milestone"), t("eng_earliest"), t("eng_wanted_day"), ""], milestones),
  );
}
