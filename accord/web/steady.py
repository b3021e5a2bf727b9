"""Sees to it that one answer is of one state of the snapshot, also where a publication comes between two questions."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, g

from accord.gateways.snapshot.version import Version
from accord.web.access import Action, action_of
from accord.web.site import site

MOST_TIMES = 3
"""Ours: a publication takes a second and more; twice within one answer does not happen."""


def set_up(app: Flask) -> None:
    """Ask each page again whose snapshot changed while it was being answered; called when every room is there."""
    for endpoint, view in app.view_functions.items():
        if action_of(view) is Action.READ_PUBLISHED:
            app.view_functions[endpoint] = _steady(view)


def answered_version() -> Version | None:
    """Return the state of the snapshot that this answer is of."""
    version: Version | None = g.get("answered_version")
    return version


def _steady(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def steady(**words: Any) -> Any:
        for _ in range(MOST_TIMES):
            g.answered_version = site().snapshot.version
            answer = view(**words)
            if site().snapshot.version == g.answered_version:
                break
        return answer

    return steady
