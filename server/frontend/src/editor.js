// The query editor: CodeMirror 6 with SPARQL, in a shadow root so that the styles it makes at
// run time need no exception from the Content-Security-Policy, and so that the page's own styles
// do not reach into it. Colours come from the page through custom properties.

import {
  acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import {
  bracketMatching, ensureSyntaxTree, HighlightStyle, indentOnInput, syntaxHighlighting, syntaxTree,
} from "@codemirror/language";
import { forceLinting, linter, lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter,
  highlightSpecialChars, keymap, lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";

import { completionSource } from "./complete.js";

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", fontSize: ".93rem", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--ink)", minHeight: "14rem", padding: ".5rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--wash)", color: "var(--soft)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--active-line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { backgroundColor: "var(--selection)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket":
    { backgroundColor: "transparent", outline: "1px solid var(--edge)" },
  ".cm-tooltip": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: ".3rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".2rem .6rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--link)", color: "var(--paper)" },
  ".cm-completionDetail": { fontStyle: "normal", marginLeft: ".8rem" },
  ".cm-completionInfo": { maxWidth: "22rem", padding: ".4rem .7rem", fontFamily: "var(--sans)" },
  ".cm-panels": { backgroundColor: "var(--wash)", color: "var(--ink)" },
  ".cm-diagnostic": { fontFamily: "var(--sans)", padding: ".3rem .6rem" },
});

const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.definitionKeyword, tags.operatorKeyword, tags.modifier], color: "var(--code-keyword)", fontWeight: "600" },
  { tag: [tags.string, tags.literal], color: "var(--code-string)" },
  { tag: [tags.number, tags.integer, tags.float, tags.bool], color: "var(--code-number)" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.namespace, tags.url, tags.propertyName, tags.className, tags.typeName], color: "var(--code-iri)" },
]);

/** Make the editor inside `host`.
 *
 * options.doc       the text to begin with
 * options.label     what a screen reader calls the editor
 * options.syntax    the message for a place where the text is no SPARQL
 * options.onChange  called with the whole text after each change
 * options.onRun     called when the reader presses Ctrl+Enter
 * options.terms     () => {prefixes, terms} for completion
 * options.entities  async (text) => [{iri, label, detail}] for completion
 * Returns {text, replace, focus, fail, clear}; `fail({line, column, message})` marks an error
 * that the endpoint reported (line and column count from 1).
 */
export function createEditor(host, options) {
  const root = host.attachShadow({ mode: "open" });
  let failure = null;
  // Sent when the endpoint reports an error: the text is as it was, its faults are not.
  const reported = StateEffect.define();

  const check = linter((view) => {
    const found = [];
    // The parser works in slices of time, and a tree that is not finished ends in an error of
    // its own: on a slow machine a right query would be marked. A tree still unfinished after
    // this time is looked at when it has grown (needsRefresh below).
    ensureSyntaxTree(view.state, view.state.doc.length, 200)?.iterate({
      enter: (node) => {
        if (!node.type.isError || found.length > 20) return;
        const from = Math.max(0, Math.min(node.from, view.state.doc.length - 1));
        const to = Math.min(view.state.doc.length, Math.max(node.to, from + 1));
        found.push({ from, to, severity: "warning", message: options.syntax });
      },
    });
    if (failure) {
      const line = view.state.doc.line(Math.max(1, Math.min(failure.line || 1, view.state.doc.lines)));
      const from = Math.min(line.to, line.from + Math.max(0, (failure.column || 1) - 1));
      found.push({ from, to: Math.max(from, Math.min(line.to, from + 1)), severity: "error", message: failure.message });
    }
    return found;
  }, {
    delay: 400,
    needsRefresh: (update) => syntaxTree(update.startState) !== syntaxTree(update.state)
      || update.transactions.some((one) => one.effects.some((e) => e.is(reported))),
  });

  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.doc,
      extensions: [
        lineNumbers(), highlightActiveLineGutter(), highlightSpecialChars(), history(),
        drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), highlightActiveLine(),
        highlightSelectionMatches(), sparql(), syntaxHighlighting(colours), look,
        autocompletion({ override: [completionSource(options.terms, options.entities)], activateOnTyping: true }),
        check, lintGutter(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": options.label, spellcheck: "false" }),
        // Tab stays the key that leaves the editor; only an open list of proposals takes it.
        keymap.of([
          { key: "Mod-Enter", run: () => { options.onRun(); return true; } },
          { key: "Tab", run: acceptCompletion },
          ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap,
          ...completionKeymap, ...lintKeymap,
        ]),
        // Typing over several lines: left to the browser, it would join them with inline styles,
        // which the Content-Security-Policy refuses and reports.
        EditorView.domEventHandlers({
          beforeinput: (event, view) => {
            const { from, to } = view.state.selection.main;
            const lines = view.state.doc.lineAt(to).number - view.state.doc.lineAt(from).number;
            if (event.inputType !== "insertText" || !event.data || !lines || view.composing) return false;
            view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type" });
            event.preventDefault();
            return true;
          },
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          failure = null;
          options.onChange(update.state.doc.toString());
        }),
      ],
    }),
  });

  return {
    text: () => view.state.doc.toString(),
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    focus: () => view.focus(),
    fail: (where) => { failure = where; view.dispatch({ effects: reported.of(null) }); forceLinting(view); },
    clear: () => { failure = null; view.dispatch({ effects: reported.of(null) }); forceLinting(view); },
    view,
  };
}
