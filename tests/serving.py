"""The product as shipped, in this process: `config.asgi` under uvicorn, on a port of its own."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from config.management.commands.serve import take


@contextmanager
def serving() -> Iterator[str]:
    """Serve pages, API and sockets; give the address."""
    from config.asgi import application

    config = uvicorn.Config(application, lifespan="off", log_level="warning", ws_ping_interval=None)
    server, listener = uvicorn.Server(config), take("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://localhost:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
