"""Find a Chromium for the journeys: on the PATH, else Playwright's own install, else the system's package."""

import shutil
import subprocess
import sys

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find() -> str | None:
    """Return the path of a browser that runs, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if shutil.which(path) else None


def _run(*command: str) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True, timeout=600).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def main() -> int:
    if find():
        return 0
    print("No Chromium on this machine; installing one for the browser tests…")
    if _run(sys.executable, "-m", "playwright", "install", "chromium") and find():
        return 0
    if shutil.which("apt-get"):
        _run("apt-get", "update", "-qq")
        _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
        if find():
            return 0
    print("The browser tests need Chromium and none could be installed. Install one (Debian: apt install chromium).")
    return 1


if __name__ == "__main__":
    sys.exit(main())
