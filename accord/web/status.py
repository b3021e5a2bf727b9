"""The page that tells people how this site is: whether it is up, how old its data is, whether its clockwork runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, Flask, Response, current_app, make_response, render_template
from markupsafe import Markup

from accord.casework.clockwork import failing
from accord.casework.refusals import N_
from accord.gateways.formats import format_number
from accord.rules.clockwork import STALE_AFTER, JobName, is_stale
from accord.web.access import Action, serves
from accord.web.clockwork import clockwork_seen
from accord.web.language import gettext, language, ngettext
from accord.web.site import facts, is_snapshot_lost, site

bp = Blueprint("status", __name__)

JOBS = {
    JobName.SNAPSHOT: N_("Public data brought up to the new day"),
    JobName.PHOTOS: N_("Files removed that were sent and never kept"),
    JobName.PROPOSALS: N_("Proposals on stages looked through"),
    JobName.PAPERS: N_("Missing letters drawn on paper"),
    JobName.PRUNE: N_("Old notes of the clockwork removed"),
}
"""Of each job what the public may know: that it was done, and when; never what it decided, nor on whom.

Not those of orders: a reminder says that there is one, also before it was determined and is public.
"""
DOCTOR = Markup('<code class="nowrap" lang="en" translate="no">accord doctor</code>')
MINUTES, HOURS = 120, 48


@dataclass(frozen=True)
class Done:
    """What the clockwork did last of one kind."""

    what: str
    at: datetime
    has_failed: bool


@dataclass(frozen=True)
class StatusPage:
    """Everything that the page shows; an age is None where there is none."""

    written_at: datetime | None
    written: str | None
    is_lost: bool
    is_known: bool
    is_stale: bool
    looked_at: datetime | None
    is_put_back: bool
    """Whether the clock was put back since the clockwork last looked, so that nobody can tell how long ago that was."""
    has_trouble: bool
    """Whether something that was due could not be done: what, the public is not told."""
    looked: str | None
    done: tuple[Done, ...]
    posts_without: int
    """How many of the posts of the rota nobody holds now: how many, not which."""
    letters_held: int
    """How many letters of open orders are held: how many, not to whom."""
    about_stages_held: int
    """How many letters about stages are held."""
    is_sending: bool
    """Whether the letter of an order that is raised now would be sent."""

    @property
    def is_in_order(self) -> bool:
        """Whether nothing is wrong with the site."""
        has_trouble = (
            self.is_stale or self.is_lost or self.has_trouble or bool(self.letters_held + self.about_stages_held)
        )
        return self.is_known and not has_trouble


def set_up(app: Flask) -> None:
    """Answer people who ask how the site is, on each side of it."""
    app.register_blueprint(bp)


@bp.get("/status")
@serves(Action.WATCH_OVER_SERVER)
def show() -> Response:
    """Tell how the site is; nothing that is private."""
    is_public = "register.show" in current_app.view_functions
    layout = "layout/page.html" if is_public else "layout/desk.html"
    response = make_response(render_template("public/status.html", page=status_page(), layout=layout, doctor=DOCTOR))
    response.headers["Cache-Control"] = "no-store"
    return response


def status_page() -> StatusPage:
    """Return how the site is now."""
    now = site().moment.now
    found, seen = facts(), clockwork_seen(site())
    looked_at = seen.looked_at if seen else None
    runs = seen.last if seen else ()
    told, hidden = [run for run in runs if run.job in JOBS], [run for run in runs if run.job not in JOBS]
    return StatusPage(
        written_at=found.written_at if found else None,
        written=ago(now - found.written_at) if found else None,
        is_lost=is_snapshot_lost(),
        is_known=seen is not None,
        is_stale=is_stale(looked_at, now=now),
        is_put_back=looked_at is not None and looked_at - now > STALE_AFTER,
        has_trouble=bool(failing(hidden, now=now)),
        looked_at=looked_at,
        looked=ago(now - looked_at) if looked_at else None,
        posts_without=seen.posts_without if seen else 0,
        letters_held=seen.held.letters if seen and seen.held is not None else 0,
        about_stages_held=seen.held.about_stages if seen and seen.held is not None else 0,
        is_sending=seen is not None and seen.held is not None and not seen.held.is_shut,
        done=tuple(Done(gettext(JOBS[run.job]), run.ended_at, run.has_failed) for run in told),
    )


def ago(age: timedelta) -> str:
    """Return an age as people say it, rounded down: minutes up to two hours, hours up to two days, then days."""
    minutes = max(int(age.total_seconds() // 60), 0)
    if not minutes:
        return gettext("less than a minute ago")
    if minutes < MINUTES:
        said, count = ngettext("%(count)s minute ago", "%(count)s minutes ago", minutes), minutes
    elif minutes < HOURS * 60:
        count = minutes // 60
        said = ngettext("%(count)s hour ago", "%(count)s hours ago", count)
    else:
        count = minutes // (24 * 60)
        said = ngettext("%(count)s day ago", "%(count)s days ago", count)
    return said % {"count": format_number(count, language())}
