"""What was typed into a form whose sign-in has ended is kept on the way to signing in again."""

from flask import current_app, request, url_for
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

from accord.casework.desk.kept_forms import keep_form
from accord.rules.desk.actions import Action
from accord.web.database import SAFE, db
from accord.web.signed_in import COOKIE
from accord.web.site import site

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def way_back(action: Action) -> str:
    """Return where to go after signing in: to the page that was asked for, or to what was typed.

    A form is kept only for the person whose sign-in the browser still shows, and only if it was opened on this site;
    one of the own account never, since it holds passwords under whatever names.
    """
    if request.method in SAFE:
        return request.full_path.rstrip("?")
    if action is Action.MIND_OWN_ACCOUNT:
        return url_for("sign_in.account")
    token = request.cookies.get(COOKIE)
    if not token or request.mimetype not in FORMS or not _is_of_this_site():
        return url_for("now.show")
    kept = keep_form(
        db(), token, request.full_path.rstrip("?"), fields=request.form.items(multi=True), moment=site().moment
    )
    db().commit()
    return url_for("kept.show", token=kept) if kept else url_for("now.show")


def _is_of_this_site() -> bool:
    if not current_app.config.get("WTF_CSRF_ENABLED", True):
        return True
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True
