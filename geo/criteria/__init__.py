"""What a project may not do without, and what it would like: limits, curves, weights."""
