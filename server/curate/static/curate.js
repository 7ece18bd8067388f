// The review page: everything can be done by keys; each decision is sent and saved at once.
"use strict";
const desk = document.getElementById("desk");
const number = desk.dataset.number;
const t = JSON.parse(desk.dataset.words);
const labels = JSON.parse(desk.dataset.labels);
const called = (term) => labels[term] || term;
const DRAFT = `eucn-curate-${location.pathname}`; // a half-filled form outlives its tab
const $ = (id) => document.getElementById(id);
const form = $("form");
let state = { items: [], counts: {} };
let said = { classes: {}, fields: [], words: {} }; // what can be said of each class, from the ontology
let text = []; // characters as the server counts them, not UTF-16 units
let now = 0;
let here = 0; // the sentence at hand
let sentences = [];
let mode = "";

async function send(path, body) {
  const answer = await fetch(`/api/${number}${path}`, {
    method: "POST", headers: { "Content-Type": "application/json", "X-Curate": "1" }, body: JSON.stringify(body || {}),
  });
  return [answer.ok, await answer.json()];
}

function fieldOf(cls, key) {
  return (said.classes[cls] || []).map((at) => said.fields[at]).find((field) => field.key === key);
}

function partsOf(field) {
  return field && field.parts ? field.parts.map((at) => said.fields[at]) : [];
}

// What a word of a vocabulary is called; anything else is told as it is.
function word(field, value) {
  const found = field && field.scheme && (said.words[field.scheme] || []).find(([name]) => name === value);
  return found ? found[1] : value;
}

function options(select, rows, chosen) {
  select.replaceChildren(...rows.map(([value, label]) => {
    const option = document.createElement("option");
    option.value = value;
    option.textContent = label;
    return option;
  }));
  if (rows.some(([value]) => value === chosen)) select.value = chosen;
}

function told(item) {
  const name = (thing) => `${thing.name} (${called(thing.class)})`;
  if (!item.property) return name(item.subject) + (item.kind ? ` · ${word(fieldOf(item.subject.class, "kind"), item.kind)}` : "");
  const field = fieldOf(item.subject.class, item.property);
  const plain = (part, value) => (typeof value === "object" ? name(value) : word(part, value));
  if (item.parts) {
    const inside = partsOf(field).filter((part) => part.key in item.parts);
    return `${name(item.subject)} · ${called(item.property)} · ${inside.map((part) => `${called(part.key)}: ${plain(part, item.parts[part.key])}`).join(", ")}`;
  }
  const euro = item.amountKind && !item.currency ? "EUR" : item.currency;
  let value = euro ? `${item.object} ${euro}` : plain(field, item.object);
  if (item.amountKind) value += ` · ${word({ scheme: "amount-kind" }, item.amountKind)}`;
  return `${name(item.subject)} · ${called(item.property)} · ${value}${item.why ? ` (${t.inferred}: ${item.why})` : ""}`;
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
  doubted();
}

// What the check of records would refuse of what is accepted: told at its row, before `b`.
let doubts = new Map();
function doubted() {
  [...$("items").children].forEach((li, index) => {
    const old = li.querySelector(".doubt");
    if (old) old.remove();
    const why = doubts.get(state.items[index].key);
    if (!why) return;
    const box = document.createElement("span");
    box.className = "doubt";
    box.textContent = why;
    li.append(box);
  });
}

// One check at a time; what was decided meanwhile is looked at in the next.
let looking = false;
let decidedSince = false;
async function lookAtDoubts() {
  if (looking) { decidedSince = true; return; }
  looking = true;
  do {
    decidedSince = false;
    let answer;
    try { answer = await (await fetch(`/api/${number}/refused`)).json(); } catch { break; }
    const before = doubts;
    doubts = new Map(answer.refused.filter(({ key }) => key).map(({ key, words }) => [key, words]));
    doubted();
    const fresh = state.items.find((item) => doubts.has(item.key) && !before.has(item.key));
    if (fresh && !$("add").hidden) live(`${told(fresh)}: ${doubts.get(fresh.key)}`);
  } while (decidedSince);
  looking = false;
}

