"""Records: what a document says and where, as a curator reads and edits it.

One YAML file per document in ``sources/``, one register of names, one file of curation.
``docs/curators-guide.md`` describes the format; the ontology decides which keys exist.
"""
