// Building the page from values: text is always text, never markup.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    } else if (name === "style") {
      for (const [property, set] of Object.entries(value)) node.style.setProperty(property, set);
    } else if (name === "value" || name === "checked" || name === "disabled") {
      node[name] = value;
    } else {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function replace(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter(Boolean));
}

export const config = JSON.parse(document.getElementById("config").textContent);
const words = config.strings;
export const isEnglish = config.lang === "en";

export function t(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// The label of a value in the page's language: `label` is Chinese, `label_en` its twin.
export function say(value, name = "label") {
  return isEnglish ? value[`${name}_en`] || value[name] : value[name];
}

const formats = new Map(); // by digits: to make one takes longer than to use it a hundred times

export function number(value, digits = 1) {
  if (!formats.has(digits)) formats.set(digits, new Intl.NumberFormat(isEnglish ? "en" : "zh-CN", { maximumFractionDigits: digits }));
  return formats.get(digits).format(value);
}

export const M2_PER_MU = 10000 / 15;

export function mu(area) {
  return isEnglish ? `${number(area)} mu` : `${number(area)}亩`;
}

export function withSquareMetres(area) {
  return `${mu(area)} (${number(area * M2_PER_MU, 0)}㎡)`;
}

export function figure(value, unit) {
  if (value === null || value === undefined || value === "") return t("no_data");
  if (typeof value === "string") return value;
  if (unit === "亩") return mu(value);
  const digits = Math.abs(value) >= 100 ? 0 : 2;
  return unit ? `${number(value, digits)} ${unit}` : number(value, digits);
}

// Bytes made here, saved under a name.
export function saveBlob(name, blob) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
