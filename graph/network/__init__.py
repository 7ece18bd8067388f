"""Ties, brokers, gaps and diagrams of the cooperation network."""
