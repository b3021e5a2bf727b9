"""What holds for every page of the desk: nobody keeps a copy, forms prove where they come from, scripts are ours."""

from flask import Flask, Response, current_app, g, render_template, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

from accord.rules.desk.access import AT_THE_DOOR, PUBLIC
from accord.web.access import action_of
from accord.web.desk.forms import first_error
from accord.web.desk.navigation import navigation
from accord.web.errors import error_template
from accord.web.language import gettext
from accord.web.site import Site

DESK_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        # A photo that was just chosen is shown before it is sent.
        "img-src 'self' blob:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def set_up(app: Flask) -> None:
    """Hold every page of the desk to its manner."""
    # A form may lie open for a whole inspection: it is good for as long as the sign-in is.
    site: Site = app.extensions["accord"]
    is_secure = (site.settings.base_url or "").startswith("https://")
    app.config |= {
        "WTF_CSRF_TIME_LIMIT": None,
        # No page of ours tells the next one where a reader comes from; the word in the form is proof enough.
        "WTF_CSRF_SSL_STRICT": False,
        "SESSION_COOKIE_NAME": "accord_form",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": is_secure,
    }
    CSRFProtect(app)
    app.register_error_handler(CSRFError, _form_of_unknown_origin)
    app.after_request(_keep_to_oneself)
    app.jinja_env.globals |= {
        "navigation": navigation,
        "first_error": first_error,
        "has_endpoint": app.view_functions.__contains__,
    }


def is_desk() -> bool:
    """Return whether this request is about something that not everybody may see."""
    view = current_app.view_functions.get(request.endpoint or "")
    action = action_of(view) if view else None
    return action is not None and (action in AT_THE_DOOR or action not in PUBLIC)


def may_be_kept_by_reader() -> None:
    """Let the reader's own browser keep this answer, a picture, if it asks each time whether it may still show it."""
    g.kept_by_reader = "private, no-cache"


def _keep_to_oneself(response: Response) -> Response:
    if is_desk():
        response.headers["Cache-Control"] = g.get("kept_by_reader", "private, no-store")
        response.headers["Content-Security-Policy"] = DESK_POLICY
    return response


def _form_of_unknown_origin(_error: CSRFError) -> tuple[str, int]:
    page = render_template(
        error_template(),
        title=gettext("This form cannot be taken"),
        sentence=gettext(
            "It was opened too long ago, or not on this site. Go back, load the page anew and send it again."
        ),
        status=400,
    )
    return page, 400
