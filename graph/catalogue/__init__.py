"""What pages and commands show: entities with their names and features, found and explained.

``Catalogue`` holds every entity of a build in memory, with the features that lists are filtered
by; ``SearchIndex`` finds entities by any of their names; ``entity`` gathers the claims about one.
"""

from graph.catalogue.entries import Concept, Entry, Name, Term
from graph.catalogue.load import Catalogue, load_catalogue
from graph.catalogue.search import Hit, SearchIndex
from graph.catalogue.selection import Facet, Filters, Selection, select_entries

__all__ = [
    "Catalogue",
    "Concept",
    "Entry",
    "Facet",
    "Filters",
    "Hit",
    "Name",
    "SearchIndex",
    "Selection",
    "Term",
    "load_catalogue",
    "select_entries",
]
