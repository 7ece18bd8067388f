// Adding what was missed: one line to type in, and numbered choices that one key takes.
"use strict";
const HALF = `${DRAFT}-line`; // words half typed outlive their tab
const line = $("line");
let choices = []; // what is offered: { label, take }
let chosen = 0;
let about = null; // what the line is for: { refresh, mark, entry }
let last = null; // what the last statement was about
let asking = 0;

function rowTold(row) {
  const parts = row.parts && Object.keys(row.parts).length ? row.parts : undefined;
  return told({ ...row, parts, object: row.object === undefined ? "…" : row.object });
}

// Several statements in one line: what they have in common is told once.
function rowsTold(rows) {
  const [first] = rows;
  const value = (row) => {
    const part = row.parts && (row.parts.participant || row.parts.with);
    const thing = part || row.object;
    return typeof thing === "object" ? thing.name : word(fieldOf(row.subject.class, row.property), thing);
  };
  if (rows.length === 1) return rowTold(first);
  const one = rows.every((row) => row.subject.name === first.subject.name);
  const same = rows.every((row) => row.property === first.property);
  if (one && same) return `${first.subject.name} (${called(first.subject.class)}) · ${called(first.property)}${first.parts && first.parts.role ? ` (${word({ scheme: "role" }, first.parts.role)})` : ""} · ${rows.length}: ${rows.map(value).join("; ")}`;
  if (one) return `${first.subject.name} (${called(first.subject.class)}) · ${rows.map((row) => `${called(row.property)} ${value(row)}`).join(" · ")}`;
  return `${called(first.property)} · ${rows.length}: ${rows.map((row) => `${row.subject.name}: ${value(row)}`).join("; ")}${first.why ? ` (${t.inferred})` : ""}`;
}

function place() {
  if (about.mark) return { start: about.mark[0], end: about.mark[1], marked: true };
  const [start, end] = sentences[here] || [0, 1];
  return { start, end };
}

// The sentence at hand, with what is marked in it, and what was found there.
function showPlace() {
  const { start, end, marked } = place();
  const [low, high] = sentences[sentenceAt(start)] || [start, end];
  const bold = document.createElement("b");
  bold.textContent = marked ? text.slice(start, end).join("") : "";
  $("here").replaceChildren(...(marked ? [text.slice(low, start).join(""), bold, text.slice(end, Math.max(high, end)).join("")] : [text.slice(low, high).join("")]));
  const found = foundIn(low, high);
  $("found").replaceChildren(...found.map((item) => {
    const li = document.createElement("li");
    li.className = item.decision;
    li.textContent = told(item);
    return li;
  }));
}

// What the line shows of a sentence: statements, and names of which nothing is said that are sure
// enough. Of a name whose statements were all rejected, and of an unsure one, the list tells.
const SURE = 0.6;
function foundIn(low, high) {
  const names = (item) => [item.subject, item.object, ...Object.values(item.parts || {})].filter((one) => one && one.name).map((one) => `${one.class} ${one.name}`);
  const stated = new Set(state.items.filter((item) => item.property).flatMap(names));
  return state.items.filter((item) => low <= item.start && item.start < high && (item.property || (item.confidence >= SURE && !stated.has(names(item)[0]))));
}

// While choices are on their way no key takes one that was there before.
function busy() {
  choices = [];
  $("offers").setAttribute("aria-busy", "true");
}

function show(list) {
  choices = list;
  $("offers").removeAttribute("aria-busy");
  chosen = 0;
  $("offers").replaceChildren(...choices.map((choice, index) => {
    const li = document.createElement("li");
    const key = document.createElement("kbd");
    li.id = `offer-${index}`;
    li.setAttribute("role", "option");
    key.textContent = index < 9 ? index + 1 : "";
    li.append(key, choice.label);
    li.addEventListener("click", () => choice.take());
    return li;
  }));
  point(0);
}

