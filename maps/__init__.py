"""Pictures: the page, the plates, and the one style that they share."""
