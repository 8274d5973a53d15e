"""Tests, in folders that mirror the rooms; beside them what they share: ``shapes`` and ``needs``."""
