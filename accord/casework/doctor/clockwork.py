"""The clockwork: whether it runs, and whether all that it does goes well."""

from accord.casework.clockwork import failing, last_beat, last_runs
from accord.casework.doctor.examination import Examination, Finding, broken, fine, look
from accord.rules.clockwork import is_stale
from accord.rules.upkeep import age_in_words

LET_IT_RUN = "let “accord clockwork” run beside the web server: until then nobody is reminded and no letter leaves"
MEND_JOB = "see to what is said there; it is tried again by itself, and “accord sweep” does so at once"


def clockwork(examined: Examination) -> Finding:
    """Judge whether the clockwork beats, and whether what it did last of each kind went well."""
    moment = examined.moment
    beat = last_beat(examined.database, moment=moment)
    if beat is None or is_stale(beat, now=moment.now):
        said = "it has never run here"
        if beat is not None and beat > moment.now:
            said = f"the clock was put back since it last looked, when it showed {beat:%Y-%m-%d %H:%M %Z}"
        elif beat is not None:
            said = f"it stands still since {age_in_words(moment.now - beat)}"
        judge = look if examined.is_demonstration else broken
        return judge(said, LET_IT_RUN)
    runs = last_runs(examined.database, moment=moment)
    if troubles := failing(runs, now=moment.now):
        said = "; ".join(f"{run.job} at {run.ended_at:%Y-%m-%d %H:%M %Z}: {run.said}" for run in troubles)
        return broken(f"not all that is due could be done: {' '.join(said.split())}", MEND_JOB)
    return fine(f"it looked {age_in_words(moment.now - beat)} ago, and {len(runs)} kinds of jobs went well")
