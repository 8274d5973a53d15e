// What the tabs of 数据 share: times, sizes, who acts, and how a failure is told.

import { el, isEnglish, number, t } from "../dom.js";

const WHO = "luodi.who";

export function moment(iso) {
  return new Date(iso).toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "short" });
}

export function size(bytes) {
  const mib = bytes / 1048576;
  return mib >= 1 ? `${number(mib)} MiB` : `${number(Math.max(1, bytes / 1024), 0)} KiB`;
}

// A figure of a column: every row with as many decimals.
export function fixed(value, digits = 1) {
  return value.toLocaleString(isEnglish ? "en" : "zh-CN", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function signed(value, digits = 1) {
  const text = fixed(Math.abs(value), digits);
  if (Number(Math.abs(value).toFixed(digits)) === 0) return "0";
  return `${value > 0 ? "+" : "−"}${text}`;
}

export function fileName(path) {
  return path.split(/[\\/]/).pop();
}

export function who() {
  return localStorage.getItem(WHO) || "";
}

export function whoField() {
  const input = el("input", { name: "who", value: who(), maxlength: "100", autocomplete: "name", required: true });
  input.addEventListener("change", () => localStorage.setItem(WHO, input.value.trim()));
  return el("label", { class: "field" }, el("span", {}, t("who")), input);
}

export function failed(error) {
  return el("p", { class: "problem", role: "alert" }, error.message);
}

export function problemOf(error) {
  const words = isEnglish ? [error.detail_en, error.remedy_en] : [error.detail, error.remedy];
  return words.filter(Boolean).join(" ");
}

export function button(text, act, kind = "") {
  return el("button", { type: "button", class: kind, on: { click: act } }, text);
}