function point(index) {
  chosen = Math.max(0, Math.min(index, choices.length - 1));
  [...$("offers").children].forEach((li, at) => li.setAttribute("aria-selected", String(at === chosen)));
  if (choices.length) line.setAttribute("aria-activedescendant", `offer-${chosen}`);
  else line.removeAttribute("aria-activedescendant");
}

function live(words, good) {
  $("linelive").textContent = words;
  $("linelive").className = good ? "good" : "";
}

// What the keys do in the line as it is: in a filled one a letter is a letter.
function hint() {
  $("linehint").textContent = about && about.entry ? t.line_entry : line.value ? t.line_typed : t.line_keys;
}

function begin(what, label) {
  about = what;
  $("add").hidden = false;
  $("linelabel").textContent = label || t.line;
  $("found").hidden = Boolean(what.choosing);
  line.value = "";
  live("");
  hint();
  busy();
  line.focus();
  room();
  $("add").scrollIntoView({ block: "start" });
  return about.refresh("");
}

function leave() {
  $("add").hidden = true;
  about = null;
  localStorage.removeItem(HALF);
  const li = $("items").children[now];
  if (li) li.focus();
}

async function refreshOffers(typed) {
  busy();
  const asked = (asking += 1);
  showPlace();
  const [ok, answer] = await send("/offers", { ...place(), typed, last });
  if (!ok || asked !== asking || !about || about.entry || about.choosing) return;
  show(answer.offers.map((offer) => ({ label: rowsTold(offer.rows), offer, take: () => takeOffer(offer) })));
  if (!choices.length && !$("linelive").textContent) live(t.nothing_offered, true);
  else if (choices.length && $("linelive").textContent === t.nothing_offered) live("");
}

// `+`, or words marked with the mouse.
function add() {
  const selection = getSelection();
  let mark = null;
  if (selection && selection.rangeCount && $("text").contains(selection.anchorNode) && selection.toString().trim()) {
    const range = selection.getRangeAt(0);
    const [start, end] = [position(range.startContainer, range.startOffset), position(range.endContainer, range.endOffset)];
    const words = text.slice(start, end).join("");
    mark = [start + (words.length - words.trimStart().length), end - (words.length - words.trimEnd().length)];
    here = sentenceAt(mark[0]);
    selection.removeAllRanges();
    marks();
  }
  return begin({ refresh: refreshOffers, mark });
}

async function takeOffer(offer) {
  if (offer.ask.length) { enter(offer, 0, offer.rows[0], offer.given); return; }
  await keepRows(offer.rows);
}

// Why it was not kept; the choices are there again, unless the line was left meanwhile.
function refused() {
  if (!about) return false;
  if (about.entry) show([]); else about.refresh(line.value.trim());
  live($("message").textContent);
  return false;
}

async function keepRows(rows) {
  const label = rowsTold(rows);
  if (!(await decide("missed", rows.length > 1 ? { rows } : rows[0]))) { return refused(); }
  last = rows[0].subject;
  localStorage.removeItem(HALF);
  if (!about) return true;
  await begin({ refresh: refreshOffers, mark: null });
  live(t.added + label, true);
  return true;
}

// What has to be typed: own words, a reason, a name. One after the other; Enter goes on.
function enter(offer, step, row, given) {
  const key = offer.ask[step];
  about = { refresh: refreshOffers, mark: about.mark, entry: { offer, step, row, given } };
  show([]);
  $("add").hidden = false;
  $("linelabel").textContent = `${rowTold(row)} – ${key === "object" ? t.hint_words : key === "why" ? t.why_inferred : `${called(key.replace("parts.", ""))}: ${t.hint_words}`}`;
  line.value = (given || {})[key] || "";
  hint();
  line.focus();
  line.select();
  checkEntry();
}

function entered() {
  const { offer, step, row } = about.entry;
  const key = offer.ask[step];
  const value = line.value.trim();
  if (key.startsWith("parts.")) return { ...row, parts: { ...row.parts, [key.slice(6)]: value } };
  return { ...row, [key]: value };
}

