"""Every view names its action, and what the table in `rules.desk.access` does not grant is refused."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for

from accord.rules.desk.access import PUBLIC, Thing
from accord.rules.desk.actions import Action
from accord.web.kept_forms import way_back
from accord.web.signed_in import visitor

__all__ = ["Action", "action_of", "may", "serves", "set_up"]

View = TypeVar("View", bound=Callable[..., Any])


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


def may(action: Action | None, thing: Thing | None = None) -> bool:
    """Return whether the visitor may do this at all, or to that thing; nobody may do what has no name."""
    if action is None:
        return False
    if action in PUBLIC:
        return True
    who = visitor()
    if who is None:
        return False
    return who.may_at_all(action) if thing is None else who.may(action, thing)


def set_up(app: Flask) -> None:
    """Refuse every request whose view names no granted action."""
    app.before_request(_refuse_what_is_not_granted)
    app.jinja_env.globals["may"] = may
    app.jinja_env.globals["Action"] = Action


def _refuse_what_is_not_granted() -> Any:
    if not request.endpoint:
        return None
    action = action_of(current_app.view_functions[request.endpoint])
    if may(action):
        return None
    if action is not None and visitor() is None:
        # Told nothing of whether what was asked for exists.
        return redirect(url_for("sign_in.show", next=way_back(action)), 303)
    return abort(403)
