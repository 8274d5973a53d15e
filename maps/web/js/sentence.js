// One sentence in place of a form: what was understood is shown piece by piece and filled in, never asked unseen.

import { send } from "./api.js";
import { el, replace, say, t } from "./dom.js";

const LONGEST = 300;
let input;
let echo;
let turn = 0;

// `whenHeard(fields)` fills the form; `whenDropped(paths)` takes fields out of it again.
export function build({ whenHeard, whenDropped, onProblem }) {
  input = el("input", { id: "sentence", type: "text", maxlength: String(LONGEST), autocomplete: "off", placeholder: t("sentence_example"), "aria-describedby": "heard" });
  echo = el("div", { id: "heard", class: "heard", "aria-live": "polite" });
  const listen = async () => {
    const said = input.value.trim();
    if (!said) return replace(echo);
    const mine = ++turn;
    try {
      const told = await send("POST", "/api/v1/sentences", { sentence: said });
      if (mine !== turn) return undefined;
      input.defaultValue = said; // what a form's reset goes back to
      show(told, whenDropped);
      whenHeard(told.fields);
    } catch (error) {
      onProblem(error);
    }
    return undefined;
  };
  const button = el("button", { type: "button", class: "listen", on: { click: listen } }, t("sentence_listen"));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return; // an input method's Enter chooses a word
    event.preventDefault();
    listen();
  });
  return el("div", { class: "sentence" }, el("label", { for: "sentence" }, t("sentence")), el("div", { class: "saying" }, input, button), echo);
}

function show(told, whenDropped) {
  const rows = [...told.heard.map((one) => heard(one, whenDropped)), ...told.unheard.map(unheard)];
  const confirm = "industry" in told.fields ? t("sentence_confirm") : null;
  replace(echo, el("p", { class: told.is_complete ? "sum-heard" : "sum-heard part" }, say(told, "text"), confirm ? el("span", {}, ` · ${confirm}`) : null), el("ul", {}, rows));
}

function heard(one, whenDropped) {
  const row = el("li", { class: "chip" }, el("span", { class: "means" }, say(one, "means")), el("q", {}, one.said));
  const drop = () => {
    whenDropped(one.fields);
    row.remove();
    input.focus();
  };
  const isKept = one.fields.every((name) => name === "industry"); // a question has one, it can only be changed
  if (!isKept) row.append(el("button", { type: "button", class: "drop-chip", "aria-label": t("sentence_drop", { what: say(one, "means") }), on: { click: drop } }, "×"));
  return row;
}

function unheard(one) {
  return el("li", { class: "chip lost" }, el("q", {}, one.said), el("span", { class: "means" }, say(one, "why")));
}
