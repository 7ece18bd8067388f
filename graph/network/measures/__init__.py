"""What is counted on a view of the network: centrality, brokerage, groups, gaps."""
