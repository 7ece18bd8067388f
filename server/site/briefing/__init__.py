"""Briefings: one sheet about a topic, a country or any entry, as page, Word file and PDF."""

from __future__ import annotations

from server.site.briefing.page import register

__all__ = ["register"]
