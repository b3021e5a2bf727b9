"""Reads the orders of the public snapshot."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, select

from accord.gateways.snapshot import tables
from accord.gateways.snapshot.rows import disclosed
from accord.rules.public.disclosed_order import OrderDisclosed, OrderStepDisclosed


def read_orders(connection: Connection) -> tuple[OrderDisclosed, ...]:
    """Return every order that was ever determined, the latest first, in three queries."""
    table, links, steps = tables.safety_order, tables.order_factory, tables.order_step
    factories: dict[str, list[int]] = defaultdict(list)
    for row in connection.execute(select(links)).mappings():
        factories[row["safety_order"]].append(row["factory"])
    happened: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(select(steps).order_by(steps.c.sequence)).mappings():
        happened[row["safety_order"]].append(disclosed(OrderStepDisclosed, row))
    orders = [
        disclosed(
            OrderDisclosed,
            row,
            factories=tuple(sorted(factories[row["key"]])),
            steps=tuple(happened[row["key"]]),
        )
        for row in connection.execute(select(table)).mappings()
    ]
    return tuple(sorted(orders, key=lambda order: order.determined_on, reverse=True))
