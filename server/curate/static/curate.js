// The review page: everything can be done by keys; each decision is sent and saved at once.
"use strict";
const desk = document.getElementById("desk");
const number = desk.dataset.number;
const t = JSON.parse(desk.dataset.words);
const labels = JSON.parse(desk.dataset.labels);
const things = JSON.parse(desk.dataset.things);
const called = (term) => labels[term] || term;
const DRAFT = `eucn-curate-${location.pathname}`; // a half-filled form outlives its tab
const $ = (id) => document.getElementById(id);
const form = $("form");
let state = { items: [], counts: {} };
let text = []; // characters as the server counts them, not UTF-16 units
let now = 0;
let mode = "";

async function send(path, body) {
  const answer = await fetch(`/api/${number}${path}`, {
    method: "POST", headers: { "Content-Type": "application/json", "X-Curate": "1" }, body: JSON.stringify(body || {}),
  });
  return [answer.ok, await answer.json()];
}

function told(item) {
  const name = (thing) => `${thing.name} (${called(thing.class)})`;
  if (!item.property) return name(item.subject);
  const value = typeof item.object === "object" ? name(item.object) : item.currency ? `${item.object} ${item.currency}` : item.object;
  return `${name(item.subject)} · ${called(item.property)} · ${value}`;
}

function draw() {
  const list = $("items");
  list.replaceChildren();
  state.items.forEach((item, index) => {
    const li = document.createElement("li");
    li.tabIndex = index === now ? 0 : -1;
    li.className = item.decision + (index === now ? " here" : "");
    if (index === now) li.setAttribute("aria-current", "true");
    const sure = document.createElement("span");
    sure.className = "sure";
    sure.textContent = item.confidence;
    sure.title = item.rule;
    li.append(sure, document.createTextNode(told(item) + (item.merged ? ` → ${item.merged}` : "")));
    if (item.decision) {
      const state = document.createElement("strong");
      state.textContent = ` [${item.decision === "reject" ? t.rejected : t.accepted}${item.implied ? `, ${t.implied}` : ""}]`;
      li.append(state);
    }
    li.addEventListener("click", () => go(index));
    list.append(li);
  });
  const c = state.counts;
  $("counts").textContent = `${c.open} ${t.open}, ${c.accepted} ${t.accepted}, ${c.rejected} ${t.rejected}`;
  marks();
}

function marks() {
  // Spans may overlap: the text is cut at every edge, and each piece shows the innermost one.
  const edges = new Set([0, text.length]);
  state.items.forEach((i) => { edges.add(i.start); edges.add(i.end); });
  const cuts = [...edges].sort((a, b) => a - b);
  const box = $("text");
  box.replaceChildren();
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    const piece = text.slice(cuts[i], cuts[i + 1]).join("");
    const over = state.items.filter((x) => x.start <= cuts[i] && cuts[i + 1] <= x.end).sort((a, b) => (a.end - a.start) - (b.end - b.start));
    if (!over.length) { box.append(document.createTextNode(piece)); continue; }
    const mark = document.createElement("mark");
    const current = state.items[now];
    mark.className = over.some((x) => x.decision === "accept" || x.decision === "change") ? "accept" : over.every((x) => x.decision === "reject") ? "reject" : "";
    if (current && over.includes(current)) mark.classList.add("now");
    mark.textContent = piece;
    mark.addEventListener("click", () => go(state.items.indexOf(over[0])));
    box.append(mark);
  }
  const here = box.querySelector("mark.now");
  if (here) here.scrollIntoView({ block: "center" });
}

function go(index) {
  now = Math.max(0, Math.min(index, state.items.length - 1));
  draw();
  const li = $("items").children[now];
  if (li) { li.focus(); li.scrollIntoView({ block: "nearest" }); }
}

function forward() {
  const next = state.items.findIndex((item, index) => index > now && !item.decision);
  go(next < 0 ? state.items.findIndex((item) => !item.decision) : next);
}

function say(words, good) {
  $("message").textContent = words;
  $("message").className = good ? "good" : "";
}

async function decide(action, row, key) {
  let answer;
  try {
    let ok;
    [ok, answer] = await send("/decide", { action, key: key || "", row });
    if (!ok) { say(t.not_kept + answer.error); return false; }
  } catch {
    say(t.not_reached); // the program was ended: nothing pretends to be saved
    return false;
  }
  say("");
  state = answer;
  draw();
  return true;
}

