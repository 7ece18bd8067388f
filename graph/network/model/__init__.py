"""What the network is: actors, settings, links and ties, read from a store and filtered."""
