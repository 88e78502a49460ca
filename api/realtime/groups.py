"""The names of groups, and the loop on which this process serves its sockets."""

import asyncio
from uuid import UUID

_loops: list[asyncio.AbstractEventLoop] = []


def organization(organization_id: UUID) -> str:
    """Return the group of everybody who has this organization open."""
    return f"organization.{organization_id}"


def serve_on(loop: asyncio.AbstractEventLoop) -> None:
    """Remember the loop of the sockets, so that threads can wake them."""
    if _loops[-1:] != [loop]:
        _loops[:] = [loop]


def serving_loop() -> asyncio.AbstractEventLoop | None:
    """Return the loop of the sockets, None while this process serves none."""
    return next((loop for loop in _loops if loop.is_running()), None)
