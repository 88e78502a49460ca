from matching.actions.needs import refresh_needs
from matching.actions.runs import recompute, request_matches
from matching.actions.steps import record_step

__all__ = ["recompute", "record_step", "refresh_needs", "request_matches"]
