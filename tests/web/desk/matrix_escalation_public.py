"""What stands behind letters of recognition and check lists, for the test that asks every address as everybody."""

from collections.abc import Sequence
from dataclasses import replace

from accord.gateways.files import FileStore
from accord.records.cap import Recognition, RecognitionSheet
from accord.records.ending import EndingItem
from accord.rules.factories.endings import Condition
from tests.web.desk.matrix_objects import SINCE, Asked, Builder, World, factories_of, folder_of


def _sheets(world: World) -> Sequence[Asked]:
    """A letter of recognition of each of the two factories, as it was printed."""
    store = FileStore(folder_of(world) / "documents", is_private=True)
    asked = []
    for factory, each in zip(world.factories, factories_of(world), strict=True):
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
        asked.append(replace(each, values={"recognition_id": letter.id, "written_in": "en"}))
    world.session.flush()
    return asked


def _conditions(world: World) -> Sequence[Asked]:
    """A condition that is put on file by hand, at each of the two factories."""
    return [replace(each, values={**each.values, "condition": "severance_known"}) for each in factories_of(world)]


def _items(world: World) -> Sequence[Asked]:
    """A paper on the check list of each of the two factories."""
    store = FileStore(folder_of(world) / "documents", is_private=True)
    asked = []
    for factory, each in zip(world.factories, factories_of(world), strict=True):
        pdf = b"%PDF-1.7 a confirmation"
        item = EndingItem(
            factory_id=factory.id,
            condition=Condition.MANAGEMENT_CONFIRMED,
            happened_on=SINCE,
            words="Closed for good.",
            file_name="closed.pdf",
            sha256=store.keep(pdf),
            size_bytes=len(pdf),
            actor="a test",
            recorded_at=world.moment.now,
        )
        world.session.add(item)
        world.session.flush()
        asked.append(replace(each, values={"item_id": item.id}))
    return asked


PUBLIC_ROOMS: dict[str, Builder] = {
    "recognition.sheet": _sheets,
    "check_lists.show": factories_of,
    "check_lists.put": _conditions,
    "check_lists.end": _items,
    "check_lists.paper": _items,
}
