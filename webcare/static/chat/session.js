// Which visitor this is: a token that only this browser has; another one for each person whom the site names.
import * as keeping from "./keeping.js";

const { key, page } = document.documentElement.dataset;
let { back } = document.documentElement.dataset; // brought from a mail of ours, good once for this page
let person = "";
let slot = "";

export class Refused extends Error {
  constructor(status, why, wait) {
    super(why);
    this.status = status;
    this.wait = wait;
    this.isFinal = status >= 400 && status < 500 && ![401, 408, 429].includes(status);
  }
}

export const place = () => slot;
export const token = () => keeping.get(`token${slot}`);

export async function become(word) {
  person = word;
  const id = idIn(word);
  slot = id ? `:${id}` : "";
  if (back || (id && !token())) await begin();
}

export async function begin() {
  const before = keeping.get(`token${slot}`) || keeping.get("token");
  const told = await call("sessions", { page, person, back }, before);
  if (back) history.replaceState(null, "", location.pathname);
  back = "";
  if (told.why) console.error(`webcare chat: ${told.why}`);
  slot = told.person ? `:${told.person}` : "";
  if (!told.token && slot && before === keeping.get("token")) keeping.set("token", "");
  keeping.set(`token${slot}`, told.token || before);
}

export async function ask(path, body) {
  if (!token()) await begin();
  try {
    return await call(path, body, token());
  } catch (error) {
    if (error.status === 401) keeping.set(`token${slot}`, "");
    throw error;
  }
}

async function call(path, body, bearer) {
  const headers = { "Accept-Language": document.documentElement.lang };
  if (bearer) headers.Authorization = `Bearer ${bearer}`;
  const form = body instanceof FormData;
  if (body && !form) headers["Content-Type"] = "application/json";
  const sent = body && (form ? body : JSON.stringify(body));
  const answer = await fetch(`/chat/${key}/${path}`, { method: body ? "POST" : "GET", headers, body: sent, credentials: "omit" });
  if (answer.ok) return answer.status === 204 ? {} : answer.headers.get("Content-Type").includes("json") ? answer.json() : answer.blob();
  const told = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, told.why || "", Number(answer.headers.get("Retry-After")) || 0);
}

function idIn(word) {
  try {
    const bytes = Uint8Array.from(atob(word.split(".")[0].replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
    return String(JSON.parse(new TextDecoder().decode(bytes)).id);
  } catch {
    return "";
  }
}
