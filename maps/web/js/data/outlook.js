// 预览: what a file would do to the land bank, in parcels and 亩, before anything is written.

import { send } from "../api.js";
import { el, number, replace, say, t } from "../dom.js";
import { button, failed, fixed, signed, who } from "./bits.js";
import { label } from "./diff.js";
import * as overlay from "./overlay.js";

const GROUPS = ["use", "axis", "zone", "park", "status"];

export function show(context, job, { onCommit, onDiscard }) {
  const { report, outlook } = job.result;
  const { plan, body } = context;
  const kinds = { added: outlook.counts.added, removed: outlook.counts.removed, changed_shape: outlook.counts.reshaped, changed_attribute: outlook.counts.edited };
  const isEmpty = report.accepted === 0;
  const isSame = !isEmpty && Object.values(kinds).every((n) => n === 0);
  const held = Object.entries(outlook.held);
  replace(
    body,
    el(
      "div",
      { class: "outlook" },
      el("h3", {}, t("outlook")),
      el("p", { class: "sub" }, outlook.base ? t("outlook_base", { file: job.request.file, n: outlook.base }) : t("outlook_first", { file: job.request.file })),
      el("p", { class: "rows-told" }, t("rows_told", Object.fromEntries(["rows", "accepted", "repaired", "rejected"].map((name) => [name, number(report[name], 0)]))), " ", button(t("see_findings"), () => context.show("findings", { import: job }), "link")),
      isEmpty ? el("p", { class: "say limit" }, t("nothing_left")) : [tiles(kinds, outlook.counts.unchanged), sums(outlook), isSame ? el("p", { class: "say" }, t("no_change")) : null],
      held.length ? el("p", { class: "say limit" }, t("held_touched", { n: held.length, ids: held.slice(0, 5).map(([id, project]) => `${id} (${project})`).join("、") })) : null,
      outlook.rejected_removed ? el("p", { class: "say limit" }, t("rejected_removed", { n: outlook.rejected_removed })) : null,
      isEmpty ? null : [table(plan, outlook), samples(plan, outlook)],
      confirm(job, outlook, isEmpty, { onCommit, onDiscard }),
    ),
  );
}

function tiles(kinds, unchanged) {
  const tile = (name, n, colour) => el("div", { class: `tile ${n ? "" : "none"}`, style: { "--tile": colour } }, el("b", {}, number(n, 0)), el("span", {}, t(name)));
  return el("div", { class: "tiles" }, Object.entries(kinds).map(([kind, n]) => tile(kind, n, overlay.COLOURS[kind])), tile("unchanged", unchanged, "#7d8b97"));
}

function sums(outlook) {
  const row = (name, before, after, digits) => el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, fixed(before, digits)), el("td", {}, fixed(after, digits)), change(after - before, digits));
  return el(
    "table",
    { class: "shifts total" },
    head(""),
    el("tbody", {}, row(t("parcels_word"), outlook.parcels_before, outlook.parcels_after, 0), row(t("mu"), outlook.before_mu, outlook.after_mu, 1)),
  );
}

function head(name) {
  return el("thead", {}, el("tr", {}, el("th", { scope: "col" }, name), [t("before"), t("after"), t("change_word")].map((text) => el("th", { scope: "col" }, text))));
}

function change(value, digits) {
  const text = signed(value, digits);
  return el("td", { class: text === "0" ? "same" : value > 0 ? "more-land" : "less-land" }, text === "0" ? "·" : text);
}

function table(plan, outlook) {
  const place = el("div", { class: "shifts-place" });
  const tabs = GROUPS.filter((group) => (outlook.groups[group] || []).length).map((group) => {
    const it = button(t(`group_${group}`), () => choose(group, it));
    it.setAttribute("aria-pressed", "false");
    return it;
  });
  const choose = (group, it) => {
    for (const one of tabs) one.setAttribute("aria-pressed", String(one === it));
    const names = namesOf(plan, group);
    const moved = (one) => Math.abs(one.after_mu - one.before_mu) >= 0.05 || one.parcels_after !== one.parcels_before;
    const rows = [...outlook.groups[group]].sort((a, b) => Number(moved(b)) - Number(moved(a)));
    replace(
      place,
      el(
        "table",
        { class: "shifts" },
        head(`${t(`group_${group}`)} · ${t("mu")}`),
        el("tbody", {}, rows.map((one) => el("tr", { class: moved(one) ? "" : "same" }, el("th", { scope: "row" }, one.key ? names.get(one.key) || one.key : t("outside")), el("td", {}, fixed(one.before_mu)), el("td", {}, fixed(one.after_mu)), change(one.after_mu - one.before_mu, 1)))),
      ),
    );
  };
  if (tabs.length) tabs[0].click();
  return [el("div", { class: "groups", role: "group" }, tabs), place];
}

function namesOf(plan, group) {
  if (group === "use") return new Map(plan.uses.map((one) => [one.code, `${say(one, "name")} ${one.code}`]));
  if (group === "status") return new Map(plan.statuses.map((one) => [one.id, say(one)]));
  const places = { axis: plan.axes, zone: plan.zones, park: plan.parks }[group];
  return new Map(places.map((one) => [one.id, say(one, "name")]));
}

function samples(plan, outlook) {
  const { added, removed, reshaped, edits } = outlook.samples;
  const ids = { added, removed, changed_shape: reshaped.map((one) => one.parcel_id), changed_attribute: [...new Set(edits.map((one) => one.parcel_id))] };
  const rows = Object.entries(ids)
    .filter(([, some]) => some.length)
    .map(([kind, some]) => el("li", {}, el("i", { style: { background: overlay.COLOURS[kind] } }), el("b", {}, t(kind)), el("span", {}, some.join("、"))));
  if (!rows.length) return null;
  const columns = Object.entries(outlook.columns).filter(([, n]) => n > 0).map(([column, n]) => `${label(column, plan)} ${number(n, 0)}`);
  return el(
    "details",
    { class: "more" },
    el("summary", {}, t("samples", { n: 20 })),
    el("ul", { class: "samples" }, rows),
    columns.length ? el("p", { class: "sub" }, `${t("in_columns")}: ${columns.join(" · ")}`) : null,
  );
}

function confirm(job, outlook, isEmpty, { onCommit, onDiscard }) {
  const told = el("div", {});
  const checked = el("input", { type: "checkbox" });
  const removes = outlook.counts.removed;
  const act = button(t("commit"), commit, "ask");
  const allow = () => { act.disabled = isEmpty || (removes > 0 && !checked.checked); };
  checked.addEventListener("change", allow);
  allow();
  async function commit() {
    act.disabled = true;
    try {
      onCommit(await send("POST", `/api/v1/imports/${job.id}/commit`, { who: who() || job.who }));
    } catch (error) {
      replace(told, failed(error));
      allow();
    }
  }
  return el(
    "div",
    { class: "confirm-foot" },
    removes ? el("label", { class: "tick check" }, checked, t("removes_check", { n: number(removes, 0) })) : null,
    told,
    isEmpty ? null : act,
    el("div", { class: "acts" }, button(t("discard"), onDiscard)),
  );
}
