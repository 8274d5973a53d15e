"""Tables of national standards as facts: codes, names, crosswalks."""
