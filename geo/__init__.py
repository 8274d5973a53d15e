"""The core of Luodi: land in, ranked and explained suggestions out."""

__version__ = "0.1.0"
