"""The diagram: where everything goes, and the files it can be taken away in."""
