"""Processes, limits, cache, metrics and the log: how requests are served."""
