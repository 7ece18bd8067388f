"""The Flask application: endpoint, linked data, network pages and site."""
