"""Registers: CORDIS and ROR, read strictly, selected, kept as plain extracts, turned into quads.

A register is a declaration beside a small reader. The reader takes the columns out of a row as
it reads them; what is left over is an error. Nothing is dropped in silence: ``report`` counts
what was read, kept, left out, repaired and refused.
"""
