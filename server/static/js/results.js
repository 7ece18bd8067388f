// What came of a query: a table that sorts, filters and pages, and where the columns allow it a
// bar chart, a diagram of links, or a timeline. Everything is drawn as SVG, with nothing inline.

const PER_PAGE = 50;
const SVG = "http://www.w3.org/2000/svg";
const NUMBERS = /#(integer|decimal|double|float|int|long|nonNegativeInteger)$/;
const DATES = /#(date|dateTime|gYear|gYearMonth)$/;

function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "text") node.textContent = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "text") node.textContent = value;
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

const cutText = (text, limit) => (text.length > limit ? `${text.slice(0, limit - 1)}…` : text);

/** Show `found` (SPARQL JSON) in `body`. `how` has say, names, spent, local, lang. */
export function showResults(body, found, how) {
  const { say } = how;
  body.replaceChildren();
  if ("boolean" in found) {
    body.append(el("p", { class: "lead", role: "status", text: say(found.boolean ? "yes" : "no") }));
    return;
  }
  const columns = found.head.vars;
  const rows = found.results.bindings;
  const label = (cell) => (cell === undefined ? "" : cell.type === "uri" ? how.names[cell.value] ?? short(cell.value) : cell.value);
  const kinds = Object.fromEntries(columns.map((name) => [name, kindOf(rows, name)]));

  const views = { table: () => table() };
  // Where all columns are numbers, years name what the others count.
  const other = columns.find((name) => kinds[name] !== "number") ?? columns.find(ofYears);
  const numeric = columns.find((name) => kinds[name] === "number" && name !== other);
  if (numeric && other && rows.length) views.chart = () => chart(other, numeric);
  const links = columns.filter((name) => kinds[name] === "iri");
  if (links.length >= 2 && rows.length) views.diagram = () => diagram(links[0], links[1]);
  const dated = columns.filter((name) => kinds[name] === "date");
  const named = columns.find((name) => kinds[name] === "iri" || kinds[name] === "text");
  if (dated.length && named) views.timeline = () => timeline(named, dated[0], dated[1]);

  const status = el("p", { role: "status" });
  const count = rows.length === 1 ? say("row") : say("rows", { n: rows.length.toLocaleString(how.lang) });
  status.textContent = count + (how.spent === null ? "" : ` · ${say("time", { n: how.spent })}`);
  body.append(status);
  if (!rows.length) {
    body.append(el("p", { class: "soft", text: say("empty") }));
    return;
  }
  const area = el("div", { class: "view" });
  if (Object.keys(views).length > 1) {
    const bar = el("div", { class: "views", role: "group", "aria-label": say("views") });
    for (const name of Object.keys(views)) {
      bar.append(el("button", {
        type: "button", text: say(name), "data-view": name, "aria-pressed": name === "table" ? "true" : "false",
        onclick: (event) => {
          for (const button of bar.children) button.setAttribute("aria-pressed", String(button === event.currentTarget));
          area.replaceChildren(views[name]());
        },
      }));
    }
    body.append(bar);
  }
  area.append(views.table());
  body.append(area);

  function kindOf(all, name) {
    const seen = all.map((row) => row[name]).filter(Boolean).slice(0, 200);
    if (!seen.length) return "text";
    if (seen.every((c) => c.type === "uri")) return "iri";
    if (seen.every((c) => NUMBERS.test(c.datatype ?? ""))) return "number";
    if (seen.every((c) => DATES.test(c.datatype ?? "") || (c.type === "literal" && /^\d{4}(-\d\d){1,2}$/.test(c.value)))) return "date";
    return "text";
  }

  function ofYears(name) {
    const seen = rows.map((row) => row[name]).filter(Boolean);
    return seen.length > 0 && seen.every((cell) => /^(1[89]|20)\d\d$/.test(cell.value));
  }

  function short(iri) {
    const tail = iri.replace(/[#/]$/, "").split(/[#/]/).pop();
    return tail || iri;
  }

  function cellContent(cell) {
    if (cell === undefined) return "";
    if (cell.type === "uri") {
      const address = how.local(cell.value);
      const link = el("a", { href: address, title: cell.value, text: how.names[cell.value] ?? short(cell.value) });
      if (address === cell.value) link.rel = "external nofollow";
      return link;
    }
    const lang = cell["xml:lang"];
    if (!lang) return cell.value;
    const shown = el("span", { lang, text: cell.value });
    return lang.split("-")[0] === how.lang ? shown : el("span", {}, shown, el("abbr", { class: "lang", text: lang }));
  }

  function table() {
    let order = null, down = false, wanted = "", page = 1;
    const head = el("tr");
    const tbody = el("tbody");
    const find = el("input", { type: "search", id: "row-filter", oninput: () => { wanted = find.value.toLowerCase(); page = 1; draw(); } });
    const info = el("span", { class: "soft small", role: "status" });
    const pager = el("p", { class: "actions" });
    for (const name of columns) {
      const button = el("button", { type: "button", class: "sort", text: name, title: say("sort", { name }), onclick: () => {
        down = order === name ? !down : false;
        order = name; page = 1;
        for (const th of head.children) th.removeAttribute("aria-sort");
        button.parentElement.setAttribute("aria-sort", down ? "descending" : "ascending");
        draw();
      } });
      head.append(el("th", { scope: "col", class: kinds[name] === "number" ? "num" : null }, button));
    }
    function draw() {
      let shown = rows;
      if (wanted) shown = shown.filter((row) => columns.some((name) => label(row[name]).toLowerCase().includes(wanted)));
      if (order) {
        const collator = new Intl.Collator(how.lang, { numeric: true });
        shown = [...shown].sort((a, b) => {
          const x = label(a[order]), y = label(b[order]);
          if (!x || !y) return x ? -1 : y ? 1 : 0;
          const value = kinds[order] === "number" ? Number(x) - Number(y) : collator.compare(x, y);
          return down ? -value : value;
        });
      }
      const pages = Math.max(1, Math.ceil(shown.length / PER_PAGE));
      page = Math.min(page, pages);
      tbody.replaceChildren(...shown.slice((page - 1) * PER_PAGE, page * PER_PAGE).map((row) =>
        el("tr", {}, ...columns.map((name) => el("td", { class: kinds[name] === "number" ? "num" : null }, cellContent(row[name]))))));
      info.textContent = wanted ? say("of", { n: shown.length, all: rows.length }) : "";
      pager.replaceChildren();
      if (pages > 1) {
        pager.append(
          el("button", { type: "button", text: say("previous"), disabled: page === 1, onclick: () => { page -= 1; draw(); } }),
          el("span", { text: say("page", { n: page, all: pages }) }),
          el("button", { type: "button", text: say("next"), disabled: page === pages, onclick: () => { page += 1; draw(); } }),
        );
      }
    }
    draw();
    const box = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("table") },
      el("table", {}, el("thead", {}, head), tbody));
    const row = el("p", { class: "row-filter" }, el("label", { for: "row-filter", text: say("filter") }), " ", find, " ", info);
    return el("div", {}, ...(rows.length > 5 ? [row] : []), box, pager);
  }

  function drawing(width, height, name, ...children) {
    return el("figure", { class: "drawing wide-drawing", tabindex: "0", "aria-label": name },
      svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": name }, ...children));
  }

  function rest(shown) {
    return rows.length > shown ? [el("p", { class: "soft small", text: say("more", { n: rows.length - shown }) })] : [];
  }

  function chart(nameColumn, valueColumn) {
    const shown = rows.filter((row) => row[valueColumn]).slice(0, 60);
    const largest = Math.max(...shown.map((row) => Math.abs(Number(row[valueColumn].value))), 1e-9);
    const marks = [];
    shown.forEach((row, index) => {
      const value = Number(row[valueColumn].value), y = index * 26;
      const length = (Math.abs(value) / largest) * 420;
      marks.push(
        svg("text", { x: 290, y: y + 17, "text-anchor": "end", text: cutText(label(row[nameColumn]), 42) }),
        svg("rect", { class: "mark", x: 300, y: y + 4, width: Math.max(length, 1), height: 18, rx: 2 }),
        svg("text", { x: 306 + length, y: y + 17, text: value.toLocaleString(how.lang) }));
    });
    return el("div", {}, drawing(800, shown.length * 26 + 8, `${say("chart")}: ${nameColumn}, ${valueColumn}`, ...marks), ...rest(shown.length));
  }

  function diagram(from, to) {
    const pairs = rows.filter((row) => row[from] && row[to]).slice(0, 200);
    const places = (name) => {
      const counts = new Map();
      for (const row of pairs) counts.set(row[name].value, (counts.get(row[name].value) ?? 0) + 1);
      return [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, 40);
    };
    const left = places(from), right = places(to);
    const height = Math.max(left.length, right.length) * 24 + 8;
    const y = (list, iri) => (height / list.length) * (list.indexOf(iri) + 0.5);
    const marks = [];
    for (const row of pairs) {
      const a = row[from].value, b = row[to].value;
      if (!left.includes(a) || !right.includes(b)) continue;
      const y1 = y(left, a), y2 = y(right, b);
      marks.push(svg("path", { class: "link", d: `M300 ${y1}C400 ${y1} 400 ${y2} 500 ${y2}` }));
    }
    for (const [list, x, anchor, shift, kind] of [[left, 300, "end", -12, "from"], [right, 500, "start", 12, "to"]]) {
      for (const iri of list) {
        const name = how.names[iri] ?? short(iri);
        marks.push(svg("a", { href: how.local(iri), "aria-label": name }, svg("title", { text: name }),
          svg("circle", { class: `node ${kind}`, cx: x, cy: y(list, iri), r: 6 }),
          svg("text", { x: x + shift, y: y(list, iri) + 4, "text-anchor": anchor, text: cutText(name, 40) })));
      }
    }
    const figure = drawing(800, height, `${say("diagram")}: ${from}, ${to}`, ...marks);
    figure.firstChild.setAttribute("role", "group");
    return el("div", {}, figure, ...rest(pairs.length));
  }

  function timeline(nameColumn, startColumn, endColumn) {
    const year = (value, last) => {
      const [y, m = last ? 12 : 1, d = last ? 28 : 1] = value.slice(0, 10).split("-").map(Number);
      return y + (m - 1 + (d - 1) / 31) / 12 + (last && value.length === 4 ? 1 / 12 : 0);
    };
    const shown = rows.filter((row) => row[startColumn])
      .map((row) => ({
        name: label(row[nameColumn]), iri: row[nameColumn]?.type === "uri" ? row[nameColumn].value : null,
        start: year(row[startColumn].value, false), end: year((endColumn && row[endColumn] ? row[endColumn] : row[startColumn]).value, true),
        text: row[startColumn].value + (endColumn && row[endColumn] ? ` – ${row[endColumn].value}` : ""),
      })).sort((a, b) => a.start - b.start).slice(0, 60);
    const first = Math.floor(Math.min(...shown.map((one) => one.start)));
    const last = Math.ceil(Math.max(...shown.map((one) => one.end)) + 0.001);
    const scale = 780 / Math.max(last - first, 1), step = Math.ceil((last - first) / 10);
    const marks = [], height = shown.length * 26 + 34;
    for (let at = first; at <= last; at += step) {
      const x = 10 + (at - first) * scale;
      marks.push(svg("line", { class: "year", x1: x, y1: 20, x2: x, y2: height }), svg("text", { class: "year", x: x + 3, y: 14, text: at }));
    }
    shown.forEach((one, index) => {
      const x = 10 + (one.start - first) * scale, width = Math.max((one.end - one.start) * scale, 5), y = 28 + index * 26;
      const right = x > 430;
      const parts = [svg("title", { text: `${one.name}, ${one.text}` }), svg("rect", { class: "mark", x, y, width, height: 13, rx: 2 }),
        svg("text", { x: right ? x - 6 : x + width + 6, y: y + 11, "text-anchor": right ? "end" : "start", text: cutText(one.name, 50) })];
      marks.push(one.iri ? svg("a", { href: how.local(one.iri), "aria-label": `${one.name}, ${one.text}` }, ...parts) : svg("g", {}, ...parts));
    });
    const figure = drawing(800, height, say("timeline"), ...marks);
    figure.firstChild.setAttribute("role", "group");
    return el("div", {}, figure, ...rest(shown.length));
  }
}
