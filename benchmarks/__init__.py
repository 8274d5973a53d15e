"""One file per job, each with its peer and its limit; ``land`` makes the data."""
