"""Measured: this server beside Oxigraph's own and rdflib-endpoint, over HTTP."""
