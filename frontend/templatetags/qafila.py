"""
All tags and filters of the pages. They are built in: no template loads them.

Formatting filters (`number`, `money`, `mass`, `percent`, `day`…) return plain text, fit for an attribute too. In the text of
a page a number goes through `num` (its own isolated run, tabular digits) or `ltr` (codes, phones, ranges, formulas: read
left to right as one unit, in Arabic as well).
"""

from django import template

from frontend.templatetags import controls, shapes, words

register = template.Library()
for part in (words, shapes, controls):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
