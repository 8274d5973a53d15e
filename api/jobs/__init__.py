"""Long work outside the service's process: queued, watched, cancelled, and told of after a restart."""
