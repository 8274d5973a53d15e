// Files made of an answer: what they are called, for whom they are meant, and how they are fetched.

import { save } from "./api.js";
import { config, el, t } from "./dom.js";

let level = "internal"; // 公开级别: of every file that is made from here

// A choice of the level; all of them on the page say the same.
export function disclosure() {
  const options = ["internal", "investor"].map((one) => el("option", { value: one }, t(`level_${one}`)));
  const choose = el("select", { "data-level": true }, options);
  choose.value = level;
  choose.addEventListener("change", () => {
    level = choose.value;
    for (const other of document.querySelectorAll("select[data-level]")) other.value = level;
  });
  return el("label", { class: "level" }, el("span", {}, t("level")), choose);
}

// A button that makes a file and saves it.
export function make(text, path, body, onProblem) {
  const button = el("button", { type: "button" }, text);
  button.addEventListener("click", async () => {
    button.disabled = true;
    button.textContent = t("making");
    try {
      await save(path, { ...body, lang: config.lang, disclosure: level });
    } catch (error) {
      onProblem(error);
    }
    button.disabled = false;
    button.textContent = text;
  });
  return button;
}
