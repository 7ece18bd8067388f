"""Names of another language than the page's, and where they stand within a sentence.

A sentence, or a label made of several parts, has names in it that the graph has in another
language only. A reader that speaks a page aloud needs each of them marked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from markupsafe import Markup, escape

from graph.catalogue import Catalogue, Name
from graph.languages import DEFAULT, HTML
from graph.own_words import translated

_WORD = re.compile(r"[A-Za-z0-9À-ɏ]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")


class ForeignNames:
    """The names that pages of one language show in another, and where they stand in a text."""

    def __init__(self, catalogue: Catalogue, page: str) -> None:
        self.page = page
        # The language of each name that is no name in the page's too: China, Workshop.
        self.tags: dict[str, str] = {}
        own: set[str] = set()
        for known in (catalogue.entries, catalogue.concepts, catalogue.terms):
            for one in known.values():
                name = one.label(page)
                if name.language == page:
                    own.add(name.text)
                elif name.language and not in_own_words(name, page):
                    self.tags[name.text] = name.language
        for text in own & self.tags.keys():
            del self.tags[text]
        begun: dict[str, list[str]] = defaultdict(list)
        for text in self.tags:
            if (first := _WORD.match(text)) and _is_plainly_a_name(text):
                begun[first.group()].append(text)
        self._begun = {word: sorted(found, key=len, reverse=True) for word, found in begun.items()}

    def mark(self, text: str, element: str = "span") -> Markup:
        """Return a text with every name of another language in an element that says so."""
        if text in self.tags:
            return marked_as(self.tags[text], text, element)
        parts, done = [], 0
        for word in _WORD.finditer(text):
            if word.start() < done:
                continue
            for name in self._begun.get(word.group(), ()):
                end = word.start() + len(name)
                if text.startswith(name, word.start()) and not _WORD.match(text, end):
                    parts += [
                        self._rest(text[done : word.start()], element),
                        marked_as(self.tags[name], name, element),
                    ]
                    done = end
                    break
        return Markup("").join([*parts, self._rest(text[done:], element)])

    def _rest(self, text: str, element: str) -> Markup:
        """Return what is no known name; Chinese shows itself by its script."""
        if self.page == "zh" or text.isascii():
            return escape(text)
        parts, done = [], 0
        for found in _HAN.finditer(text):
            parts += [escape(text[done : found.start()]), marked_as("zh", found.group(), element)]
            done = found.end()
        return Markup("").join([*parts, escape(text[done:])])


def _is_plainly_a_name(text: str) -> bool:
    """Return whether a text within a sentence can be nothing else: several words, or capitals."""
    return " " in text or sum(sign.isupper() for sign in text) > 1


# The same few names stand in hundreds of sentences of a page.
@lru_cache(maxsize=1 << 12)
def marked_as(tag: str, text: str, element: str = "span") -> Markup:
    """Return a text in an element with its language, given by our code of it."""
    return Markup('<{0} lang="{1}">{2}</{0}>').format(element, HTML.get(tag, tag), text)


def in_own_words(name: Name, page: str) -> str | None:
    """Return our own words in the page's language, None where the text is not one of ours."""
    return translated(name.text, page) if name.language == DEFAULT else None
