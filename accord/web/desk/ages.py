"""How long something lasts, in words of the page: “3 d 4 h”, “৩ দিন ৪ ঘণ্টা”; and when it is, as briefly as is clear."""

from datetime import datetime, timedelta

from accord.gateways.language import Language
from accord.rules.desk.ages import Unit, parts_of
from accord.rules.moments import Moment
from accord.rules.words.bangla import digits
from accord.web.filters import day, number
from accord.web.language import gettext, language


def age(passed: timedelta) -> str:
    """Return the time in at most two units, rounded down."""
    return " ".join(_said(many, unit) for many, unit in parts_of(passed))


def clock_time(instant: datetime, moment: Moment) -> str:
    """Return when it is by the clock of the programme; with its day, unless that is today."""
    local = instant.astimezone(moment.zone)
    time = f"{local:%H:%M}"
    time = digits(time) if language() is Language.BN else time
    if local.date() == moment.today:
        return time
    if local.date() == moment.today + timedelta(days=1):
        return gettext("tomorrow %(time)s", time=time)
    return f"{day(local.date())}, {time}"


def _said(many: int, unit: Unit) -> str:
    count = number(many)
    match unit:
        case Unit.DAY:
            return gettext("%(count)s d", count=count)
        case Unit.HOUR:
            return gettext("%(count)s h", count=count)
        case Unit.MINUTE:
            return gettext("%(count)s min", count=count)
        case Unit.SECOND:
            return gettext("%(count)s s", count=count)
