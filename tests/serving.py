"""The product as shipped, in this process: `config.asgi` under uvicorn, on a port of its own."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn


@contextmanager
def serving() -> Iterator[str]:
    """Serve pages, API and sockets; give the address."""
    from config.asgi import application

    config = uvicorn.Config(application, port=0, lifespan="off", log_level="warning", ws_ping_interval=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    yield f"http://localhost:{port}" if host in {"127.0.0.1", "::1"} else f"http://{host}:{port}"
    server.should_exit = True
    thread.join(10)
