// 版本: who brought which land when, from which file; two of them side by side; the way back.

import { get, send } from "../api.js";
import { el, number, replace, t } from "../dom.js";
import { button, failed, fileName, moment, who, whoField } from "./bits.js";
import * as diff from "./diff.js";

export async function show(context, about) {
  const { body } = context;
  try {
    const listed = await get("/api/v1/versions");
    if (about?.compare) {
      await diff.show(context, listed, about.compare);
      return;
    }
    replace(
      body,
      about?.told ? el("p", { class: "told", role: "status" }, about.told) : null,
      el("ol", { class: "versions" }, listed.map((one, i) => card(context, one, { isCurrent: i === 0, newest: listed[0], before: listed[i + 1] }))),
    );
  } catch (error) {
    replace(body, failed(error));
  }
}

function card(context, one, { isCurrent, newest, before }) {
  const foot = el("div", { class: "acts" });
  const other = isCurrent ? before : newest;
  const pair = other && (one.number < other.number ? [one.number, other.number] : [other.number, one.number]);
  const compare = pair ? button(t("compare_with", { n: other.number }), () => context.show("versions", { compare: pair })) : null;
  const report = button(t("report_of"), () => context.show("findings", { version: one.number }));
  const back = isCurrent ? null : button(t("roll_back"), () => ask(context, one, foot, acts));
  const acts = [compare, report, back];
  replace(foot, acts);
  return el(
    "li",
    { class: isCurrent ? "version current" : "version", "data-version": one.number },
    el(
      "div",
      { class: "version-head" },
      el("h3", {}, t("version_n", { n: one.number })),
      isCurrent ? el("span", { class: "tag in" }, t("current")) : null,
      el("span", { class: "kind" }, t(`kind_${one.kind}`)),
      el("span", { class: "as-of" }, one.as_of || t("no_as_of")),
    ),
    el("p", { class: "sums" }, t("total", { n: number(one.parcels, 0), mu: number(one.area_mu) })),
    el("p", { class: "sub" }, `${one.who} · ${moment(one.created_at)}`),
    one.note ? el("p", { class: "sub" }, one.note) : null,
    one.source_file
      ? el("p", { class: "sub file" }, el("span", {}, fileName(one.source_file)), el("code", { title: `sha256 ${one.source_sha256}` }, `sha256 ${one.source_sha256.slice(0, 12)}`))
      : null,
    foot,
  );
}

function ask(context, one, foot, acts) {
  const field = whoField();
  const told = el("p", { class: "hint", role: "alert" });
  const act = async () => {
    if (!who()) {
      told.textContent = t("who_missing");
      field.querySelector("input").focus();
      return;
    }
    try {
      const made = await send("POST", `/api/v1/versions/${one.number}/rollback`, { who: who() });
      await context.onLand(made.number);
      context.show("versions", { told: t("rolled_back", { n: made.number, m: one.number }) });
    } catch (error) {
      told.textContent = error.message;
    }
  };
  replace(
    foot,
    el(
      "div",
      { class: "confirm" },
      el("p", {}, t("roll_back_ask", { n: one.number })),
      field,
      told,
      el("div", { class: "acts" }, button(t("roll_back_do"), act, "primary"), button(t("cancel"), () => replace(foot, acts))),
    ),
  );
  field.querySelector("input").focus();
}
