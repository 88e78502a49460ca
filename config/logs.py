import logging
import time


class UtcFormatter(logging.Formatter):
    """Times in UTC: the system's zone data may be older than Morocco's change of September 2026."""

    converter = time.gmtime  # type: ignore[assignment]
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"
