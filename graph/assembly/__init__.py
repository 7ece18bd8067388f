"""From records to a validated store: expand, derive, validate, write, swap."""
