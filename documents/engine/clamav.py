"""Ask a ClamAV daemon about a file, over its INSTREAM command."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

_CHUNK = 65_536


def is_infected(address: str, path: Path) -> bool:
    """
    Return whether the daemon at `tcp://host:port` finds something in the file.

    :raises OSError: when it is away, hangs or answers neither yes nor no
    """
    parts = urlsplit(address)
    with (
        socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=5) as daemon,
        path.open("rb") as file,
    ):
        daemon.settimeout(60)
        daemon.sendall(b"zINSTREAM\0")
        while chunk := file.read(_CHUNK):
            daemon.sendall(len(chunk).to_bytes(4, "big") + chunk)
        daemon.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and (told := daemon.recv(4096)):
            answer += told
    if answer.rstrip(b"\0\n").endswith(b" FOUND"):
        return True
    if answer.rstrip(b"\0\n").endswith(b" OK"):
        return False
    msg = f"the scanner answered {answer[:80]!r}"
    raise OSError(msg)
