// 导入: a file is tried, its outlook shown, and only then committed; a reload finds the job again.

import { get, Problem, send } from "../api.js";
import { el, isEnglish, number, replace, t } from "../dom.js";
import { button, failed, problemOf, size, who, whoField } from "./bits.js";
import * as outlook from "./outlook.js";
import { watch } from "./watch.js";

const KEY = "luodi.import";
const STAGES = { import: ["upload", "queued", "read", "validate", "compare", "features", "keep"], commit: ["queued", "commit"] };
let stop = () => {};

export function isUnderWay() {
  return localStorage.getItem(KEY) !== null;
}

export function leave() {
  stop();
  stop = () => {};
}

export async function show(context) {
  const saved = localStorage.getItem(KEY);
  if (!saved) {
    form(context);
    return;
  }
  try {
    follow(context, await get(`/api/v1/jobs/${encodeURIComponent(saved)}`));
  } catch {
    localStorage.removeItem(KEY);
    form(context);
  }
}

function form(context, told = null) {
  leave();
  let file = null;
  const name = el("strong", {}, t("drop"));
  const input = el("input", { type: "file", name: "file", class: "hidden-file" });
  const zone = el("label", { class: "drop" }, input, name, el("span", { class: "hint" }, t("drop_hint")));
  const choose = (chosen) => {
    if (!chosen) return;
    file = chosen;
    name.textContent = t("chosen", { name: chosen.name, size: size(chosen.size) });
    zone.classList.add("chosen");
  };
  input.addEventListener("change", () => choose(input.files[0]));
  for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.remove("over"); });
  zone.addEventListener("drop", (event) => choose(event.dataTransfer.files[0]));
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const it = el(
    "form",
    { class: "import-form", novalidate: true },
    told,
    zone,
    el("fieldset", { class: "modes" }, el("legend", {}, t("mode")), mode("replace", true), mode("update", false)),
    el("div", { class: "two" }, whoField(), plain("as_of", t("as_of"), t("as_of_hint"))),
    plain("note", t("note"), ""),
    more(),
    problem,
    el("button", { type: "submit", class: "ask" }, t("try")),
    el("p", { class: "hint" }, t("try_hint")),
  );
  it.addEventListener("submit", (event) => {
    event.preventDefault();
    problem.hidden = Boolean(file && it.elements.who.value.trim());
    problem.textContent = file ? t("who_missing") : t("drop");
    if (problem.hidden) upload(context, file, fields(it));
  });
  replace(context.body, it);
}

function mode(value, isChosen) {
  return el(
    "label",
    { class: "mode" },
    el("input", { type: "radio", name: "mode", value, checked: isChosen }),
    el("span", {}, el("b", {}, t(`mode_${value}`)), el("small", {}, t(`mode_${value}_hint`))),
  );
}

function plain(name, text, hint) {
  return el("label", { class: "field" }, el("span", {}, text), el("input", { name, placeholder: hint, maxlength: "1000" }));
}

function more() {
  const datums = [["", t("datum_none")], ["wgs84", "WGS84"], ["gcj02", "GCJ-02"], ["bd09", "BD-09"]];
  const options = datums.map(([value, text]) => el("option", { value }, text));
  return el(
    "details",
    { class: "more" },
    el("summary", {}, t("import_more")),
    el(
      "div",
      {},
      el("div", { class: "two" }, plain("crs", t("crs"), t("crs_hint")), el("label", { class: "field" }, el("span", {}, t("datum")), el("select", { name: "datum" }, options)), plain("encoding", t("encoding"), "GB18030"), plain("layer", t("layer"), ""), codes()),
      el("label", { class: "tick" }, el("input", { type: "checkbox", name: "swap_xy" }), t("swap_xy")),
      el("label", { class: "field" }, el("span", {}, t("mapping")), el("textarea", { name: "mapping", rows: "3", placeholder: t("mapping_hint"), spellcheck: "false" })),
    ),
  );
}

// Which code system bare codes are of, where the file does not say: 0901 means two things.
function codes() {
  const systems = [["", "file"], ["landuse_sea:2023", "sea23"], ["landuse_sea:2020", "sea20"], ["third_survey", "survey"], ["gbt21010", "gbt"], ["gb50137", "gb"]];
  return el("label", { class: "field" }, el("span", {}, t("codes")), el("select", { name: "codes" }, systems.map(([value, name_]) => el("option", { value }, t(`codes_${name_}`)))));
}

function fields(it) {
  const values = {};
  for (const name of ["who", "as_of", "note", "mode", "crs", "datum", "encoding", "layer", "codes"]) values[name] = it.elements[name].value.trim();
  if (it.elements.swap_xy.checked) values.swap_xy = "true";
  const pairs = it.elements.mapping.value.split("\n").map((line) => line.split("=").map((part) => part.trim()));
  const mapping = Object.fromEntries(pairs.filter((pair) => pair.length === 2 && pair[0] && pair[1]));
  if (Object.keys(mapping).length) values.mapping = JSON.stringify(mapping);
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}

