"""A restore stopped at each of its steps in turn, then done again: prints how many steps there were."""

import os
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from accounts.models import Organization  # noqa: E402
from config.backup.copies import restore  # noqa: E402
from kernel import running  # noqa: E402

STEPS = ("rename", "touch", "unlink", "mkdir")


class Stopped(BaseException):
    """The power went."""


def stopped_after(count):
    """Let this many changes of the disk happen, and stop at the next; return whether one came."""
    left = [count]
    whole = {name: getattr(Path, name) for name in STEPS}

    def counted(name):
        def step(self, *args, **kwargs):
            if not left[0]:
                raise Stopped
            left[0] -= 1
            return whole[name](self, *args, **kwargs)

        return step

    for name in STEPS:
        setattr(Path, name, counted(name))
    try:
        restore(Path(sys.argv[1]), lambda _line: None)
    except Stopped:
        return True
    finally:
        for name in STEPS:
            setattr(Path, name, whole[name])
    return False


def look():
    file = Path(settings.MEDIA_ROOT) / "letter.txt"
    return set(Organization.objects.values_list("name", flat=True)), file.read_text() if file.exists() else None


def spoil():
    """Leave what a restore must take away."""
    Organization.objects.update(name="Changed since")
    (Path(settings.MEDIA_ROOT) / "letter.txt").write_text("changed since")


if __name__ == "__main__":
    wanted, steps = look(), 0
    spoil()
    while stopped_after(steps):
        if not running.interrupted().exists():
            assert look() in (wanted, ({"Changed since"}, "changed since")), f"half done before step {steps}"
        restore(Path(sys.argv[1]), lambda _line: None)
        assert look() == wanted, f"not whole after step {steps}"
        assert not (Path(settings.DATA) / "restore").exists(), f"something was left behind at step {steps}"
        spoil()
        connection.close()
        steps += 1
    assert look() == wanted
    print(steps)
