"""What stands behind letters of recognition and check lists, for the test that asks every address as everybody."""

from collections.abc import Sequence
from dataclasses import replace

from accord.gateways.files import FileStore
from accord.records.cap import Recognition, RecognitionSheet
from tests.web.desk.matrix_objects import SINCE, Asked, Builder, World, _factories, folder_of


def _sheets(world: World) -> Sequence[Asked]:
    """A letter of recognition of each of the two factories, as it was printed."""
    store = FileStore(folder_of(world) / "documents", is_private=True)
    asked = []
    for factory, each in zip(world.factories, _factories(world), strict=True):
        made = {"actor": "a test", "recorded_at": world.moment.now}
        letter = Recognition(factory_id=factory.id, recognised_on=SINCE, number=f"L {factory.number}", **made)
        world.session.add(letter)
        world.session.flush()
        pdf = b"%PDF-1.7 a letter"
        sheet = RecognitionSheet(
            recognition_id=letter.id,
            language="en",
            sha256=store.keep(pdf),
            size_bytes=len(pdf),
            recorded_at=world.moment.now,
        )
        world.session.add(sheet)
        asked.append(replace(each, values={"recognition_id": letter.id, "lang": "en"}))
    world.session.flush()
    return asked


PUBLIC_ROOMS: dict[str, Builder] = {"recognition.sheet": _sheets}
