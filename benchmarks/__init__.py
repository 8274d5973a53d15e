"""One file per job, each with its peers and its limit; ``land`` makes the data, ``apart`` measures."""
