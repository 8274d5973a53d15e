// 问题: what an import found, by rule; each finding with its place, its remedy, and what was decided.

import { get, send } from "../api.js";
import { el, isEnglish, number, replace, say, t } from "../dom.js";
import { button, failed, who, whoField } from "./bits.js";
import * as overlay from "./overlay.js";

const PER_RULE = 30;
const GRAVE = ["error", "warning", "info"];
const MARKS = { error: "✗", warning: "!", info: "·" };

export async function show(context, about) {
  const { body } = context;
  try {
    const versions = await get("/api/v1/versions");
    const job = about?.import || null;
    const number_ = about?.version || versions[0]?.number;
    const base = job ? `/api/v1/imports/${job.id}` : `/api/v1/versions/${number_}`;
    const [report, rules, decisions] = await Promise.all([get(`${base}/report?per_rule=${PER_RULE}`), get("/api/v1/rules"), get("/api/v1/decisions")]);
    draw(context, { versions, job, number_, base, report, rules: new Map(rules.map((one) => [one.id, one])), decisions, about });
  } catch (error) {
    replace(body, failed(error));
  }
}

function draw(context, state) {
  const { report, job, versions, number_, base } = state;
  const choose = el(
    "select",
    { "aria-label": t("findings_of") },
    job ? el("option", { value: "", selected: true }, t("findings_of_import", { file: job.request.file })) : null,
    versions.map((one) => el("option", { value: one.number, selected: !job && one.number === number_ }, t("findings_of_version", { n: one.number }))),
  );
  choose.addEventListener("change", () => context.show("findings", choose.value ? { version: Number(choose.value) } : state.about));
  const listed = new Map();
  for (const one of report.findings) listed.set(one.rule, [...(listed.get(one.rule) || []), one]);
  const ordered = [...listed].sort(([, a], [, b]) => GRAVE.indexOf(a[0].severity) - GRAVE.indexOf(b[0].severity) || report.counts[b[0].rule] - report.counts[a[0].rule]);
  replace(
    context.body,
    el("div", { class: "findings-head" }, choose, job ? button(`‹ ${t("outlook")}`, () => context.show("import"), "link") : null),
    el("p", { class: "sub" }, t("rows_told", Object.fromEntries(["rows", "accepted", "repaired", "rejected"].map((name) => [name, number(report[name], 0)])))),
    report.rejected ? el("a", { class: "save", href: `${base}/quarantine`, download: "" }, t("save_rejected")) : null,
    ordered.length ? [el("p", { class: "hint" }, t("decide_hint")), ordered.map(([rule, some]) => group(context, state, rule, some))] : el("p", { class: "told" }, t("no_findings")),
  );
}

function group(context, state, rule, some) {
  const [first] = some;
  const count = state.report.counts[rule] ?? some.length;
  const about = state.rules.get(rule);
  const decided = state.decisions.find((one) => one.rule === rule && one.parcel_id === "");
  return el(
    "details",
    { class: `rule ${first.severity}`, "data-rule": rule },
    el(
      "summary",
      {},
      el("span", { class: "sign", "aria-hidden": "true" }, MARKS[first.severity]),
      el("span", { class: "what" }, el("b", {}, about?.name ? say(about, "name") : say(first, "text")), el("small", {}, `${rule} · ${t(`severity_${first.severity}`)}`)),
      el("span", { class: "count" }, t("findings_count", { n: number(count, 0) })),
    ),
    decisionBar(context, state, rule, "", about?.allows || [], decided),
    el("ul", {}, some.map((one) => finding(context, state, one, about?.allows || []))),
    count > some.length ? el("p", { class: "hint" }, t("shown_first", { n: some.length, all: number(count, 0) })) : null,
  );
}

function finding(context, state, one, allows) {
  const decided = state.decisions.find((d) => d.rule === one.rule && d.parcel_id === one.parcel_id && d.parcel_id !== "");
  const hasPlace = typeof one.lon === "number" && typeof one.lat === "number";
  return el(
    "li",
    {},
    el("p", {}, el("b", {}, one.row ? t("row_n", { n: one.row }) : t("whole_file"), one.parcel_id ? ` · ${one.parcel_id}` : ""), hasPlace ? button(t("locate"), () => overlay.point(one.lon, one.lat), "link") : null),
    el("p", {}, say(one, "text")),
    el("p", { class: "sub" }, say(one, "remedy")),
    one.parcel_id ? decisionBar(context, state, one.rule, one.parcel_id, allows, decided) : null,
  );
}

function decisionBar(context, state, rule, parcel, allows, decided) {
  if (!allows.length && !decided) return null;
  const place = el("div", { class: "decide" });
  const again = () => context.show("findings", state.about || { version: state.number_ });
  const act = async (run) => {
    if (!who()) {
      const field = whoField();
      replace(place, field, button(t("decide"), () => act(run)));
      field.querySelector("input").focus();
      return;
    }
    try {
      await run();
      again();
    } catch (error) {
      replace(place, failed(error));
    }
  };
  const decide = (name) => act(() => send("POST", "/api/v1/decisions", { rule, act: name, parcel_id: parcel, who: who(), note: "" }));
  const query = () => new URLSearchParams({ rule, parcel_id: parcel, who: who() });
  if (decided) {
    replace(place, el("span", { class: "decided" }, t("decided", { act: t(`act_${decided.act}`), who: decided.who })), button(t("withdraw"), () => act(() => send("DELETE", `/api/v1/decisions?${query()}`)), "link"));
  } else {
    replace(place, allows.map((name) => button(t(`act_${name}`), () => decide(name), isEnglish ? "small" : "small")));
  }
  return place;
}
