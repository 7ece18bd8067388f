// The diagram, with a script: details beside it, keys, search, years, zoom. Everything works
// without: actors and ties are links, filters are a form, and the ties stand in a table.

const page = document.getElementById("network-page");
const svg = document.querySelector("svg.network");
const body = document.getElementById("details-body");
const title = document.getElementById("details-title");

if (page && svg) {
  const nodes = [...svg.querySelectorAll(".node")];
  const ties = [...svg.querySelectorAll(".tie")];
  const byId = new Map(nodes.map((node) => [node.dataset.id, node]));
  // Of a large picture one path draws many ties: the ends of each tie, and its place in the path.
  const ids = nodes.map((node) => node.dataset.id);
  const near = new Map(ids.map((id) => [id, []]));
  const pairs = new Map(ties.map((tie) => [tie, pairsOf(tie)]));
  for (const [tie, ends] of pairs) {
    ends.forEach(([a, b], at) => {
      near.get(a)?.push([tie, b, at]);
      near.get(b)?.push([tie, a, at]);
    });
  }
  // What is lit, so that a choice need not go through thousands of elements to put it out.
  let lit = [];
  // The ties of the chosen actor, where they are drawn in bundles.
  const over = document.createElementNS("http://www.w3.org/2000/svg", "path");
  over.setAttribute("class", "tie on bundle");
  details();
  keys(nodes);
  find(nodes);
  years(nodes, ties);
  zoom();

  function pairsOf(tie) {
    if (!tie.dataset.ends) return [[tie.dataset.a, tie.dataset.b]];
    const found = [];
    const ends = tie.dataset.ends.split(" ");
    for (let at = 0; at < ends.length; at += 2) found.push([ids[ends[at]], ids[ends[at + 1]]]);
    return found;
  }

  // What is shown beside the diagram comes from the server, as on the page it links to.
  async function load(address) {
    const url = new URL(address, location.href);
    url.searchParams.set("part", "panel");
    try {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      const made = new DOMParser().parseFromString(text, "text/html");
      body.replaceChildren(...made.body.childNodes);
      title.scrollIntoView({ block: "nearest" });
    } catch {
      location.href = address;
    }
  }

  // Ties are thin: one that is a few pixels away will do.
  function tieAt(x, y) {
    for (const [dx, dy] of [[0, 0], [0, 2], [0, -2], [2, 0], [-2, 0], [0, 4], [0, -4], [4, 0], [-4, 0]]) {
      const hit = document.elementFromPoint(x + dx, y + dy)?.closest(".tie:not(.bundle)");
      if (hit) return hit;
    }
    return null;
  }

  // Labels are cut to fit; the chosen actor bears its whole name.
  const cut = new Map();
  const drawn = svg.viewBox.baseVal;
  const full = { x: drawn.x, width: drawn.width };
  function whole(node) {
    for (const [label, text] of cut) { label.textContent = text; label.style.removeProperty("font-size"); }
    cut.clear();
    const label = node?.querySelector(".label");
    if (!label) return;
    cut.set(label, label.textContent);
    label.textContent = nameOf(node);
    // A long name is written smaller, or the edge of the picture would cut it.
    const box = label.getBBox();
    const over = Math.max(full.x - box.x, box.x + box.width - full.x - full.width, 0);
    if (over) label.style.fontSize = `${Math.max(6, (12 * (box.width - over - 4)) / box.width)}px`;
  }

  function nameOf(node) {
    return node.dataset.name ?? node.querySelector("title").textContent;
  }

  function choose(id, other) {
    whole(other ? null : byId.get(id));
    svg.classList.toggle("chosen", Boolean(id));
    for (const element of lit) element.classList.remove("on", "self");
    lit = [];
    over.remove();
    if (!id) return;
    let curves = "";
    const light = (element, ...names) => {
      if (!element) return;
      element.classList.add("on", ...names);
      lit.push(element);
    };
    for (const one of other ? [id, other] : [id]) light(byId.get(one), "self");
    for (const [tie, end, at] of near.get(id) ?? []) {
      if ((other && end !== other) || tie.classList.contains("off")) continue;
      if (tie.dataset.ends) curves += `M${tie.getAttribute("d").split("M")[at + 1]}`;
      else light(tie);
      light(byId.get(end));
    }
    if (curves) {
      over.setAttribute("d", curves);
      svg.querySelector(".ties").append(over);
    }
  }

  function details() {
    svg.addEventListener("click", (event) => {
      const node = event.target.closest(".node");
      if (node) {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        choose(node.dataset.id);
        load(node.getAttribute("href"));
        return;
      }
      const tie = tieAt(event.clientX, event.clientY);
      if (!tie) { choose(null); return; }
      const { a, b } = tie.dataset;
      choose(a, b);
      const address = new URL(page.dataset.tie, location.href);
      address.searchParams.set("a", a);
      address.searchParams.set("b", b);
      load(address.href);
    });
    body.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-tie]");
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      choose(...link.dataset.tie.split("|"));
      load(link.getAttribute("href"));
    });
  }

  // One stop for the Tab key; arrows go to the nearest actor in their direction.
  function keys(all) {
    const place = (node) => {
      const box = node.querySelector(".mark").getBBox();
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    // Where each is, found out when an arrow is first pressed: in a large picture it takes long.
    let at = null;
    const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    let stop = all[0];
    const make = (node) => {
      stop.setAttribute("tabindex", "-1");
      stop = node;
      stop.setAttribute("tabindex", "0");
    };
    for (const one of all) one.setAttribute("tabindex", one === stop ? "0" : "-1");
    svg.addEventListener("focusin", (event) => {
      const node = event.target.closest(".node");
      if (node) make(node);
    });
    svg.addEventListener("keydown", (event) => {
      if (event.key === "Escape") choose(null);
      const step = steps[event.key];
      const node = event.target.closest(".node");
      if (!step || !node) return;
      event.preventDefault();
      at ??= new Map(all.map((one) => [one, place(one)]));
      const [x, y] = at.get(node);
      let best = null;
      let least = Infinity;
      for (const [other, [ox, oy]] of at) {
        const along = (ox - x) * step[0] + (oy - y) * step[1];
        if (other === node || along <= 0.5 || other.classList.contains("off")) continue;
        const aside = Math.abs((ox - x) * step[1]) + Math.abs((oy - y) * step[0]);
        const far = along + 3 * aside;
        if (far < least) { least = far; best = other; }
      }
      best?.focus();
    });
  }

  function find(all) {
    const row = document.getElementById("find-row");
    const field = document.getElementById("find");
    const list = document.getElementById("actor-names");
    const names = new Map();
    row.hidden = false;
    field.addEventListener("focus", () => {
      for (const node of all) {
        const name = nameOf(node);
        names.set(name, node);
        const option = document.createElement("option");
        option.value = name;
        list.append(option);
      }
    }, { once: true });
    field.addEventListener("input", () => {
      const text = field.value.trim().toLocaleLowerCase();
      for (const node of all) {
        const says = node.querySelector("title").textContent.toLocaleLowerCase();
        node.classList.toggle("faint", Boolean(text) && !says.includes(text));
      }
      const exact = names.get(field.value);
      if (exact) { choose(exact.dataset.id); bring(exact); load(exact.getAttribute("href")); }
    });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const text = field.value.trim().toLocaleLowerCase();
      const hit = all.find((n) => n.querySelector("title").textContent.toLocaleLowerCase().includes(text));
      if (text && hit) { hit.focus(); bring(hit); }
    });
  }

  function bring(node) {
    node.querySelector(".mark").scrollIntoView({ block: "center", inline: "center" });
  }

  // What is told above the picture follows what is shown in it.
  function count(all, lines) {
    const shown = document.getElementById("shown");
    if (!shown?.dataset.pattern) return;
    const there = lines.filter((tie) => !tie.classList.contains("off"));
    const actors = all.filter((node) => !node.classList.contains("faint")).length;
    const number = (n) => n.toLocaleString(document.documentElement.lang);
    const drawn = (some) => some.reduce((sum, tie) => sum + pairs.get(tie).length, 0);
    const undated = drawn(there.filter((tie) => !tie.dataset.from && !tie.dataset.to));
    let text = shown.dataset.pattern.replace("{actors}", number(actors)).replace("{ties}", number(drawn(there)));
    if (undated) text += shown.dataset.undated.replace("#", number(undated));
    shown.textContent = text;
  }

  // The slider hides at once what came later; what nobody dates stays. The form counts anew.
  function years(all, lines) {
    const slider = document.getElementById("slider");
    const out = document.getElementById("slider-out");
    const known = lines.map((tie) => Number(tie.dataset.from)).filter(Boolean);
    if (new Set(known).size < 2) return;
    slider.min = String(Math.min(...known));
    slider.max = String(Math.max(...known));
    slider.value = slider.max;
    out.value = slider.max;
    document.getElementById("slider-row").hidden = false;
    slider.addEventListener("input", () => {
      out.value = slider.value;
      const all_of_it = slider.value === slider.max;
      const limit = Number(slider.value);
      const held = new Set();
      for (const tie of lines) {
        const from = Number(tie.dataset.from);
        const shown = all_of_it || !from || from <= limit;
        tie.classList.toggle("off", !shown);
        if (shown) for (const [a, b] of pairs.get(tie)) { held.add(a); held.add(b); }
      }
      for (const node of all) node.classList.toggle("faint", !all_of_it && !held.has(node.dataset.id));
      count(all, lines);
    });
  }

  function zoom() {
    const whole = svg.viewBox.baseVal;
    const full = [whole.x, whole.y, whole.width, whole.height];
    const bar = document.getElementById("zoom");
    bar.hidden = false;
    const set = (box) => svg.setAttribute("viewBox", box.map((n) => n.toFixed(1)).join(" "));
    let box = [...full];
    const scale = (by, cx = box[0] + box[2] / 2, cy = box[1] + box[3] / 2) => {
      const wide = Math.min(full[2], Math.max(full[2] / 8, box[2] / by));
      const ratio = wide / box[2];
      box = [cx - (cx - box[0]) * ratio, cy - (cy - box[1]) * ratio, wide, box[3] * ratio];
      if (wide === full[2]) box = [...full];
      set(box);
    };
    bar.addEventListener("click", (event) => {
      const by = event.target.closest("button")?.dataset.zoom;
      if (by === "0") { box = [...full]; set(box); } else if (by) scale(Number(by));
    });
    svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      scale(event.deltaY < 0 ? 1.15 : 1 / 1.15, place.x, place.y);
    }, { passive: false });
    let from = null;
    svg.addEventListener("pointerdown", (event) => {
      if (box[2] === full[2] || event.target.closest(".node")) return;
      from = [event.clientX, event.clientY, ...box];
      svg.setPointerCapture(event.pointerId);
      svg.classList.add("panning");
    });
    svg.addEventListener("pointermove", (event) => {
      if (!from) return;
      const unit = from[4] / svg.clientWidth;
      box = [from[2] - (event.clientX - from[0]) * unit, from[3] - (event.clientY - from[1]) * unit, from[4], from[5]];
      set(box);
    });
    svg.addEventListener("pointerup", () => { from = null; svg.classList.remove("panning"); });
  }
}
