// The query page: editor, tabs, running a query, and what can be done with its answer.
// Without this script the page is a plain form; nothing here is needed to ask and to read.

import { showResults } from "./results.js";
import { remembered } from "./tabs.js";

const page = document.getElementById("query-page");
const form = document.getElementById("query-form");
const area = document.getElementById("query");
const body = document.getElementById("result-body");
const words = Object.fromEntries(
  [...document.getElementById("words").content.children].map((e) => [e.dataset.key, e.textContent]),
);
const say = (key, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key] ?? key);

let vocabulary = { prefixes: {}, terms: [] };
let editor = null;
const text = () => (editor ? editor.text() : area.value);

function setText(query) {
  area.value = query;
  if (editor) editor.replace(query);
}

async function json(address, sent) {
  const answer = await fetch(address, sent === undefined ? {} : {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent),
  });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

// ---- Tabs -------------------------------------------------------------------------------------

const asked = new URLSearchParams(location.search);
const arrived = asked.has("query") || asked.has("example");
const tabs = remembered(document.getElementById("tabs"), say, area.value, arrived, setText);
if (!arrived) setText(tabs.current());

// ---- Running ----------------------------------------------------------------------------------

/** The query with PREFIX lines for those of the project's prefixes that it uses and lacks. */
function complete(query) {
  const plain = query.replace(/#[^\n]*|"(?:[^"\\]|\\.)*"|<[^>]*>/g, " ");
  const missing = Object.entries(vocabulary.prefixes).filter(([prefix]) =>
    new RegExp(`(^|[^\\w:])${prefix}:`).test(plain)
    && !new RegExp(`prefix\\s+${prefix}:`, "i").test(plain));
  return missing.map(([p, ns]) => `PREFIX ${p}: <${ns}>\n`).join("") + query;
}

function address(query, extra = {}) {
  const parts = new URLSearchParams({ query, ...extra });
  return `/sparql?${parts}`;
}

// The commonest messages of the parser, in the language of the page (server/site/querypage.py too).
function told(message) {
  if (message === "not expected here") return say("unexpected");
  if (message.startsWith("Prefix not found: ")) return say("prefix", { name: message.slice(18) });
  return message.startsWith("expected ") ? say("expected", { list: message.slice(9) }) : message;
}

function fail(message, line, column) {
  body.replaceChildren();
  const box = document.createElement("div");
  box.className = "notice warn";
  box.setAttribute("role", "alert");
  box.id = "query-error";
  const where = line ? `${say("lineColumn", { line, column })}${say("colon")}` : "";
  const strong = document.createElement("b");
  strong.textContent = where;
  box.append(strong, message);
  body.append(box);
  if (editor && line) editor.fail({ line, column, message });
}

/** What in the query is not in the ontology: told beside the answer, which may look like one. */
async function showHints(query) {
  const box = document.getElementById("hints");
  let rows = [];
  try { rows = await json(page.dataset.hints, { query }); } catch { rows = []; }
  box.replaceChildren(...rows.map((row) => {
    const line = document.createElement("p");
    line.className = "notice";
    line.textContent = row;
    return line;
  }));
}

async function run() {
  const whole = complete(text());
  if (whole !== text()) setText(whole);
  area.value = whole;
  tabs.keep(whole);
  if (editor) editor.clear();
  body.textContent = say("running");
  showHints(whole);
  const began = performance.now();
  let answer;
  try {
    answer = await fetch("/sparql", {
      method: "POST",
      headers: {
        "Content-Type": "application/sparql-query",
        Accept: "application/sparql-results+json, text/turtle;q=0.9, application/problem+json;q=0.8",
      },
      body: whole,
    });
  } catch {
    fail(say("network"));
    return;
  }
  const spent = Math.round(performance.now() - began);
  const type = answer.headers.get("Content-Type") ?? "";
  if (!answer.ok) {
    let problem = {};
    try { problem = await answer.json(); } catch { /* not in the usual shape */ }
    const message = problem.detail ?? `${answer.status} ${answer.statusText}`;
    if (problem.type?.endsWith("#result")) { fail(say("truncated")); return; }
    fail(problem.line ? told(message.replace(/^Line \d+, column \d+: /, "")) : message, problem.line, problem.column);
    return;
  }
  const lang = new URLSearchParams(location.search).get("lang");
  history.replaceState(null, "", whole.length < 6000 ? address(whole, lang ? { lang } : {}) : location.pathname);
  if (type.includes("json")) await present(await answer.json(), spent);
  else {
    const pre = document.createElement("pre");
    pre.tabIndex = 0;
    pre.textContent = await answer.text();
    body.replaceChildren(pre);
  }
  offer(whole);
  refreshCode();
}

async function present(found, spent) {
  const names = await namesOf(found);
  showResults(body, found, {
    say, names, spent, base: page.dataset.base, lang: page.dataset.lang,
    local: (iri) => localAddress(iri),
  });
}

/** The address on this site of an IRI of the graph, or the IRI itself. */
function localAddress(iri) {
  if (!iri.startsWith(page.dataset.base)) return iri;
  const lang = new URLSearchParams(location.search).get("lang");
  const path = `/${iri.slice(page.dataset.base.length)}`;
  if (!lang) return path;
  const [before, fragment] = path.split("#");
  return `${before}?lang=${lang}${fragment ? `#${fragment}` : ""}`;
}

async function namesOf(found) {
  const iris = new Set();
  for (const row of found.results?.bindings ?? []) {
    for (const cell of Object.values(row)) {
      if (cell.type === "uri" && cell.value.startsWith(page.dataset.base)) iris.add(cell.value);
    }
  }
  const all = [...iris].slice(0, 2000);
  const names = {};
  for (let i = 0; i < all.length; i += 500) {
    try { Object.assign(names, await json(page.dataset.names, all.slice(i, i + 500))); } catch { break; }
  }
  return names;
}

// ---- Downloads, link, code --------------------------------------------------------------------

const formats = JSON.parse(page.dataset.formats);

function offer(query) {
  const plain = query.replace(/#[^\n]*|"(?:[^"\\]|\\.)*"|<[^>]*>/g, " ");
  const first = plain.match(/\b(select|ask|construct|describe)\b/i)?.[1].toLowerCase();
  for (const button of document.querySelectorAll("#downloads button")) button.remove();
  for (const [name, title] of formats[first] ?? formats.select) {
    const button = document.createElement("button");
    button.name = "format";
    button.value = name;
    button.textContent = title;
    document.getElementById("downloads").append(button, " ");
  }
}

async function refreshCode() {
  if (!document.getElementById("code").open) return;
  try {
    const code = await json(page.dataset.code, { query: text() });
    for (const pre of document.querySelectorAll("pre[data-code]")) pre.textContent = code[pre.dataset.code];
  } catch { /* the text from the server stays */ }
}
document.getElementById("code").addEventListener("toggle", refreshCode);

const share = document.getElementById("share");
share.hidden = !navigator.clipboard;
share.addEventListener("click", async () => {
  const label = share.textContent;
  await navigator.clipboard.writeText(new URL(address(complete(text())), location.href).href);
  share.textContent = say("copied");
  setTimeout(() => { share.textContent = label; }, 2000);
});

form.addEventListener("submit", (event) => {
  area.value = complete(text());
  if (event.submitter?.name === "format") return;
  event.preventDefault();
  run();
});

// ---- Examples ---------------------------------------------------------------------------------

document.getElementById("example-find-row").hidden = false;
document.getElementById("example-find").addEventListener("input", (event) => {
  const wanted = event.target.value.toLowerCase();
  for (const item of document.querySelectorAll("#examples > li")) {
    item.hidden = !item.textContent.toLowerCase().includes(wanted);
  }
});
document.getElementById("examples").addEventListener("click", (event) => {
  const link = event.target.closest("a[data-example]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const query = link.parentElement.querySelector("template").content.textContent.trim();
  tabs.open(query);
  setText(query);
  run();
  document.getElementById("query-label").scrollIntoView({ block: "start" });
});

// ---- Editor -----------------------------------------------------------------------------------

async function enhance() {
  json(page.dataset.vocabulary).then((found) => { vocabulary = found; }).catch(() => {});
  if (!page.dataset.bundle) return;
  let made;
  try { made = await import(page.dataset.bundle); } catch { return; }
  const host = document.getElementById("editor");
  host.hidden = false;
  editor = made.createEditor(host, {
    doc: area.value,
    label: say("editor"),
    syntax: say("syntax"),
    onChange: (value) => { area.value = value; tabs.keep(value); },
    onRun: run,
    terms: () => vocabulary,
    entities: async (typed) => {
      try { return await json(`${page.dataset.suggest}${page.dataset.suggest.includes("?") ? "&" : "?"}q=${encodeURIComponent(typed)}`); } catch { return []; }
    },
  });
  area.hidden = true;
  document.getElementById("query-label").setAttribute("aria-hidden", "true");
  document.getElementById("query-label").hidden = true;
  document.getElementById("run-hint").hidden = false;
  const error = document.getElementById("query-error");
  if (error?.dataset.line) {
    editor.fail({ line: Number(error.dataset.line), column: Number(error.dataset.column), message: document.getElementById("query-error-text").textContent });
  }
}

const given = document.getElementById("result-data");
if (given) present(JSON.parse(given.textContent), null, false);
area.addEventListener("input", () => tabs.keep(area.value));
enhance();
