"""
Are the catalogues complete: every string in the code is in fr and ar, none empty, none fuzzy, same placeholders?
And one: Django merges them, so a string has the same translation in each room, or a context that tells the two apart.

`--collect` brings new strings into the catalogues first (needs gettext).
"""

import ast
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "ar")
_ONE = ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy")
_WITH_CONTEXT = ("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy")
SAYING = dict.fromkeys(_ONE, 1) | dict.fromkeys(_WITH_CONTEXT, 2)
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def rooms() -> list[Path]:
    return sorted(path.parent for path in ROOT.glob("*/locale"))


def collect(room: Path) -> None:
    languages = [part for language in LANGUAGES for part in ("-l", language)]
    command = [
        sys.executable,
        "-P",
        "-m",
        "django",
        "makemessages",
        *languages,
        "--no-location",
        "--no-obsolete",
        "-v",
        "0",
    ]
    subprocess.run(command, cwd=room, check=True)
    for language in LANGUAGES:
        path = room / "locale" / language / "LC_MESSAGES" / "django.po"
        catalogue = polib.pofile(str(path))
        for entry in catalogue.fuzzy_entries():  # a guess is not a translation
            entry.flags.remove("fuzzy")
            entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
            entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None
        catalogue.save()


def problems_of(path: Path) -> list[str]:
    catalogue = polib.pofile(str(path))
    problems = [f"fuzzy: {entry.msgid!r}" for entry in catalogue if entry.fuzzy and not entry.obsolete]
    for entry in catalogue:
        if entry.obsolete:
            continue
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if not all(texts):
            problems.append(f"empty: {entry.msgid!r}")
        if entry.msgid_plural:
            wanted = 6 if path.parts[-3] == "ar" else 2
            if len(texts) < wanted:
                problems.append(f"{len(texts)} plural forms of {wanted}: {entry.msgid!r}")
            continue
        for text in texts:
            if text and set(_PLACEHOLDER.findall(text)) != set(_PLACEHOLDER.findall(entry.msgid)):
                problems.append(f"placeholders differ: {entry.msgid!r} / {text!r}")
    return problems


def missing_from(room: Path) -> list[str]:
    """Return what makemessages would add to the catalogues of a room, found on a copy of them."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / room.name
        subprocess.run(["cp", "-r", str(room), str(copy)], check=True)
        collect(copy)
        problems = []
        for language in LANGUAGES:
            relative = f"locale/{language}/LC_MESSAGES/django.po"
            known = {(e.msgctxt, e.msgid) for e in polib.pofile(str(room / relative)) if not e.obsolete}
            for entry in polib.pofile(str(copy / relative)):
                if not entry.obsolete and (entry.msgctxt, entry.msgid) not in known:
                    problems.append(f"{language}: not in the catalogue: {entry.msgid!r}")
        return problems


def unseen_in(room: Path) -> list[str]:
    """Return what the code says that no catalogue has: gettext's collector does not look into every f-string."""
    entries = polib.pofile(str(room / f"locale/{LANGUAGES[0]}/LC_MESSAGES/django.po"))
    known = {(entry.msgctxt, entry.msgid) for entry in entries if not entry.obsolete}
    problems = []
    for path in room.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in SAYING:
                said = [one.value for one in call.args[: SAYING[call.func.id]] if isinstance(one, ast.Constant)]
                if len(said) == SAYING[call.func.id] and (said[0] if len(said) > 1 else None, said[-1]) not in known:
                    problems.append(f"not in the catalogue: {said[-1]!r} ({path.name})")
    return problems


def conflicts(language: str) -> list[str]:
    """Return the strings that two rooms translate differently, where one of them silently wins."""
    found: dict[tuple[str | None, str], dict[str, set[str]]] = {}
    for room in rooms():
        for entry in polib.pofile(str(room / f"locale/{language}/LC_MESSAGES/django.po")):
            if not entry.obsolete:
                text = "|".join(entry.msgstr_plural.values()) if entry.msgid_plural else entry.msgstr
                found.setdefault((entry.msgctxt, entry.msgid), {}).setdefault(text, set()).add(room.name)
    return [
        f"{language}: {msgid!r} is "
        + ", ".join(f"{text!r} in {'/'.join(sorted(rooms))}" for text, rooms in texts.items())
        for (_context, msgid), texts in found.items()
        if len(texts) > 1
    ]


def main() -> int:
    if "--collect" in sys.argv:
        for room in rooms():
            collect(room)
    failed = False
    for room in rooms():
        for language in LANGUAGES:
            path = room / "locale" / language / "LC_MESSAGES" / "django.po"
            problems = problems_of(path) if path.exists() else ["no catalogue"]
            for problem in problems:
                print(f"{path.relative_to(ROOT)}: {problem}")
            failed = failed or bool(problems)
        problems = [*(missing_from(room) if shutil.which("xgettext") else []), *unseen_in(room)]
        for problem in problems:
            print(f"{room.name}: {problem}")
        failed = failed or bool(problems)
    for problem in [problem for language in LANGUAGES for problem in conflicts(language)]:
        print(problem)
        failed = True
    if not shutil.which("xgettext"):
        print("translations: gettext is not installed, so strings new in the code were not looked for")
    print("translations: problems found" if failed else f"translations: complete in {len(rooms())} rooms")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
