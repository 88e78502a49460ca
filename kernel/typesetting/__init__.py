"""
Pages of paper: a template of ours and data become a PDF, in a process of its own with an end to its patience.

What users wrote is data: the template reads it as strings, so that nothing in it is ever markup or code of Typst.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Literal

PATIENCE = 15.0  # seconds; a quote takes less than one
AT_ONCE = BoundedSemaphore(2)
# A file made for one reader: never kept by what stands between, never opened as a page.
HEADERS = {
    "Content-Type": "application/pdf",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
COMPILER = Path(__file__).with_name("compiler.py")


class NotTypeset(Exception):
    """The page could not be made, or not in time."""


def typeset(template: Path, data: Mapping[str, Any], *, form: Literal["pdf", "png"] = "pdf") -> bytes:
    """
    Return a document made of a Typst template, which reads its data as `json(bytes(sys.inputs.data))`.

    As a picture it is the first page alone.

    :raises NotTypeset: when the template is wrong, or it takes too long
    """
    asked = json.dumps({"template": str(template), "data": json.dumps(data), "form": form}).encode()
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise NotTypeset("too many at once")
    try:
        # Isolated: no module of ours is imported, nothing of the environment is read. The child is killed at the time-out.
        command = [sys.executable, "-I", str(COMPILER)]
        done = subprocess.run(command, input=asked, capture_output=True, timeout=PATIENCE, check=False, env={})  # noqa: S603
    except subprocess.TimeoutExpired as late:
        raise NotTypeset("too late") from late
    finally:
        AT_ONCE.release()
    if done.returncode:
        raise NotTypeset(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout
