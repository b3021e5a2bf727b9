"""Refuses what an address asks for and its page would pass over in silence, where silence could mislead.

`/figures?as_of=2018-07-01` answered with the figures of today is a wrong figure in somebody's hands. So a name that any
page of the site understands is refused where it means nothing, and everywhere one that is nearly such a name (`as-of`,
`statuss`). Other names are ignored on pages, since other sites hang their own on every link; a file of a list, which
programs ask for, refuses each name that it does not know, as the API does.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from rapidfuzz.distance import OSA

from accord.web.access import Action, action_of
from accord.web.parameters import GivenTwice, UnknownParameter

View = TypeVar("View", bound=Callable[..., Any])

UNDERSTOOD_EVERYWHERE = frozenset({"lang"})
UNDERSTOOD_NOWHERE = frozenset({"known_at"})
"""What a careful reader may ask, and no public page answers: each is by what is known now."""
NAMES = "accord_names_of_parameters"
SHORTEST_GUESSED = 5
"""Ours: a shorter name resembles too many that belong to other sites."""


def takes(*names: str, strictly: bool = False) -> Callable[[View], View]:
    """Mark a view with the parameters it understands; `strictly`: it refuses every other one, not our own names alone.

    A view without this mark takes none.
    """

    def marked(view: View) -> View:
        view.takes, view.is_strict = names, strictly  # type: ignore[attr-defined]
        return view

    return marked


def set_up(app: Flask) -> None:
    """Look at each question to a public page before it is answered. The API looks at its own."""
    app.before_request(_refuse_what_would_be_passed_over)


def _refuse_what_would_be_passed_over() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or action_of(view) is not Action.READ_PUBLISHED or request.blueprint == "api":
        return
    known: tuple[str, ...] = getattr(view, "takes", ())
    for name, values in request.args.lists():
        if name in UNDERSTOOD_EVERYWHERE or not any(values):
            continue
        if name in known:
            if len(values) > 1:
                raise GivenTwice(name)
        elif getattr(view, "is_strict", False) or _could_mislead(name):
            raise UnknownParameter(name, known=known)


def _could_mislead(name: str) -> bool:
    plain = _plain(name)
    return any(
        plain == ours or (len(ours) >= SHORTEST_GUESSED and OSA.distance(plain, ours, score_cutoff=1) <= 1)
        for ours in _our_names()
    )


def _our_names() -> frozenset[str]:
    """Return every name that any page understands, worked out once when all pages are there."""
    if NAMES not in current_app.extensions:
        taken = (name for view in current_app.view_functions.values() for name in getattr(view, "takes", ()))
        current_app.extensions[NAMES] = frozenset(map(_plain, (*taken, *UNDERSTOOD_NOWHERE)))
    names: frozenset[str] = current_app.extensions[NAMES]
    return names


def _plain(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum())
