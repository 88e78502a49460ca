"""The number of the request under way, by which a person, an answer and the log name the same thing."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
