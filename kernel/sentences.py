"""How parts are joined in a sentence of the reader's language."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(parts: Iterable[object]) -> str:
    """Join the parts of a list as the language does: Arabic has a comma of its own."""
    return pgettext("between two parts of a sentence", ", ").join(str(one) for one in parts)
