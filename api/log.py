"""The service's log: a line of JSON per event on standard error, about routes and times, not people."""

from __future__ import annotations

import logging
import sys

import structlog

from api.settings import LogLevel


def configure(level: LogLevel) -> None:
    """Write events of a level and above."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),  # the stream of the moment
        cache_logger_on_first_use=False,
    )
