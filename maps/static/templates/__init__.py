"""What a plate can be about: one module for each template, from an answer to a sheet."""

from maps.static.templates.layout import layout
from maps.static.templates.ledger import By, ledger
from maps.static.templates.suitability import suitability

__all__ = ["By", "layout", "ledger", "suitability"]
