"""Where versions, holds and answers live: in a workspace folder, or on a server."""
