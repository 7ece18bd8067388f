"""The gate: what a layer, and all layers together, must satisfy before they enter the graph.

SHACL Core says what a single thing must look like (``ontology/shapes``); what it cannot say
(circles, dates of different precision, evidence in both directions, names that nobody declared)
stands here, one module for each kind of mistake. ``check`` runs both.
"""
