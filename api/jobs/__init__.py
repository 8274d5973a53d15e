"""Long work outside the service's process: queued, watched, cancelled, and told of after a restart."""

from api.jobs.job import Job
from api.jobs.process import Host
from api.jobs.runner import Jobs

__all__ = ["Host", "Job", "Jobs"]
