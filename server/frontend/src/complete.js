// What the editor proposes while one types: keywords, prefixes, classes and properties of the
// ontology, variables of this query, and entities by any of their names.

const KEYWORDS = [
  "SELECT", "DISTINCT", "CONSTRUCT", "ASK", "DESCRIBE", "WHERE", "FROM", "FROM NAMED", "GRAPH",
  "OPTIONAL", "UNION", "MINUS", "FILTER", "FILTER NOT EXISTS", "FILTER EXISTS", "BIND", "AS",
  "VALUES", "GROUP BY", "HAVING", "ORDER BY", "ASC", "DESC", "LIMIT", "OFFSET", "PREFIX",
  "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "STR", "LANG", "LANGMATCHES",
  "CONTAINS", "STRSTARTS", "LCASE", "UCASE", "REGEX", "YEAR", "BOUND", "COALESCE", "IF", "IN",
  "isIRI", "isLiteral", "DATATYPE", "REPLACE",
];

/** Where a missing PREFIX line goes, as a change, or null when it is declared. */
function declaration(text, prefix, namespace) {
  if (!namespace || new RegExp(`prefix\\s+${prefix}:`, "i").test(text)) return null;
  return { from: 0, insert: `PREFIX ${prefix}: <${namespace}>\n` };
}

/** An `apply` function that inserts `name` and declares its prefix when that is missing. */
function insertTerm(name, prefix, namespace) {
  return (view, completion, from, to) => {
    const missing = declaration(view.state.doc.toString(), prefix, namespace);
    const changes = [{ from, to, insert: name }];
    if (missing) changes.unshift(missing);
    const end = from + name.length + (missing ? missing.insert.length : 0);
    view.dispatch({ changes, selection: { anchor: end }, userEvent: "input.complete" });
  };
}

function variables(text) {
  return [...new Set(text.match(/[?$]\w+/g) ?? [])];
}

/** The source of proposals; `terms()` gives {prefixes: {p: ns}, terms: [{name, label, kind, comment}]},
 * `entities(text)` resolves to [{iri, label, detail}]. */
export function completionSource(terms, entities) {
  return async (context) => {
    const text = context.state.doc.toString();
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) {
      const own = text.slice(variable.from, variable.to);
      return {
        from: variable.from,
        options: variables(text).filter((v) => v !== own).map((v) => ({ label: v, type: "variable" })),
        validFor: /^[?$]\w*$/,
      };
    }
    const { prefixes, terms: known } = terms();
    const iri = context.matchBefore(/<[^<>\s{}]*/);
    if (iri) {
      const asked = iri.text.slice(1);
      if (asked.length < 2) return null;
      const found = await entities(asked.replace(/^https?:.*\//, ""));
      return {
        from: iri.from, filter: false,
        options: found.map((e) => ({ label: e.label, detail: e.detail, type: "constant", apply: `<${e.iri}>` })),
      };
    }
    const word = context.matchBefore(/[\p{L}_][\p{L}\p{N}_-]*:?[\p{L}\p{N}_-]*/u);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const before = text.slice(0, word.from);
    // Inside a string or a comment there is nothing to propose.
    const line = before.slice(before.lastIndexOf("\n") + 1);
    if ((line.match(/"/g) ?? []).length % 2 === 1 || /(^|\s)#/.test(line)) return null;

    const typed = word.text.toLowerCase();
    const options = [];
    for (const term of known) {
      const [prefix, local] = term.name.split(":");
      const hit = term.name.toLowerCase().startsWith(typed)
        || local.toLowerCase().startsWith(typed) || term.label.toLowerCase().includes(typed);
      if (!hit) continue;
      options.push({
        label: term.name, displayLabel: term.name, detail: term.label, info: term.comment || undefined,
        type: term.kind === "class" ? "class" : "property",
        apply: insertTerm(term.name, prefix, prefixes[prefix]),
        boost: term.name.toLowerCase().startsWith(typed) ? 2 : 1,
      });
    }
    if (!word.text.includes(":")) {
      for (const keyword of KEYWORDS) {
        if (keyword.toLowerCase().startsWith(typed)) options.push({ label: keyword, type: "keyword", boost: 3 });
      }
      for (const [prefix, namespace] of Object.entries(prefixes)) {
        if (prefix.startsWith(typed)) {
          options.push({ label: `${prefix}:`, detail: namespace, type: "namespace", apply: insertTerm(`${prefix}:`, prefix, namespace) });
        }
      }
      const wanted = typed.length >= (/\p{Script=Han}/u.test(typed) ? 1 : 3);
      if (wanted) {
        for (const e of await entities(word.text)) {
          options.push({ label: e.label, detail: e.detail, type: "constant", apply: `<${e.iri}>`, boost: -1 });
        }
      }
    }
    return options.length ? { from: word.from, options, filter: false } : null;
  };
}
