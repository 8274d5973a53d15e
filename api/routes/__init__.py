"""HTTP, one noun per module."""
