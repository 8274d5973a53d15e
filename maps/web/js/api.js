// The service's doors. A problem document becomes a Problem that says what to do.

import { config, isEnglish, saveBlob } from "./dom.js";

// What is drawn first comes as one document. Each part of it is taken once: what is asked again is asked anew.
const opening = config.opening ? fetch(config.opening).then((response) => response.json()).catch(() => ({})) : {};

export class Problem extends Error {
  constructor(body, status) {
    const detail = isEnglish ? body.detail_en : body.detail;
    const remedy = isEnglish ? body.remedy_en : body.remedy;
    super([detail || `HTTP ${status}`, remedy].filter(Boolean).join(" "));
  }
}

async function answered(response) {
  if (response.ok) return response;
  let body = {};
  try {
    body = await response.json();
  } catch {
    // not a problem document: the status is all we know
  }
  throw new Problem(body, response.status);
}

export async function get(path) {
  const parts = await opening;
  if (path in parts) {
    const part = parts[path];
    delete parts[path];
    return part;
  }
  return (await answered(await fetch(path))).json();
}

async function post(path, body, method = "POST") {
  const headers = { "content-type": "application/json" };
  return answered(await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }));
}

export async function send(method, path, body) {
  const text = await (await post(path, body, method)).text();
  return text ? JSON.parse(text) : null;
}

// One byte per parcel in the order of the bank: 0 to 100 its score, 101 + j out by limit j of the answer.
export async function scoreBytes(brief) {
  return new Uint8Array(await (await post("/api/v1/matches/scores", brief)).arrayBuffer());
}

export async function match(brief) {
  const [answer, scores] = await Promise.all([post("/api/v1/matches", brief).then((response) => response.json()), scoreBytes(brief)]);
  return { answer, scores };
}

export async function why(id, brief) {
  return (await post(`/api/v1/parcels/${encodeURIComponent(id)}/why`, brief)).json();
}

export function facts(id) {
  return get(`/api/v1/parcels/${encodeURIComponent(id)}`);
}

export async function save(path, body) {
  const response = await post(path, body);
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") || "");
  saveBlob(name ? name[1] : "luodi", await response.blob());
}
