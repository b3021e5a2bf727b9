"""The letters that accounts need, each in both languages: nobody knows yet which one their reader wants."""

from accord.gateways.language import Language, translator
from accord.gateways.letters import Letter
from accord.records.person import Person
from accord.rules.desk.people import LinkPurpose
from accord.rules.moments import Moment


def link_letter(person: Person, purpose: LinkPurpose, address: str, *, moment: Moment) -> Letter:
    """Return the letter with a link that works once, for choosing a password."""
    spoken = [_words(person, purpose, address, language) for language in Language]
    return Letter(
        to=person.email,
        subject=" · ".join(subject for subject, _ in spoken),
        body="\n\n".join(body for _, body in spoken),
        at=moment.now,
    )


def _words(person: Person, purpose: LinkPurpose, address: str, language: Language) -> tuple[str, str]:
    gettext = translator(language).gettext
    is_new = purpose is LinkPurpose.SIGN_UP
    subject = gettext("Your account of Accord") if is_new else gettext("A new password for Accord")
    asked = (
        gettext("An account was made for you. Choose your password here:")
        if is_new
        else gettext("Somebody, most likely you, asked for a new password. Choose it here:")
    )
    name = (person.name_bn or person.name) if language is Language.BN else person.name
    lines = (
        name,
        "",
        asked,
        address,
        "",
        gettext("The link works once, within 72 hours. Nobody will ever ask you for your password."),
    )
    return subject, "\n".join(lines)
