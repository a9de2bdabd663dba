"""How fast: ratios against a rival in the same run, never seconds by themselves. Not part of make test."""
