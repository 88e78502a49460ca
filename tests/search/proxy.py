"""A real proxy between the product and a server: it passes, hangs, slows down, resets or refuses, as it is told."""

import socket
import struct
import threading
import time
from contextlib import suppress
from urllib.parse import urlsplit

MODES = ("pass", "hang", "slow", "reset", "refuse")


class Proxy:
    """Listens on a port of its own and passes bytes both ways; `mode` decides what happens to them from now on."""

    def __init__(self, upstream: str) -> None:
        self.upstream = urlsplit(upstream)
        self.mode = "pass"
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def turn(self, mode: str) -> None:
        """Change what happens; connections that stand are cut, so that the client meets the new mode."""
        assert mode in MODES
        self.mode = mode
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def close(self) -> None:
        self.turn("refuse")
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        if self.mode in {"reset", "refuse"}:
            with suppress(OSError):
                # No lingering: closing sends a reset, as a server that died does.
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.close()
            return
        server = socket.create_connection((self.upstream.hostname, self.upstream.port))
        self._open += [client, server]
        threading.Thread(target=self._pass, args=(server, client), daemon=True).start()
        self._pass(client, server)

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if self.mode == "hang":
                    return
                if self.mode == "slow":
                    time.sleep(2)
                target.sendall(data)
