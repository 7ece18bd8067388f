"""How findings are told: sentences in three languages, rows of tables, RDF, commands."""
