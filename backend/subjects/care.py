"""What a care relation needs beyond itself to be open. Apps above add to it: consent has the last word."""

from collections.abc import Callable

from django.db.models import Q

Condition = Callable[[], Q]

_conditions: list[Condition] = []


def add_condition(condition: Condition) -> Condition:
    """Every relation has to meet ``condition()`` too: a Q over ``CareRelation``, made anew for each query."""
    _conditions.append(condition)
    return condition


def conditions() -> Q:
    """All of them together."""
    together = Q()
    for condition in _conditions:
        together &= condition()
    return together