function marks() {
  // Spans may overlap: the text is cut at every edge, and each piece shows the innermost one.
  const edges = new Set([0, text.length]);
  state.items.forEach((i) => { edges.add(i.start); edges.add(i.end); });
  const [low, high] = sentences[here] || [0, 0];
  edges.add(low);
  edges.add(high);
  const cuts = [...edges].sort((a, b) => a - b);
  const box = $("text");
  box.replaceChildren();
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    const piece = text.slice(cuts[i], cuts[i + 1]).join("");
    const over = state.items.filter((x) => x.start <= cuts[i] && cuts[i + 1] <= x.end).sort((a, b) => (a.end - a.start) - (b.end - b.start));
    const inside = low <= cuts[i] && cuts[i + 1] <= high;
    if (!over.length && !inside) { box.append(document.createTextNode(piece)); continue; }
    const mark = document.createElement(over.length ? "mark" : "span");
    if (!over.length) { mark.className = "in"; mark.textContent = piece; box.append(mark); continue; }
    const current = state.items[now];
    mark.className = over.some((x) => x.decision === "accept" || x.decision === "change") ? "accept" : over.every((x) => x.decision === "reject") ? "reject" : "";
    if (current && over.includes(current)) mark.classList.add("now");
    if (inside) mark.classList.add("in");
    mark.textContent = piece;
    mark.addEventListener("click", () => pointed(over[0]));
    box.append(mark);
  }
  const shownAt = box.querySelector(".in") || box.querySelector("mark.now");
  if (shownAt) shownAt.scrollIntoView({ block: "center" });
}

// A click on words of the text: what was found there, or its sentence where the line is open.
function pointed(item) {
  if (getSelection().toString().trim().length > 1) return; // words are being marked
  if ($("add").hidden) go(state.items.indexOf(item));
  else besideLine(item.start);
}

// The sentence in which a place is.
function sentenceAt(position) {
  const at = sentences.findIndex(([, end]) => position < end);
  return at < 0 ? Math.max(0, sentences.length - 1) : at;
}

// To a sentence, and to the first thing found in it; the list keeps its focus.
function toSentence(index) {
  here = Math.max(0, Math.min(index, sentences.length - 1));
  const [low, high] = sentences[here] || [0, 0];
  const open = state.items.findIndex((item) => low <= item.start && item.start < high && !item.decision);
  const any = state.items.findIndex((item) => low <= item.start && item.start < high);
  if (open >= 0 || any >= 0) now = open >= 0 ? open : any;
  draw();
}

function go(index) {
  now = Math.max(0, Math.min(index, state.items.length - 1));
  if (state.items[now]) here = sentenceAt(state.items[now].start);
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
  room();
}

// What stands at the head of the list hides no row that is gone to.
function room() {
  $("pane").style.scrollPaddingTop = `${$("head").offsetHeight}px`;
}

// Which rows were refused, and why: each leads to its row; Esc closes it.
function refusedRows(title, rows, after) {
  say("");
  const list = document.createElement("ul");
  list.append(...rows.map(({ key, words }) => {
    const li = document.createElement("li");
    const index = state.items.findIndex((item) => item.key === key);
    if (index >= 0) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = told(state.items[index]);
      button.addEventListener("click", () => go(state.items.findIndex((item) => item.key === key)));
      li.append(button, " ");
    }
    li.append(words);
    return li;
  }));
  $("message").append(title, list, ...(after ? [after, " "] : []), t.esc_closes);
  room();
  const first = rows.map(({ key }) => state.items.findIndex((item) => item.key === key)).find((index) => index >= 0);
  if (first !== undefined) go(first);
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
  lookAtDoubts();
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

function field(name) { return form.querySelector(`[name="${name}"]`); }

// The property that the form is about: the chosen one, or that of the item to change.
function asked() {
  const item = state.items[now];
  if (mode === "missed") return fieldOf(field("sclass").value, field("property").value);
  return mode === "change" && item && item.property ? fieldOf(item.subject.class, item.property) : undefined;
}

function properties() {
  const keys = (said.classes[field("sclass").value] || []).map((at) => said.fields[at].key);
  options(field("property"), [["", t.only_name], ...keys.map((key) => [key, called(key)])], field("property").value);
}

