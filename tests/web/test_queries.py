"""How often a page asks the snapshot: as often for three hundred hazards as for ten."""

import pytest
from sqlalchemy import event

from tests.builders import a_factory, an_edition, hazards, publish

MOST = {
    "/": 22,
    "/figures": 17,
    "/factories/90002": 20,
    "/factories/90002?show=overdue&lang=bn": 20,
    "/factories": 18,
    "/factories?view=map": 18,
    "/factories?q=denim&as_of=2018-01-01": 18,
    "/orders": 18,
    "/completed": 18,
    "/ineligible": 18,
    "/handed-over": 18,
    "/data": 18,
    "/factories.csv": 18,
    "/orders.csv": 5,
    "/api/v1/factories": 18,
    "/api/v1/factories/90002": 35,
    "/api/v1/factories/90002/hazards": 20,
    "/api/v1/progress": 17,
}
"""For the first reader of a snapshot: what is asked of the whole programme is remembered until it changes."""


@pytest.fixture
def statements(app):
    """The statements that the snapshot was asked."""
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    engine = app.extensions["accord"].snapshot.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(("address", "most"), MOST.items())
def test_a_page_asks_the_same_number_of_questions_whatever_it_shows(settings, visitor, statements, address, most):
    publish(settings, an_edition(hazards(10)))
    visitor.get(address)
    for_ten = len(statements)

    publish(settings, an_edition(hazards(300)), an_edition(hazards(50), factory=a_factory(number=90004)))
    statements.clear()
    response = visitor.get(address)

    assert response.status_code == 200
    assert len(statements) == for_ten <= most, statements
