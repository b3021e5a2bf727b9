"""Where a saved danger leads: to the order that it raised or joined, with who is to be telephoned, and the way back."""

from collections.abc import Sequence

from flask import flash, redirect, url_for
from markupsafe import Markup
from werkzeug import Response

from accord.casework.orders.raised_by import Called
from accord.web.filters import named, word
from accord.web.language import gettext


def said_of(called: Called) -> str:
    """Return that the order was raised, or joined, and what must be done now."""
    about = {"order": word(called.order.kind), "building": named(called.order.building)}
    if called.has_joined:
        return gettext(
            "The danger joined the order that stands already (%(order)s, %(building)s); letters are written. "
            "Do not wait for them to arrive: telephone now. The numbers stand below.",
            **about,
        )
    return gettext(
        "The order is raised (%(order)s, %(building)s); letters are written. "
        "Do not wait for them to arrive: telephone now. The numbers stand below.",
        **about,
    )


def to_the_order(called: Sequence[Called], saved: str, *, back: str, back_words: str) -> Response | None:
    """Say what was saved and lead to its order, with the way back to where it was saved; None: there is no order."""
    if not called:
        return None
    first = called[0]
    flash(Markup('{} {} <a href="{}">{}</a>').format(saved, said_of(first), back, back_words))
    return redirect(url_for("orders_desk.show", order_id=first.order.id, _anchor="call-now"), 303)
