"""Ways to get weights from people, all ending in the same vector of shares that add up to 1."""
