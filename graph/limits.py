"""How long a query may take and how much memory it may have, unless somebody says otherwise."""

from __future__ import annotations

SECONDS = 30.0
MEMORY = 1 << 30
"""Bytes beside the store."""
