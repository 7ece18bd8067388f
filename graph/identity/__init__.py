"""Who is who: which participants of CORDIS, records of ROR and organisations of documents are one.

Every answer is a judgement (same, part of, different, unsure) with score, rule and reason, kept
as data in ``sources/identity/`` (a machine's apart from a person's) and applied when the graph is
assembled. Rules go from sure to less sure: an identifier, the exact name in any language, the
name with its place, web address or parent, and scores last.
"""
