"""The process that makes one document: it reads what is asked from its input, writes the document, and ends."""

import json
import resource
import sys
from pathlib import Path
from typing import Any

import typst

MEMORY = 1 << 31  # bytes of address space: a template that goes wrong takes no more
FONTS = Path(__file__).with_name("fonts")


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asked = json.load(sys.stdin.buffer)
    made: Any = typst.compile(  # type: ignore[misc]
        Path(asked["template"]).read_bytes(),
        format=asked["form"],
        sys_inputs={"data": asked["data"]},
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        ppi=110,
    )
    first = made[0] if isinstance(made, list) else made
    sys.stdout.buffer.write(first or b"")


if __name__ == "__main__":
    main()
