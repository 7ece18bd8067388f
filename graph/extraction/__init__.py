"""Extraction: from the text of a document to candidates, drafts and reviewed records.

Offline and without a model: names, dates, amounts and relations are found by rules over word
lists (``words/``), in English, German, French, Italian, Spanish and Chinese. What is found is
a candidate, never a fact: it names its passage and its rule, and a person decides.
"""