let entryWait = 0;
function checkEntry() {
  const { offer, step, given, row } = about.entry;
  localStorage.setItem(HALF, JSON.stringify({ offer, step, row, given: { ...given, [offer.ask[step]]: line.value }, here, mark: about.mark }));
  clearTimeout(entryWait);
  if (!line.value.trim()) { live(t.say_something); return; }
  if (step + 1 < offer.ask.length) { live(""); return; }
  entryWait = setTimeout(async () => {
    if (!about || !about.entry) return;
    const [ok, answer] = await send("/check", { key: "", row: entered() });
    if (about && about.entry) live(ok ? t.judged : t.not_yet + answer.error, ok);
  }, 150);
}

async function confirmEntry() {
  if (!about.entry) return; // taken already: a second press counts for nothing
  const { offer, step, given } = about.entry;
  if (!line.value.trim()) { show([]); live(t.say_something); return; }
  const row = entered();
  if (step + 1 < offer.ask.length) { enter(offer, step + 1, row, given); return; }
  await keepRows([row]);
}

// After the tab was closed: what was half typed is there again.
function again() {
  const kept = JSON.parse(localStorage.getItem(HALF) || "null");
  if (!kept) return;
  here = kept.here;
  marks();
  about = { refresh: refreshOffers, mark: kept.mark };
  showPlace();
  enter(kept.offer, kept.step, kept.row, kept.given);
}

// Everything found in the sentence is accepted, and the next one is at hand.
async function acceptSentence() {
  const [low, high] = sentences[here] || [0, 0];
  const keys = foundIn(low, high).filter((item) => !item.decision).map((item) => item.key);
  if (keys.length && !(await decide("accept-all", { keys }))) return;
  await step(1);
}

function step(by) {
  const to = here + by;
  if (to >= sentences.length) { live(t.last_sentence, true); return about.refresh(""); }
  toSentence(to);
  return begin({ refresh: refreshOffers, mark: null });
}

// The line stays open, and in use, when a sentence is clicked on.
function besideLine(at) {
  if (about.entry || about.choosing) { line.focus(); return; }
  toSentence(sentenceAt(at));
  begin({ refresh: refreshOffers, mark: null });
}

// What was found in the sentence, to reject by number.
function rejecting() {
  const [low, high] = sentences[here] || [0, 0];
  const { mark } = about;
  const found = state.items.filter((item) => low <= item.start && item.start < high && item.decision !== "reject");
  const take = async (item) => {
    if (await decide("reject", null, item.key)) begin({ refresh: refreshOffers, mark });
    else refused();
  };
  const refresh = () => show(found.filter((item) => item.property || !found.some((other) => other.property && other.subject.name === item.subject.name)).slice(0, 9).map((item) => ({ label: told(item), take: () => take(item) })));
  begin({ refresh, choosing: true, back: true }, t.reject_which);
}

// Known things of a name: one key says that it is the same.
function merge() {
  const item = state.items[now];
  if (!item) return;
  const { subject } = item;
  const take = async (same) => {
    if (await decide("merge", { ...subject, ...same }, "")) leave();
    else refused();
  };
  const refresh = async (typed) => {
    const asked = (asking += 1);
    const [ok, answer] = await send("/known", typed ? { class: subject.class, name: subject.name, typed } : subject);
    if (!ok || asked !== asking || !about) return;
    const list = answer.here.slice(0, 5).map((thing) => ({ label: `${thing.name} (${called(thing.class)}) · ${t.of_this_text}`, take: () => take({ into: thing }) }));
    list.push(...answer.matches.map((m) => ({ label: `${m.name} = ${m.id} (${m.score}, ${m.reason})`, take: () => take({ id: m.id }) })));
    if (/^[a-z-]+\/[a-z0-9-]+$/.test(typed) && !answer.matches.some((m) => m.id === typed)) list.push({ label: `${t.typed_id}: ${typed}`, take: () => take({ id: typed }) });
    show(list.slice(0, 9));
    live(list.length ? "" : t.none_known, true);
  };
  $("here").textContent = told({ subject });
  begin({ refresh, choosing: true }, `${t.merge}: ${t.choose_known}`);
}

