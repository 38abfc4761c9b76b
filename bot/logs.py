"""Structured logs on stderr. Texts of users, names and ids of people are never logged."""

import logging
import sys
import traceback

import structlog

log = structlog.get_logger()


def configure(level: str) -> None:
    """JSON lines at or above ``level``; libraries' own logs from warnings up."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr)


def trace(error: BaseException) -> dict[str, object]:
    """Kind and place of an error. Not its message: that may quote what a user wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "trace": places[-10:]}