async function take(action) {
  const item = state.items[now];
  if (!item) return;
  const done = await decide(action, null, item.key); // where a sentence ends is for the server to say
  if (done) forward();
}

function position(node, offset) {
  const range = document.createRange();
  range.selectNodeContents($("text"));
  range.setEnd(node, offset);
  return Array.from(range.toString()).length;
}

function field(name) { return form.querySelector(`[name=${name}]`); }

function shown() {
  const item = state.items[now];
  const missed = mode === "missed";
  form.querySelectorAll(".whole").forEach((label) => { label.hidden = !missed; });
  field("sclass").closest("label").hidden = !(missed || (mode === "change" && item && !item.property));
  field("oclass").closest("label").hidden = !(missed && things.includes(field("property").value));
  field("value").closest("label").hidden = missed && !field("property").value;
}

// What is known by a name, or by what is typed: offered, and taken only by the person.
let offered = [];
async function offer(subject, first) {
  const typed = first ? "" : field("value").value.trim();
  const [ok, answer] = await send("/known", first ? subject : { class: subject.class, name: subject.name, typed });
  if (!ok || !form.open || mode !== "merge" || field("value").value.trim() !== typed) return;
  offered = answer.matches;
  $("known").replaceChildren(...offered.map((m) => {
    const option = document.createElement("option");
    option.value = m.id;
    option.textContent = `${m.name} ${m.score} ${m.reason}`;
    return option;
  }));
  if (first && offered.length) field("value").value = offered[0].id;
  $("live").textContent = offered.length ? `${t.known}: ${offered.map((m) => `${m.name} = ${m.id} (${m.score}, ${m.reason})`).join("; ")}` : t.none_known;
}

// The id that is typed, or of the one thing offered that is called so.
function meant(typed) {
  const named = offered.filter((m) => m.name === typed);
  return named.length === 1 ? named[0].id : typed;
}

function open(kind) {
  const item = state.items[now];
  if (kind !== "missed" && !item) return;
  mode = kind;
  const set = (name, value) => { field(name).value = value; };
  form.setAttribute("aria-label", t[kind]);
  $("formtitle").textContent = t[kind];
  $("live").textContent = "";
  $("known").replaceChildren();
  offered = [];
  delete form.dataset.start;
  set("value", "");
  if (kind === "missed") {
    const chosen = getSelection();
    const inside = chosen && chosen.rangeCount && $("text").contains(chosen.anchorNode) && chosen.toString();
    set("quote", inside ? chosen.toString() : "");
    set("property", "");
    set("oclass", "");
    if (item) { set("sclass", item.subject.class); set("sname", item.subject.name); }
    if (inside) form.dataset.start = String(position(chosen.getRangeAt(0).startContainer, chosen.getRangeAt(0).startOffset));
  } else if (kind === "merge") {
    offer(item.subject, true);
  } else {
    set("sclass", item.subject.class);
    set("value", !item.property ? item.subject.name : typeof item.object === "object" ? item.object.name : item.object);
  }
  shown();
  form.showModal();
  (kind === "missed" ? field("quote") : field("value")).focus();
}

function row() {
  const get = (name) => field(name).value.trim();
  const item = state.items[now];
  if (mode === "merge") return { ...item.subject, id: meant(get("value")) };
  if (mode === "change") {
    if (!item.property) return { subject: { class: get("sclass"), name: get("value") } };
    return { object: typeof item.object === "object" ? { ...item.object, name: get("value") } : get("value") };
  }
  const made = { subject: { class: get("sclass"), name: get("sname") }, quote: get("quote") };
  if (form.dataset.start) made.start = Number(form.dataset.start);
  if (get("property")) {
    made.property = get("property");
    made.object = things.includes(get("property")) ? { class: get("oclass"), name: get("value") } : get("value");
  }
  return made;
}

// What is half typed is kept in the browser until it is saved or put away.
function keep() {
  const values = {};
  form.querySelectorAll("[name]").forEach((f) => { values[f.name] = f.value; });
  localStorage.setItem(DRAFT, JSON.stringify({ mode, key: (state.items[now] || {}).key, start: form.dataset.start, values }));
}

