"""The doors of Luodi: HTTP and shell."""