function shown() {
  const item = state.items[now];
  const missed = mode === "missed";
  const about = asked();
  const kind = about ? about.kind : "";
  const show = (name, yes) => { field(name).closest("label").hidden = !yes; };
  form.querySelectorAll(".whole").forEach((label) => { label.hidden = !missed; });
  show("sclass", missed || (mode === "change" && item && !item.property));
  show("sname", missed || Boolean(item && item.property));
  show("oclass", missed && kind === "thing");
  show("concept", kind === "concept");
  show("value", !["concept", "node"].includes(kind) && !(missed && !field("property").value));
  $("hint").textContent = kind ? t[`hint_${about.key}`] || t[`hint_${kind}`] || "" : "";
  field("value").setAttribute("list", kind === "thing" ? "names" : "");
  if (missed) show("why", Boolean(kind) && !["node", "words"].includes(kind));
}

// The controls of a property: classes, words of its vocabulary, or its parts.
function controls(values) {
  const about = asked();
  options(field("oclass"), (about && about.classes ? about.classes : []).map((cls) => [cls, called(cls)]), field("oclass").value);
  options(field("concept"), about && about.scheme ? [["", ""], ...(said.words[about.scheme] || [])] : [], field("concept").value);
  options($("names"), [...new Set(state.items.filter((i) => !i.property).map((i) => i.subject.name))].map((name) => [name, name]));
  const rare = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = t.more_parts;
  rare.append(summary);
  const parts = partsOf(about);
  $("parts").replaceChildren();
  parts.forEach((part) => { (part.usual ? $("parts") : rare).append(...control(part, (values || {})[part.key])); });
  if (parts.some((part) => !part.usual)) $("parts").append(rare);
  shown();
}

function labelled(text, input) {
  const label = document.createElement("label");
  label.append(text, input);
  return label;
}

function control(part, value) {
  const name = `part.${part.key}`;
  const many = part.classes && part.classes.length > 1;
  const input = document.createElement(part.kind === "concept" ? "select" : "input");
  input.name = name;
  if (part.kind === "concept") options(input, [["", ""], ...(said.words[part.scheme] || [])], value || "");
  else {
    input.autocomplete = "off";
    input.value = value && typeof value === "object" ? value.name : value || "";
    if (part.kind === "thing") input.setAttribute("list", "names");
    if (t[`hint_${part.kind}`]) input.placeholder = t[`hint_${part.kind}`];
  }
  if (part.required) input.required = true;
  const found = [labelled(called(part.key) + (part.required ? " *" : ""), input)];
  if (many) {
    const cls = document.createElement("select");
    cls.name = `${name}.class`;
    options(cls, part.classes.map((c) => [c, called(c)]), value && value.class);
    // A name that the text is known to have brings its class.
    input.addEventListener("input", () => {
      const known = state.items.find((i) => !i.property && i.subject.name === input.value && part.classes.includes(i.subject.class));
      if (known) cls.value = known.subject.class;
    });
    found.push(labelled(t.class_of.replace("{0}", called(part.key)), cls));
  }
  return found;
}

function partsGiven() {
  const given = {};
  partsOf(asked()).forEach((part) => {
    const value = field(`part.${part.key}`).value.trim();
    if (!value) return;
    const cls = field(`part.${part.key}.class`);
    given[part.key] = part.kind === "thing" ? { class: cls ? cls.value : part.classes[0], name: value } : value;
  });
  return given;
}

// What a rule found of a thing with parts, as one value: a sum and its currency.
function plainParts(item) {
  if (item.property !== "amount") return undefined;
  return { value: item.object, currency: (item.currency || "EUR").toLowerCase(), kind: item.amountKind || "budget" };
}

// The thing that marked words name, where they do not name the one at hand.
function subjectOf(words, item) {
  if (item && words.includes(item.subject.name)) return item.subject;
  const named = state.items.filter((one) => !one.property && one.decision !== "reject" && words.includes(one.subject.name));
  const longest = named.sort((a, b) => b.subject.name.length - a.subject.name.length)[0];
  return longest ? longest.subject : item && item.subject;
}

