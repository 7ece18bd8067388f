// The review page: everything can be done by keys; each decision is sent and saved at once.
"use strict";
const desk = document.getElementById("desk");
const number = desk.dataset.number;
const t = JSON.parse(desk.dataset.words);
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
  const name = (thing) => `${thing.name} (${thing.class})`;
  if (!item.property) return name(item.subject);
  const value = typeof item.object === "object" ? name(item.object) : item.object;
  return `${name(item.subject)} · ${item.property} · ${value}`;
}

function draw() {
  const list = $("items");
  list.replaceChildren();
  state.items.forEach((item, index) => {
    const li = document.createElement("li");
    li.tabIndex = index === now ? 0 : -1;
    li.className = item.decision;
    const sure = document.createElement("span");
    sure.className = "sure";
    sure.textContent = `${item.confidence} ${item.rule}`;
    li.append(sure, document.createTextNode(told(item) + (item.merged ? ` → ${item.merged}` : "")));
    if (item.decision) {
      const state = document.createElement("strong");
      state.textContent = ` [${item.decision === "reject" ? t.rejected : t.accepted}]`;
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

async function decide(action, row, key) {
  const [ok, answer] = await send("/decide", { action, key: key || "", row });
  if (!ok) { $("message").textContent = t.not_kept + answer.error; return false; }
  $("message").textContent = "";
  state = answer;
  draw();
  return true;
}

function position(node, offset) {
  const range = document.createRange();
  range.selectNodeContents($("text"));
  range.setEnd(node, offset);
  return Array.from(range.toString()).length;
}

function open(kind) {
  const item = state.items[now];
  if (kind !== "missed" && !item) return;
  mode = kind;
  form.querySelectorAll(".whole").forEach((label) => { label.hidden = kind !== "missed"; });
  const set = (name, value) => { form.querySelector(`[name=${name}]`).value = value; };
  $("live").textContent = "";
  $("known").replaceChildren();
  if (kind === "missed") {
    const chosen = getSelection();
    set("quote", chosen && chosen.rangeCount && $("text").contains(chosen.anchorNode) ? chosen.toString() : "");
    set("value", "");
    if (item) { set("sclass", item.subject.class); set("sname", item.subject.name); }
    if (chosen && chosen.rangeCount && $("text").contains(chosen.anchorNode)) form.dataset.start = String(position(chosen.getRangeAt(0).startContainer, chosen.getRangeAt(0).startOffset));
  } else if (kind === "merge") {
    set("value", "");
    send("/known", item.subject).then(([, answer]) => {
      answer.matches.forEach((m) => {
        const option = document.createElement("option");
        option.value = m.id;
        option.textContent = `${m.name} ${m.score} ${m.reason}`;
        $("known").append(option);
      });
      set("value", answer.matches.length ? answer.matches[0].id : "");
      $("live").textContent = answer.matches.length ? `${t.known}: ${answer.matches.map((m) => `${m.name} (${m.score}, ${m.reason})`).join("; ")}` : t.none_known;
    });
  } else {
    set("value", !item.property ? item.subject.name : typeof item.object === "object" ? item.object.name : item.object);
  }
  form.showModal();
  form.querySelector(kind === "missed" ? "[name=quote]" : "[name=value]").focus();
}

function row() {
  const get = (name) => form.querySelector(`[name=${name}]`).value.trim();
  const item = state.items[now];
  if (mode === "merge") return { ...item.subject, id: get("value") };
  if (mode === "change") {
    if (!item.property) return { subject: { ...item.subject, name: get("value") } };
    return { object: typeof item.object === "object" ? { ...item.object, name: get("value") } : get("value") };
  }
  const made = { subject: { class: get("sclass"), name: get("sname") }, quote: get("quote") };
  if (form.dataset.start) made.start = Number(form.dataset.start);
  if (get("property")) {
    made.property = get("property");
    made.object = get("oclass") ? { class: get("oclass"), name: get("value") } : get("value");
  }
  return made;
}

let waiting = 0;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  if (mode === "merge") return;
  waiting = setTimeout(async () => {
    const [ok, answer] = await send("/check", { key: mode === "change" ? state.items[now].key : "", row: row() });
    $("live").textContent = ok ? t.fits : answer.error;
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
  if (ok) { $("word").close(); $("message").textContent = t.proposed; }
}

async function finish(build) {
  const [, answer] = await send("/finish", { build });
  $("message").textContent = answer.problems.length ? `${t.problems}\n${answer.problems.join("\n")}` : t.written + answer.file;
  if (!build || answer.problems.length) return;
  const look = async () => {
    const told = await (await fetch("/api/build")).json();
    if (told.running) { $("message").textContent = t.building; setTimeout(look, 1000); return; }
    $("message").textContent = told.code === 0 ? t.built : t.failed;
  };
  look();
}

const acts = {
  missed: () => open("missed"), undo: () => decide("undo"), finish: () => finish(false), build: () => finish(true),
  save, cancel: () => form.close(), word: () => $("word").showModal(), unword: () => $("word").close(), propose,
};
document.addEventListener("click", (event) => { const act = event.target.dataset && event.target.dataset.act; if (act) acts[act](); });
document.addEventListener("keydown", async (event) => {
  if ($("word").open) {
    if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); propose(); }
    return;
  }
  if (form.open) {
    if (event.key === "Enter" && event.target.tagName !== "TEXTAREA" && event.target.tagName !== "BUTTON") { event.preventDefault(); save(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName)) return;
  const item = state.items[now];
  const keys = {
    j: () => go(now + 1), k: () => go(now - 1), ArrowDown: () => go(now + 1), ArrowUp: () => go(now - 1),
    a: async () => { if (item && await decide("accept", null, item.key)) forward(); },
    r: async () => { if (item && await decide("reject", null, item.key)) forward(); },
    c: () => open("change"), m: () => open("merge"), "+": () => open("missed"), u: acts.undo, w: acts.word, f: acts.finish,
  };
  if (keys[event.key]) { event.preventDefault(); await keys[event.key](); }
});

fetch(`/api/${number}`).then((answer) => answer.json()).then((answer) => {
  text = Array.from(answer.text);
  state = answer;
  const first = state.items.findIndex((item) => !item.decision);
  go(first < 0 ? 0 : first);
});
