"""Bundled plans and the programs that make them."""
