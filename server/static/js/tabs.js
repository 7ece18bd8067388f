// The queries a reader is working on, kept in this browser (localStorage), one tab each.

const KEY = "eucn.queries";
const MOST = 12;

function load() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    if (Array.isArray(kept?.tabs) && kept.tabs.length) return kept;
  } catch { /* nothing kept, or storage is off */ }
  return null;
}

/** Draw the tabs in `bar`. `first` is the text of the page; `arrived` tells that a link brought it.
 * `show(text)` is called when another tab is chosen. Returns {current, keep, open}. */
export function remembered(bar, say, first, arrived, show) {
  const state = load() ?? { tabs: [{ text: first }], at: 0 };
  state.at = Math.min(Math.max(0, state.at | 0), state.tabs.length - 1);
  if (arrived && state.tabs[state.at].text !== first) add(first);

  function save() {
    try { localStorage.setItem(KEY, JSON.stringify(state)); } catch { /* storage is off or full */ }
  }

  function add(text) {
    const same = state.tabs.findIndex((tab) => tab.text === text);
    if (same >= 0) state.at = same;
    else {
      state.tabs.push({ text });
      if (state.tabs.length > MOST) state.tabs.shift();
      state.at = state.tabs.length - 1;
    }
  }

  function title(tab, index) {
    const comment = tab.text.match(/^\s*#\s*(.+)$/m)?.[1];
    return comment ? (comment.length > 26 ? `${comment.slice(0, 25)}…` : comment) : `${say("query")} ${index + 1}`;
  }

  function draw() {
    bar.replaceChildren();
    bar.hidden = false;
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", say("tabs"));
    state.tabs.forEach((tab, index) => {
      const group = document.createElement("span");
      group.className = "query-tab";
      const choose = document.createElement("button");
      choose.type = "button";
      choose.textContent = title(tab, index);
      if (index === state.at) choose.setAttribute("aria-current", "true");
      choose.addEventListener("click", () => { state.at = index; save(); draw(); show(tab.text); });
      group.append(choose);
      if (state.tabs.length > 1) {
        const close = document.createElement("button");
        close.type = "button";
        close.textContent = "×";
        close.className = "close";
        close.setAttribute("aria-label", `${say("closeTab")}: ${title(tab, index)}`);
        close.addEventListener("click", () => {
          state.tabs.splice(index, 1);
          if (state.at >= index && state.at > 0) state.at -= 1;
          save(); draw(); show(state.tabs[state.at].text);
        });
        group.append(close);
      }
      bar.append(group);
    });
    const more = document.createElement("button");
    more.type = "button";
    more.className = "new";
    more.textContent = "+";
    more.setAttribute("aria-label", say("newTab"));
    more.addEventListener("click", () => { state.tabs.push({ text: "" }); state.at = state.tabs.length - 1; save(); draw(); show(""); });
    bar.append(more);
  }

  save();
  draw();
  let waiting = 0;
  return {
    current: () => state.tabs[state.at].text,
    keep(text) {
      state.tabs[state.at].text = text;
      clearTimeout(waiting);
      waiting = setTimeout(() => { save(); if (!bar.contains(document.activeElement)) draw(); }, 300);
    },
    open(text) { add(text); save(); draw(); },
  };
}
