"""Why, why not, and what would have to change: read from the scores, never recomputed."""