// fetch tells nothing of how far an upload is; XMLHttpRequest does.
function upload(context, file, values) {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) body.append(name, value);
  body.append("file", file);
  const request = new XMLHttpRequest();
  const progress = steps(context, { kind: "import", file: file.name, onCancel: () => request.abort() });
  progress.at("upload", 0, file.size);
  request.upload.addEventListener("progress", (event) => progress.at("upload", event.loaded, event.total));
  request.addEventListener("abort", () => form(context, el("p", { class: "told" }, t("cancelled_told"))));
  request.addEventListener("error", () => form(context, failed(new Error(t("failed_import")))));
  request.addEventListener("load", () => {
    const answer = parsed(request.responseText);
    if (request.status === 202) {
      localStorage.setItem(KEY, answer.id);
      follow(context, answer);
    } else {
      form(context, failed(new Problem(answer, request.status)));
    }
  });
  request.open("POST", "/api/v1/imports");
  request.send(body);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

// A job to its end, wherever it is now.
function follow(context, job) {
  leave();
  const progress = steps(context, { kind: job.kind, file: job.request.file, since: job.created_at, onCancel: () => send("DELETE", `/api/v1/jobs/${job.id}`) });
  const tell = (now) => {
    if (now.state === "queued") progress.at("queued", 0, 0);
    if (now.state === "running") progress.at(now.stage || "read", now.done, now.total);
    if (["done", "failed", "cancelled", "interrupted"].includes(now.state)) ended(context, now);
  };
  tell(job);
  if (!["queued", "running"].includes(job.state)) return;
  const end = watch(job.id, tell);
  stop = () => {
    end();
    progress.end();
  };
}

function ended(context, job) {
  leave();
  if (job.state === "cancelled") {
    localStorage.removeItem(KEY);
    form(context, el("p", { class: "told", role: "status" }, t("cancelled_told")));
  } else if (job.state !== "done") {
    localStorage.removeItem(KEY);
    const told = el("div", { class: "problem", role: "alert" }, el("b", {}, t("failed_import")), el("p", {}, problemOf(job.error)));
    form(context, told);
  } else if (job.kind === "commit") {
    localStorage.removeItem(KEY);
    committed(context, job.result.version);
  } else if (job.result.commit) {
    localStorage.setItem(KEY, job.result.commit);
    show(context);
  } else {
    outlook.show(context, job, { onCommit: (commit) => follow(context, kept(commit)), onDiscard: () => discard(context, job) });
  }
}

function kept(commit) {
  localStorage.setItem(KEY, commit.id);
  return commit;
}

async function discard(context, job) {
  await send("DELETE", `/api/v1/jobs/${job.id}`);
  localStorage.removeItem(KEY);
  form(context, el("p", { class: "told", role: "status" }, t("discarded")));
}

async function committed(context, number_) {
  await context.onLand(number_);
  replace(
    context.body,
    el(
      "div",
      { class: "done" },
      el("p", { class: "told big-told", role: "status" }, `✓ ${t("committed", { n: number_ })}`),
      el(
        "div",
        { class: "acts" },
        number_ > 1 ? button(t("see_changes"), () => context.show("versions", { compare: [number_ - 1, number_] }), "primary") : null,
        button(t("report_of"), () => context.show("findings", { version: number_ })),
        button(t("import_again"), () => form(context)),
      ),
    ),
  );
}

// The stages one below another: done, at work with its bar, to come.
function steps(context, { kind, file, since = null, onCancel }) {
  const began = since ? Date.parse(since) : Date.now();
  const rows = new Map();
  const list = el("ol", { class: "steps" });
  for (const stage of STAGES[kind]) add(stage);
  const clock = el("p", { class: "hint" });
  const tick = () => { clock.textContent = `${t("elapsed", { s: number(Math.max(0, (Date.now() - began) / 1000), 0) })} · ${t("survives")}`; };
  const timer = setInterval(tick, 1000);
  tick();
  const cancel = button(t("cancel_job"), async () => {
    cancel.disabled = true;
    cancel.textContent = t("cancelling");
    await onCancel();
  });
  replace(context.body, el("div", { class: "progress", role: "status", "aria-live": "polite" }, el("h3", {}, file), list, clock, el("div", { class: "acts" }, cancel)));

  function add(stage) {
    const bar = el("i");
    const share = el("span", { class: "share" });
    const row = el("li", { "data-stage": stage }, el("span", { class: "sign", "aria-hidden": "true" }), el("span", {}, name(stage)), share, el("span", { class: "bar", "aria-hidden": "true" }, bar));
    rows.set(stage, { row, bar, share });
    list.append(row);
  }

  function at(stage, done, total) {
    if (!rows.has(stage)) add(stage);
    const order = [...rows.keys()];
    const here = order.indexOf(stage);
    order.forEach((one, i) => {
      const { row, bar, share } = rows.get(one);
      row.className = i < here ? "past" : i === here ? "now" : "";
      const part = i < here ? 1 : i === here && total > 1 ? done / total : 0;
      bar.style.setProperty("width", `${100 * part}%`);
      row.classList.toggle("unknown", i === here && total <= 1);
      share.textContent = i === here && total > 1 ? `${number(100 * part, 0)}%` : "";
    });
  }
  return { at, end: () => clearInterval(timer) };
}

function name(stage) {
  try {
    return t(`stage_${stage}`);
  } catch {
    return isEnglish ? stage : stage;
  }
}