// The kind of a thing, or of an amount of money: words of a vocabulary, by number or by typing.
function kinds() {
  const item = state.items[now];
  if (!item) return;
  const sum = item.amountKind || (item.property === "amount" && item.parts);
  const about_ = sum ? { scheme: "amount-kind" } : fieldOf(item.subject.class, "kind");
  if (!about_ || item.property === "totalCost") { say(t.no_kind); return; }
  const take = async (kind) => {
    const parts = sum && { ...(item.parts || plainParts(item)), kind };
    const fact = { subject: item.subject, property: "kind", object: kind, start: item.start, end: item.end };
    if (await (sum ? decide("change", { parts }, item.key) : decide("missed", fact))) leave();
    else refused();
  };
  const refresh = (typed) => {
    const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const fit = ([name, label]) => wanted.every((w) => `${label} ${name}`.toLowerCase().split(/[\s-]+/).some((part) => part.startsWith(w)) || (w > "\u3400" && label.includes(w)));
    show((said.words[about_.scheme] || []).filter(fit).slice(0, 9).map(([name, label]) => ({ label, take: () => take(name) })));
  };
  $("here").textContent = told(item);
  begin({ refresh, choosing: true }, `${t.kind}: ${t.line}`);
}

// One after the other: a quick hand is never ahead of the page. What fails is told, and the next goes on.
let running = Promise.resolve();
function soon(act) {
  busy();
  running = running.then(() => about && act()).catch(() => { show([]); live(t.not_reached); });
}

let lineWait = 0;
line.addEventListener("input", () => {
  if (!about) return;
  hint();
  if (about.entry) { checkEntry(); return; }
  clearTimeout(lineWait);
  live("");
  busy();
  lineWait = setTimeout(() => about && !about.entry && about.refresh(line.value.trim()), 70);
});

// Keys while the line is open; true where nothing else may happen with them.
function adding(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && event.target === line && !line.value && !form.open) {
    event.preventDefault(); // nothing is typed that could be taken back: the last decision is
    soon(async () => { if (await decide("undo")) about.refresh(""); else refused(); });
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || form.open) return false;
  if (event.target !== line) {
    if (event.key === "Escape") { leave(); return true; }
    return false;
  }
  const empty = !line.value;
  const acts = {};
  acts.Escape = () => {
    if (about.entry || about.back) begin({ refresh: refreshOffers, mark: about.mark });
    else if (!empty) { clearTimeout(lineWait); line.value = ""; live(""); hint(); about.refresh(""); } else leave();
  };
  if (about.entry) acts.Enter = () => soon(confirmEntry);
  else {
    acts.Enter = takeChosen;
    acts.ArrowDown = () => point(chosen + 1);
    acts.ArrowUp = () => point(chosen - 1);
    // The digits of an id that is typed are its own.
    for (let digit = 1; digit <= 9 && !line.value.includes("/"); digit += 1) acts[digit] = () => { const choice = choices[digit - 1]; if (choice) soon(choice.take); };
    if (!about.choosing && empty) {
      acts.ArrowRight = () => soon(() => step(1));
      acts.ArrowLeft = () => soon(() => step(-1));
      acts[0] = () => soon(acceptSentence);
      acts["+"] = allFields;
      acts["-"] = rejecting;
    }
  }
  if (!acts[event.key]) return true;
  event.preventDefault();
  acts[event.key]();
  return true;
}

// What is typed counts before Enter takes the first choice.
async function takeChosen() {
  clearTimeout(lineWait);
  if (line.value.trim()) { const at = chosen; await about.refresh(line.value.trim()); point(at); }
  if (choices[chosen]) soon(choices[chosen].take);
  else live(line.value.trim() ? t.nothing_fits : t.nothing_offered);
}

function allFields() {
  const { mark } = about;
  leave();
  open("missed", "", mark || undefined);
}

$("text").addEventListener("mouseup", () => setTimeout(() => {
  if (getSelection().toString().trim().length > 1 && !form.open) add();
}, 0));
