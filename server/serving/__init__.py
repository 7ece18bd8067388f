"""Processes, limits, cache, metrics and the log: how requests are served.

``keeper`` starts two kinds of children: one ``web`` process, which speaks HTTP and holds no store,
and ``holder`` processes, each of which holds one build and forks ``worker`` processes from it. A
worker does one thing at a time and can be ended at any moment, which is how limits are kept.
"""
