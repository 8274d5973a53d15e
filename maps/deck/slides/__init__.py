"""The slides, one subject each: what it says, and where it stands."""
