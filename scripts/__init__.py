"""Tools of the house; run from the project's root as ``python -m scripts.NAME``."""
