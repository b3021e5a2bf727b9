"""What stands behind the addresses of letters about stages, for the test that asks every address as everybody."""

from collections.abc import Sequence

from accord.records.notice import Notice
from accord.rules.desk.access import Thing
from accord.rules.notices import Letter, Sending
from tests.notice_builders import a_text
from tests.web.desk.matrix_objects import Asked, Builder, World


def _letters(world: World) -> Sequence[Asked]:
    """A letter to each factory, to a signatory and to the labour signatories, each its reader's own."""
    asked = []
    text = a_text(world.session, world.moment, letter=Letter.STAGE_HEARING)
    told = [(f"factory {each.id}", each) for each in world.factories]
    for organisation, factory in (*told, ("signatory 1", world.own), ("labour_signatories", world.own)):
        number = len(asked) + 1
        notice = Notice(
            cause=f"stage {number}",
            year=2024,
            number=number,
            factory_id=factory.id,
            organisation=organisation,
            organisation_name="Somebody",
            step="stage_hearing",
            text=text,
            needs_answer=True,
            state=Sending.SENT,
            recorded_at=world.moment.now,
        )
        world.session.add(notice)
        world.session.flush()
        thing = Thing(frozenset({factory.id}), addressed=organisation)
        asked.append(Asked({"number": factory.number, "notice_id": notice.id}, thing))
    return asked


def _numbered(world: World) -> Sequence[Asked]:
    """A letter by its number, which is of the whole programme."""
    _letters(world)
    return [Asked({"reference": "L-2024-00001"})]


def _factories(world: World) -> Sequence[Asked]:
    """Each of the two factories by its number."""
    return [Asked({"number": each.number}, Thing(frozenset({each.id}))) for each in world.factories]


LETTERS: dict[str, Builder] = {
    "stage_letters.paper": _letters,
    "letter_register.show": _numbered,
    "defence.show": _factories,
}
