// A question that takes a while: its progress, its end when wanted, its answer again after a reload.

import { get, send } from "../api.js";
import { button, failed, problemOf } from "../data/bits.js";
import { watch } from "../data/watch.js";
import { el, number, replace, t } from "../dom.js";

const STAGES = {
  assemblies: ["queued", "open", "adjoin", "search", "tell"],
  allocations: ["queued", "open", "adjoin", "list", "solve", "tell"],
  robustness: ["queued", "open", "sample", "tell"],
};
// told as part of another stage
const WITHIN = { widen: "solve" };
const keyOf = (kind) => `luodi.asked.${kind}`;
const answers = new Map(); // documents by job
let stop = () => {};
let turn = 0; // whoever asked before somebody left is not followed any more

export function leave() {
  turn += 1;
  stop();
  stop = () => {};
}

// The land has changed: what was answered before is no longer shown by itself.
export function forget() {
  answers.clear();
  for (const kind of Object.keys(STAGES)) localStorage.removeItem(keyOf(kind));
}

// Ask; `node` shows the progress, `onDone` takes the document, `onBack` comes when it was stopped or failed.
export async function ask(kind, body, { node, onDone, onBack }) {
  leave();
  const mine = turn;
  try {
    const job = await send("POST", `/api/v1/jobs/${kind}`, body);
    localStorage.setItem(keyOf(kind), job.id);
    if (mine === turn) follow(kind, job, { node, onDone, onBack });
  } catch (error) {
    if (mine === turn) onBack(failed(error));
  }
}

// What was asked last, wherever it is now; false when there is nothing.
export async function resume(kind, { node, onDone, onBack }) {
  const id = localStorage.getItem(keyOf(kind));
  const mine = turn;
  if (!id) return false;
  try {
    const job = await get(`/api/v1/jobs/${encodeURIComponent(id)}`);
    if (job.state !== "done" && ["failed", "cancelled", "interrupted"].includes(job.state)) throw new Error(job.state);
    if (mine === turn) follow(kind, job, { node, onDone, onBack });
    return true;
  } catch {
    localStorage.removeItem(keyOf(kind));
    return false;
  }
}

function follow(kind, job, { node, onDone, onBack }) {
  const shown = job.state === "done" ? null : progress(kind, job, node);
  let isLeft = false;
  const tell = async (now) => {
    if (isLeft) return;
    if (now.state === "queued") shown?.at("queued", 0, 0);
    if (now.state === "running") shown?.at(now.stage || "open", now.done, now.total);
    if (now.state === "queued" || now.state === "running") return;
    shown?.end();
    if (now.state !== "done") {
      localStorage.removeItem(keyOf(kind));
      const words = now.state === "cancelled" ? el("p", { class: "told", role: "status" }, t("eng_cancelled")) : failed({ message: problemOf(now.error) });
      onBack(words);
      return;
    }
    try {
      if (!answers.has(now.id)) answers.set(now.id, await get(`/api/v1/matches/${encodeURIComponent(now.result.answer)}`));
      if (!isLeft) onDone(answers.get(now.id));
    } catch (error) {
      onBack(failed(error));
    }
  };
  const end = job.state === "done" ? () => {} : watch(job.id, tell);
  stop = () => {
    isLeft = true;
    end();
    shown?.end();
  };
  tell(job);
}

// The stages one below another: done, at work with its bar, to come.
function progress(kind, job, node) {
  const began = Date.parse(job.created_at);
  const rows = new Map();
  const list = el("ol", { class: "steps" });
  for (const stage of STAGES[kind]) {
    const bar = el("i");
    const share = el("span", { class: "share" });
    const row = el("li", { "data-stage": stage }, el("span", { class: "sign", "aria-hidden": "true" }), el("span", {}, t(`eng_stage_${stage}`)), share, el("span", { class: "bar", "aria-hidden": "true" }, bar));
    rows.set(stage, { row, bar, share });
    list.append(row);
  }
  const clock = el("p", { class: "hint" });
  const tick = () => { clock.textContent = `${t("elapsed", { s: number(Math.max(0, (Date.now() - began) / 1000), 0) })} · ${t("survives")}`; };
  const timer = setInterval(tick, 1000);
  tick();
  const cancel = button(t("cancel_job"), async () => {
    cancel.disabled = true;
    cancel.textContent = t("cancelling");
    try {
      await send("DELETE", `/api/v1/jobs/${job.id}`);
    } catch {
      cancel.disabled = false; // it goes on: the button may be tried again
      cancel.textContent = t("cancel_job");
    }
  });
  replace(node, el("div", { class: "progress", role: "status", "aria-live": "polite" }, list, clock, el("div", { class: "acts" }, cancel)));
  return { at: (stage, done, total) => at(rows, stage, done, total), end: () => clearInterval(timer) };
}

function at(rows, told, done, total) {
  const here = [...rows.keys()].indexOf(WITHIN[told] || told);
  [...rows.values()].forEach(({ row, bar, share }, i) => {
    row.className = i < here ? "past" : i === here ? "now" : "";
    const part = i < here ? 1 : i === here && total > 1 ? done / total : 0;
    bar.style.setProperty("width", `${100 * part}%`);
    row.classList.toggle("unknown", i === here && total <= 1);
    share.textContent = i === here && total > 1 ? `${number(done, 0)} / ${number(total, 0)}` : "";
  });
}