function restore() {
  const kept = JSON.parse(localStorage.getItem(DRAFT) || "null");
  if (!kept) return;
  const at = state.items.findIndex((item) => item.key === kept.key);
  if (at < 0 && kept.mode !== "missed") { localStorage.removeItem(DRAFT); return; }
  if (at >= 0) go(at);
  open(kept.mode);
  Object.entries(kept.values).forEach(([name, value]) => { if (field(name)) field(name).value = value; });
  if (kept.start) form.dataset.start = kept.start;
  shown();
}

// What comes late never overrides what the person has chosen or typed meanwhile.
async function suggest() {
  const property = field("property").value;
  const [ok, answer] = await send("/suggest", { property, quote: field("quote").value });
  if (!ok || !form.open || mode !== "missed" || field("property").value !== property || field("value").value) return;
  field("value").value = answer.value;
  if (answer.class && !field("oclass").value) field("oclass").value = answer.class;
}

field("property").addEventListener("change", async () => {
  field("value").value = "";
  field("oclass").value = "";
  shown();
  if (field("property").value) await suggest();
  form.dispatchEvent(new Event("input"));
});
form.addEventListener("close", () => localStorage.removeItem(DRAFT));

let waiting = 0;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  keep();
  if (mode === "merge") {
    waiting = setTimeout(() => { if (field("value").value.trim()) offer(state.items[now].subject, false); }, 200);
    return;
  }
  waiting = setTimeout(async () => {
    const [ok, answer] = await send("/check", { key: mode === "change" ? state.items[now].key : "", row: row() });
    $("live").textContent = ok ? t.fits : t.not_yet + answer.error;
    $("live").className = ok ? "good" : "";
  }, 200);
});

async function save() {
  if (await decide(mode, row(), mode === "change" ? state.items[now].key : "")) {
    const kind = mode;
    form.close();
    if (kind === "change") forward(); else go(now);
  } else {
    $("live").textContent = $("message").textContent;
  }
}

async function propose() {
  const get = (name) => $("word").querySelector(`[name=${name}]`).value.trim();
  const [ok, answer] = await send("/word", { scheme: get("scheme"), word: get("word"), en: get("en"), de: get("de"), zh: get("zh") });
  $("wordlive").textContent = ok ? "" : answer.error;
  if (ok) { $("word").close(); say(t.proposed, true); }
}

async function finish(build) {
  const [ok, answer] = await send("/finish", { build });
  if (!ok) { say(t.not_kept + answer.error); return; }
  const left = answer.left_out.length ? `\n${t.left_out}\n${answer.left_out.join("\n")}` : "";
  say(answer.problems.length ? `${t.problems}\n${answer.problems.join("\n")}${left}` : t.written + answer.file + left, !left && !answer.problems.length);
  if (!build || answer.problems.length) return;
  const look = async () => {
    const told = await (await fetch("/api/build")).json();
    if (told.running) { say(t.building, true); setTimeout(look, 1000); return; }
    say(told.code === 0 ? t.built : t.failed, told.code === 0);
  };
  look();
}

const acts = {
  accept: () => take("accept"), reject: () => take("reject"), all: () => take("accept-all"),
  change: () => open("change"), merge: () => open("merge"), missed: () => open("missed"), undo: () => decide("undo"), finish: () => finish(false), build: () => finish(true),
  save, cancel: () => form.close(), word: () => $("word").showModal(), unword: () => $("word").close(), propose,
};
document.addEventListener("click", (event) => { const act = event.target.dataset && event.target.dataset.act; if (act) acts[act](); });
document.addEventListener("keydown", async (event) => {
  if ($("word").open) {
    if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); propose(); }
    return;
  }
  if (form.open) {
    if (event.key === "Enter" && !event.shiftKey && event.target.tagName !== "BUTTON") { event.preventDefault(); save(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName)) return;
  const keys = {
    j: () => go(now + 1), k: () => go(now - 1), ArrowDown: () => go(now + 1), ArrowUp: () => go(now - 1),
    a: acts.accept, r: acts.reject, s: acts.all,
    c: () => open("change"), m: () => open("merge"), "+": () => open("missed"), u: acts.undo, w: acts.word, f: acts.finish, b: acts.build,
  };
  if (keys[event.key]) { event.preventDefault(); await keys[event.key](); }
});

fetch(`/api/${number}`).then((answer) => answer.json()).then((answer) => {
  text = Array.from(answer.text);
  state = answer;
  const first = state.items.findIndex((item) => !item.decision);
  go(first < 0 ? 0 : first);
  restore();
});