function open(kind, property, given) {
  const item = state.items[now];
  if (kind !== "missed" && !item) return;
  mode = kind;
  const set = (name, value) => { field(name).value = value; };
  form.setAttribute("aria-label", t[kind]);
  $("formtitle").textContent = t[kind];
  $("live").textContent = "";
  delete form.dataset.start;
  set("value", "");
  if (kind === "missed") {
    // Without marked words it is more about the thing at hand, from the words where it stands, or the sentence.
    const near = item && sentenceAt(item.start) === here;
    const [from, to] = given || (near || !sentences.length ? [item.start, item.end] : sentences[here]);
    const quoted = text.slice(from, to).join("");
    set("quote", quoted);
    set("why", "");
    const about = near && !given ? item.subject : subjectOf(quoted, item);
    if (about) { set("sclass", about.class); set("sname", about.name); }
    properties();
    set("property", property || "");
    form.dataset.start = String(from);
  } else {
    set("sclass", item.subject.class);
    set("sname", item.subject.name);
    set("value", !item.property ? item.subject.name : item.parts ? "" : typeof item.object === "object" ? item.object.name : item.object);
  }
  controls(kind === "change" ? item.parts || plainParts(item) : undefined);
  if (kind === "change" && item.property) set("concept", item.object);
  form.showModal();
  const first = kind === "missed" && !property ? field("quote") : [...form.querySelectorAll("#formtitle ~ .fields [name]")].find((f) => !f.closest("label").hidden && !["sclass", "sname", "property", "quote"].includes(f.name));
  (first || field("value")).focus();
}

// A thing of the text by its name; one that nothing has yet is of the class at hand.
function thingCalled(name, cls) {
  const known = state.items.filter((one) => !one.property && one.subject.name === name).map((one) => one.subject);
  return known.find((one) => one.class === cls) || known[0] || { class: cls, name };
}

function row() {
  const get = (name) => field(name).value.trim();
  const item = state.items[now];
  if (mode === "change") {
    if (!item.property) return { subject: get("value") === item.subject.name ? { class: get("sclass"), name: get("value") } : thingCalled(get("value"), get("sclass")) };
    const about = asked();
    const other = get("sname") === item.subject.name ? {} : { subject: thingCalled(get("sname"), item.subject.class) };
    if (about && about.kind === "node" && Object.keys(partsGiven()).length) return { ...other, parts: partsGiven() };
    if (about && about.kind === "concept") return { ...other, object: get("concept") };
    return { ...other, object: typeof item.object === "object" ? { ...item.object, name: get("value") } : get("value") };
  }
  const made = { subject: { class: get("sclass"), name: get("sname") }, quote: get("quote") };
  if (form.dataset.start) made.start = Number(form.dataset.start);
  if (get("property")) {
    made.property = get("property");
    const about = asked();
    if (about && about.kind === "node") made.parts = partsGiven();
    else made.object = about && about.kind === "thing" ? { class: get("oclass"), name: get("value") } : get(about && about.kind === "concept" ? "concept" : "value");
  }
  if (get("why") && made.object !== undefined) made.why = get("why");
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
  const set = () => Object.entries(kept.values).forEach(([name, value]) => { if (field(name)) field(name).value = value; });
  set();
  properties(); // which there are follows from the class, and what they ask for from the property
  set();
  controls();
  set();
  if (kept.start) form.dataset.start = kept.start;
  shown();
}

// What comes late never overrides what the person has chosen or typed meanwhile.
async function suggest() {
  const property = field("property").value;
  const subject = { class: field("sclass").value, name: field("sname").value };
  const [ok, answer] = await send("/suggest", { property, subject, quote: field("quote").value });
  if (!ok || !form.open || mode !== "missed" || field("property").value !== property || field("value").value) return;
  const about = asked();
  field(about && about.kind === "concept" ? "concept" : "value").value = answer.value;
  if (answer.class) field("oclass").value = answer.class;
  if (!answer.parts || Object.keys(partsGiven()).length) return;
  controls(answer.parts);
}

field("sclass").addEventListener("change", () => { properties(); controls(); });

