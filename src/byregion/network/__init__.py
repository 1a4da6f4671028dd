"""The learning network: what happens at gatherings, who comes, and the groups between them."""
