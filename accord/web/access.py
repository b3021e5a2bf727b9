"""Who may do what: every endpoint names its action, and what no line of the table grants is refused."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request

View = TypeVar("View", bound=Callable[..., Any])


class Action(StrEnum):
    """Something that a person can do here."""

    READ_PUBLISHED = "read_published"
    LOAD_ASSET = "load_asset"
    WATCH_OVER_SERVER = "watch_over_server"


GRANTED_TO_PUBLIC = frozenset({Action.READ_PUBLISHED, Action.LOAD_ASSET, Action.WATCH_OVER_SERVER})
"""What anybody may do without signing in."""


def serves(action: Action) -> Callable[[View], View]:
    """Mark a view with the action it carries out."""

    def marked(view: View) -> View:
        view.action = action  # type: ignore[attr-defined]
        return view

    return marked


def action_of(view: Callable[..., Any]) -> Action | None:
    """Return the action that a view names, or None."""
    named: Action | None = getattr(view, "action", None)
    return named


def may(action: Action | None) -> bool:
    """Return whether the visitor may do this; nobody may do what has no name."""
    return action in GRANTED_TO_PUBLIC


def set_up(app: Flask) -> None:
    """Refuse every request whose view names no granted action."""
    app.before_request(_refuse_what_is_not_granted)
    app.jinja_env.globals["may"] = may


def _refuse_what_is_not_granted() -> None:
    if request.endpoint and not may(action_of(current_app.view_functions[request.endpoint])):
        abort(403)