field("property").addEventListener("change", async () => {
  field("value").value = "";
  controls();
  if (field("property").value) await suggest();
  form.dispatchEvent(new Event("input"));
});
form.addEventListener("close", () => localStorage.removeItem(DRAFT));

let waiting = 0;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  keep();
  waiting = setTimeout(async () => {
    const [ok, answer] = await send("/check", { key: mode === "change" ? state.items[now].key : "", row: row() });
    // A word of a vocabulary and own words are the person's judgement: no program compared them.
    const about = asked();
    const judged = about && ["concept", "words", "node"].includes(about.kind);
    $("live").textContent = ok ? (judged ? t.judged : t.fits) : t.not_yet + answer.error;
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
  if (ok) { $("word").close(); say(t.proposed, true); await terms(); }
}

async function terms() {
  said = await (await fetch("/api/said")).json();
}

async function finish(build) {
  const [ok, answer] = await send("/finish", { build });
  if (!ok) { say(t.not_kept + answer.error); return; }
  const left = answer.left_out.length ? `\n${t.left_out}\n${answer.left_out.join("\n")}` : "";
  if (answer.problems.length) { refusedRows(t.problems, answer.refused, left); return; }
  if (!answer.problems.length) { say(`${build ? t.building : t.checking}${left}`, !left); look(answer.file + left); }
}

// A record that was written is checked as a build checks it; what it refuses is a draft again.
async function look(file) {
  const now_ = await (await fetch(`/api/${number}/build`)).json();
  if (now_.running) { if (now_.live) say(t.live_now, true); $("work").textContent = `${t.working} ${now_.seconds} s`; setTimeout(() => look(file), 1000); return; }
  $("work").textContent = "";
  if (now_.code === null) return;
  if (now_.code) refusedRows(now_.built ? t.failed : t.problems, now_.refused);
  else say(`${now_.built ? t.built : t.written + file}`, true);
}

// Decisions are made one after the other: a second key is about what the first one led to.
let turn = Promise.resolve();
const inTurn = (act) => () => { turn = turn.then(act); return turn; };
const acts = {
  accept: inTurn(() => take("accept")), reject: inTurn(() => take("reject")), all: inTurn(() => take("accept-all")),
  change: () => open("change"), kind: () => kinds(), merge: () => merge(), missed: () => add(), undo: inTurn(() => decide("undo")), finish: () => finish(false), build: () => finish(true),
  save, cancel: () => form.close(), word: () => $("word").showModal(), unword: () => $("word").close(), propose,
};
document.addEventListener("click", (event) => { const act = event.target.dataset && event.target.dataset.act; if (act) acts[act](); });
document.addEventListener("keydown", async (event) => {
  if ($("word").open) {
    if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); propose(); }
    return;
  }
  if (form.open) {
    if (event.key === "Enter" && !event.shiftKey && !["BUTTON", "SUMMARY"].includes(event.target.tagName)) { event.preventDefault(); save(); }
    return;
  }
  if (!$("add").hidden && adding(event)) return;
  if (event.key === "Escape" && $("message").textContent) { say(""); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName)) return;
  const keys = {
    j: () => go(now + 1), k: () => go(now - 1), ArrowDown: () => go(now + 1), ArrowUp: () => go(now - 1),
    a: acts.accept, r: acts.reject, s: acts.all,
    ArrowRight: () => toSentence(here + 1), ArrowLeft: () => toSentence(here - 1),
    c: acts.change, t: acts.kind, m: acts.merge, "+": acts.missed, u: acts.undo, w: acts.word, f: acts.finish, b: acts.build,
  };
  if (keys[event.key]) { event.preventDefault(); await keys[event.key](); }
});

terms().then(() => fetch(`/api/${number}`)).then((answer) => answer.json()).then((answer) => {
  text = Array.from(answer.text);
  sentences = answer.sentences;
  state = answer;
  say("");
  const first = state.items.findIndex((item) => !item.decision);
  go(first < 0 ? 0 : first);
  restore();
  again();
  lookAtDoubts();
  fetch(`/api/${number}/build`).then((answer) => answer.json()).then((one) => {
    if (one.running) look("");
    else if (one.code) refusedRows(one.built ? t.failed : t.problems, one.refused);
  });
});
