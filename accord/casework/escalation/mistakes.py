"""A mistake in a profile of the escalation protocol, as a sentence that says which line."""

from collections.abc import Mapping

from accord.casework.refusals import N_, Told
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.profile_file import ProfileFlaw, ProfileMistake, read_profile

SENTENCES: Mapping[ProfileFlaw, str] = {
    ProfileFlaw.NO_TOML: N_("Line %(line)s cannot be read: this is no TOML. The profile that holds is unchanged."),
    ProfileFlaw.LACKS: N_("“%(where)s” is missing (line %(line)s). The profile that holds is unchanged."),
    ProfileFlaw.UNKNOWN: N_(
        "Line %(line)s: nobody knows “%(where)s”; is it a slip of the finger? The profile that holds is unchanged."
    ),
    ProfileFlaw.NOT_WHOLE: N_("Line %(line)s: “%(where)s” is a whole number. The profile that holds is unchanged."),
    ProfileFlaw.NOT_THREE: N_(
        "Line %(line)s: “%(where)s” is three whole numbers, one for each stage, none smaller than the one before. "
        "The profile that holds is unchanged."
    ),
    ProfileFlaw.OUT_OF_BOUNDS: N_(
        "Line %(line)s: “%(where)s” lies between %(least)s and %(most)s. The profile that holds is unchanged."
    ),
    ProfileFlaw.NOT_YES_OR_NO: N_("Line %(line)s: “%(where)s” is true or false. The profile that holds is unchanged."),
    ProfileFlaw.NO_DAY: N_(
        "Line %(line)s: “%(where)s” is a day, written like 2019-05-08. The profile that holds is unchanged."
    ),
    ProfileFlaw.NO_WORDS: N_("Line %(line)s: “%(where)s” says nothing. The profile that holds is unchanged."),
    ProfileFlaw.TOO_LONG: N_(
        "Line %(line)s: no more than %(most)s characters stand here. The profile that holds is unchanged."
    ),
    ProfileFlaw.NOT_LETTERS: N_(
        "Line %(line)s: “%(where)s” holds a character that nobody can see. The profile that holds is unchanged."
    ),
    ProfileFlaw.NEVER_GONE: N_(
        "Line %(line)s: a trigger would be gone with as many pieces as meet it (“%(where)s”). "
        "The profile that holds is unchanged."
    ),
}


class MistakeInProfile(Told):
    """A profile was refused for a mistake; the last good one holds."""

    def __init__(self, mistake: ProfileMistake) -> None:
        self.sentence = SENTENCES[mistake.flaw]
        self.line = mistake.line
        super().__init__(
            # What lacks altogether has no line of its own.
            line=mistake.line or "–",
            where=mistake.where,
            least=mistake.least,
            most=mistake.most,
        )


def checked(text: str) -> Profile:
    """Return the profile that the TOML holds. Raises MistakeInProfile with the line of the first mistake."""
    try:
        return read_profile(text)
    except ProfileMistake as mistake:
        raise MistakeInProfile(mistake) from mistake
