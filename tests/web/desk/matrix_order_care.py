"""What stands behind the addresses beside an order, for the test that asks every address as everybody."""

from collections.abc import Sequence
from dataclasses import replace

from accord.gateways.files import FileStore
from accord.records.order_care import OrderFile, OrderMeasure, OrderMeasureStep, StateOrder
from accord.rules.orders.words import Extent, MeasureStep
from tests.web.desk.matrix_objects import SINCE, Asked, Builder, World, folder_of, orders


def _measures(world: World) -> Sequence[Asked]:
    """A measure of each order."""
    asked = []
    for each in orders(world):
        measure = OrderMeasure(
            order_id=each.values["order_id"],
            words="Empty the roof tank.",
            due_on=world.moment.today,
            actor="a test",
            recorded_at=world.moment.now,
        )
        step = {"step": MeasureStep.SET, "happened_on": SINCE, "actor": "a test", "recorded_at": world.moment.now}
        measure.steps = [OrderMeasureStep(**step)]
        world.session.add(measure)
        world.session.flush()
        asked.append(replace(each, values={**each.values, "measure_id": measure.id}))
    return asked


def _state_orders(world: World) -> Sequence[Asked]:
    """An order of the government beside each order."""
    asked = []
    for each in orders(world):
        found = StateOrder(
            order_id=each.values["order_id"],
            extent=Extent.FULL,
            authority="Inspector General",
            ordered_on=SINCE,
            actor="a test",
            recorded_at=world.moment.now,
        )
        world.session.add(found)
        world.session.flush()
        asked.append(replace(each, values={**each.values, "state_order_id": found.id}))
    return asked


def _files_of_orders(world: World) -> Sequence[Asked]:
    """A paper that came with each order."""
    sha256 = FileStore(folder_of(world) / "documents").keep(b"%PDF-1.7")
    asked = []
    for each in orders(world):
        found = OrderFile(
            order_id=each.values["order_id"],
            name="props.pdf",
            media_type="application/pdf",
            sha256=sha256,
            size_bytes=8,
            actor="a test",
            recorded_at=world.moment.now,
        )
        world.session.add(found)
        world.session.flush()
        asked.append(replace(each, values={**each.values, "file_id": found.id}))
    return asked


ORDER_CARE: dict[str, Builder] = {
    "orders_desk.file": _files_of_orders,
    "order_measures.new": orders,
    "order_measures.set_one": orders,
    "order_measures.show": _measures,
    "order_measures.hand_in": _measures,
    "order_measures.judge": _measures,
    "order_measures.drop": _measures,
    "state_orders.show": orders,
    "state_orders.record": orders,
    "state_orders.withdraw": _state_orders,
    "production.show": orders,
    "production.say": orders,
}
"""By endpoint: what stands behind an address that has a parameter."""
