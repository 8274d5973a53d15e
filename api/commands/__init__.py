"""The shell, one command or family of commands per module."""
