"""Which organisations are seated in no country: those of the European Union, by their kind."""

BODIES_OF_THE_EU = frozenset({"eu-institution", "eu-agency", "supranational-union"})
"""Kinds of organisation. What a register has of their seat is its country in the register."""
