"""`accord demo`: an empty installation becomes the demonstration, published as far as anything of it is approved."""

import stat

import pytest

from accord.casework import publication
from accord.gateways.snapshot.reader import PublicSnapshot

NUMBERS = list(range(90101, 90113))
NOT_INSPECTED = 90111


@pytest.fixture
def prints_nothing(monkeypatch):
    """Put one small file in the place of the printed ones: printing has tests of its own."""

    def files(edition):
        return [("json", "", f"edition {edition.number} of {edition.factory.number}".encode())]

    monkeypatch.setattr(publication, "edition_files", files)


@pytest.mark.usefixtures("prints_nothing")
def test_the_demonstration_is_published_and_the_factory_without_a_plan_stands_in_the_register_alone(accord, instance):
    answer = accord("demo")

    assert answer.status == 0
    assert answer.out.splitlines()[-1] == f"The demonstration is ready: factories {', '.join(map(str, NUMBERS))}."
    assert f"Factory {NOT_INSPECTED} has no approved plan yet: it stands in the register alone." in answer.err
    public = PublicSnapshot(instance / "public.sqlite")
    assert public.facts().is_demonstration
    shown = {number: public.factory(number, as_of=public.facts().written_at.date()) for number in NUMBERS}
    assert all(shown.values())
    assert [number for number in NUMBERS if public.file(number, kind="json", language="") is None] == [NOT_INSPECTED]


@pytest.mark.usefixtures("prints_nothing")
def test_the_photos_of_the_demonstration_are_private_files_and_those_shown_are_published(accord, instance):
    accord("demo")

    private, published = (
        {path.name for path in (instance / folder).rglob("*") if path.is_file()} for folder in ("photos", "published")
    )
    assert len(private) >= 60
    assert private <= published
    assert stat.S_IMODE((instance / "photos").stat().st_mode) == 0o700


@pytest.mark.usefixtures("prints_nothing")
def test_the_demonstration_is_made_once(accord):
    accord("demo")

    again = accord("demo")

    assert again.status == 1
    assert "on record here already" in again.err
