"""The page of one entity: facts as a person would tell them, each with its source."""

from __future__ import annotations

from server.site.entity.answers import render

__all__ = ["render"]
