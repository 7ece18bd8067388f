"""Read records, build, validate, store, extract and analyse the cooperation graph.

Nothing here imports Flask or ``server``: pages, the command line and tests all go through
the functions of this package.
"""
