// 时效: what date every layer is true for, and how many days ago that is.

import { get } from "../api.js";
import { el, number, replace, say, t } from "../dom.js";
import { failed } from "./bits.js";

export async function show({ body }) {
  try {
    const ages = await get("/api/v1/freshness");
    const [bank, ...layers] = ages;
    const longest = Math.max(1, ...ages.map((one) => one.days ?? 0));
    const oldest = (one) => (one.days === null ? Infinity : one.days);
    layers.sort((a, b) => oldest(b) - oldest(a));
    replace(
      body,
      el("p", { class: "fresh-bank" }, say(bank, "text")),
      el("p", { class: "hint" }, t("freshness_hint")),
      el("ul", { class: "fresh" }, [bank, ...layers].map((one) => row(one, longest))),
    );
  } catch (error) {
    replace(body, failed(error));
  }
}

function row(one, longest) {
  const isKnown = one.days !== null;
  return el(
    "li",
    { class: one.kind },
    el("span", { class: "title" }, say(one, "title")),
    el("span", { class: "as-of" }, isKnown ? one.as_of : t("no_as_of")),
    el("span", { class: "age" }, isKnown ? t("days", { n: number(one.days, 0) }) : "—"),
    el("span", { class: "bar", "aria-hidden": "true" }, isKnown ? el("i", { style: { width: `${(100 * one.days) / longest}%` } }) : null),
  );
}
