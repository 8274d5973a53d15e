"""What a plate can be about: one module for each template, from an answer to a sheet."""

from maps.static.templates.allocation import allocation
from maps.static.templates.assembly import assembly
from maps.static.templates.layout import layout
from maps.static.templates.ledger import By, ledger
from maps.static.templates.projects import projects
from maps.static.templates.shortlist import shortlist
from maps.static.templates.site import site
from maps.static.templates.suitability import suitability

__all__ = ["By", "allocation", "assembly", "layout", "ledger", "projects", "shortlist", "site", "suitability"]
