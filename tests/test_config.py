"""Settings are checked where they are read, and a refusal names the setting and where it was found."""

import stat
import sys

import pytest

from accord.config import load_settings
from accord.instance import BadSetting, NotSetUp
from accord.ownership import close_to_others
from accord.records.base import open_engine
from accord.schema import migrate


@pytest.fixture
def folder(tmp_path):
    """An instance folder that a test may write a config.toml into."""
    folder = tmp_path / "instance"
    folder.mkdir()
    return folder


def settings_of(folder, **told):
    return load_settings({"ACCORD_INSTANCE": str(folder), **told})


def refusal_of(folder, **told) -> str:
    with pytest.raises(BadSetting) as refusal:
        settings_of(folder, **told)
    return str(refusal.value)


def mode_of(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


WRONG = [
    ("ACCORD_BASE_URL", "accord.example", "http"),
    ("ACCORD_BASE_URL", "ftp://accord.example", "http"),
    ("ACCORD_BASE_URL", "https://", "http"),
    ("ACCORD_BASE_URL", "https://accord.example:port", "http"),
    ("ACCORD_MAIL_URL", "mail.example", "smtp://"),
    ("ACCORD_MAIL_URL", "http://mail.example", "smtp://"),
    ("ACCORD_MAIL_URL", "smtp://mail.example/?from=nobody", "names 'nobody' as its sender"),
    ("ACCORD_REVIEW_PANEL", "BUET; DIFE", "“!” after each without which nothing is of one mind"),
    ("ACCORD_SMS_SECRET", "secret", "6 characters; expected 32 or more"),
    ("ACCORD_SMS_URL", "https://sms.example", "is set without ACCORD_SMS_SECRET"),
    ("ACCORD_SECRET_KEY", "secret", "6 characters; expected 32 or more"),
    ("ACCORD_TIMEZONE", "Asia", "Asia/Dhaka"),
    ("ACCORD_BEHIND_PROXY", "yes", "how many proxies stand before the server, 0 to 3"),
    ("ACCORD_BEHIND_PROXY", "-1", "0 to 3"),
    ("ACCORD_BEHIND_PROXY", "8000", "0 to 3"),
    ("ACCORD_DATABASE_URL", "mysql://x", "begins with mysql://"),
    ("ACCORD_DATABASE_URL", "postgresql+psycopg2://x", "begins with postgresql+psycopg2://"),
    ("ACCORD_DATABASE_URL", "nonsense", "no address of a database"),
    ("ACCORD_DATABASE_URL", "postgresql+psycopg://host:port/accord", "no address of a database"),
    ("ACCORD_DATABASE_URL", "sqlite://", "names no file"),
]


@pytest.mark.parametrize(("name", "words", "expected"), WRONG)
def test_a_setting_of_the_environment_that_cannot_be_used_is_named(folder, name, words, expected):
    said = refusal_of(folder, **{name: words})

    assert said.startswith(f"{name} ")
    assert expected in said
    assert said.endswith("(from the environment)")


@pytest.mark.parametrize(("name", "words", "expected"), WRONG)
def test_a_setting_of_the_file_that_cannot_be_used_is_named_with_the_file(folder, name, words, expected):
    (folder / "config.toml").write_text(f'{name} = "{words}"\n')

    said = refusal_of(folder)

    assert said.startswith(f"{name} ")
    assert expected in said
    assert said.endswith(f"(from {folder / 'config.toml'})")


def test_a_setting_that_is_refused_has_made_no_key(folder):
    refusal_of(folder, ACCORD_BASE_URL="accord.example")

    assert not (folder / "secret-key").exists()


def test_a_password_is_never_repeated(folder):
    for name, words in (("ACCORD_MAIL_URL", "pop://me:hush@x"), ("ACCORD_DATABASE_URL", "mysql://me:hush@x")):
        assert "hush" not in refusal_of(folder, **{name: words})


def test_what_is_well_formed_is_taken_as_it_is(folder):
    settings = settings_of(
        folder,
        ACCORD_BASE_URL="https://accord.example",
        ACCORD_MAIL_URL="smtps://me:hush@mail.example:465",
        ACCORD_SECRET_KEY="k" * 32,
        ACCORD_DATABASE_URL="sqlite:////srv/accord/other.sqlite",
    )

    assert (settings.base_url, settings.mail_url) == ("https://accord.example", "smtps://me:hush@mail.example:465")
    assert (settings.secret_key, str(settings.database_file)) == ("k" * 32, "/srv/accord/other.sqlite")
    assert not (folder / "secret-key").exists()


def test_no_proxy_is_believed_unless_it_was_told_how_many(folder):
    assert settings_of(folder).behind_proxy == 0
    assert settings_of(folder, ACCORD_BEHIND_PROXY="1").behind_proxy == 1
    (folder / "config.toml").write_text("ACCORD_BEHIND_PROXY = 2\n")
    assert settings_of(folder).behind_proxy == 2


def test_postgresql_without_its_driver_names_the_extra_to_install(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)

    said = refusal_of(folder, ACCORD_DATABASE_URL="postgresql+psycopg://accord:hush@host/accord")

    assert "install accord[postgresql]" in said
    assert "hush" not in said


def test_a_database_that_is_no_file_of_sqlite_has_no_file(folder):
    pytest.importorskip("psycopg")

    assert settings_of(folder, ACCORD_DATABASE_URL="postgresql+psycopg://host/accord").database_file is None


def test_the_file_may_begin_with_the_mark_that_windows_writes(folder):
    (folder / "config.toml").write_text('ACCORD_HOTLINE = "16357"\n', encoding="utf-8-sig")

    assert settings_of(folder).hotline == "16357"


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_file_in_another_encoding_is_refused_with_the_one_expected(folder, encoding):
    (folder / "config.toml").write_text('ACCORD_HOTLINE = "16357 é"\n', encoding=encoding)

    assert refusal_of(folder) == f"{folder / 'config.toml'} is not written in UTF-8; save it anew as UTF-8"


def test_the_file_cannot_move_the_folder_it_lies_in(folder):
    (folder / "config.toml").write_text('ACCORD_INSTANCE = "/elsewhere"\n')

    assert "sets ACCORD_INSTANCE, but this folder cannot move itself" in refusal_of(folder)


@pytest.mark.parametrize("name", ["secret-key", "config.toml"])
def test_a_file_that_cannot_be_read_is_named(folder, name):
    (folder / name).mkdir()

    assert refusal_of(folder) == f"{folder / name} cannot be read: Is a directory"


def test_a_key_that_was_cut_off_is_refused(folder):
    (folder / "secret-key").touch()

    assert f"{folder / 'secret-key'} is empty" in refusal_of(folder)


def test_an_instance_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").touch()

    assert refusal_of(tmp_path / "file") == f"ACCORD_INSTANCE names {tmp_path / 'file'}, which is no folder"
    assert "cannot be used as a folder: Not a directory" in refusal_of(tmp_path / "file" / "below")


def test_an_instance_where_no_folder_can_be_made_is_refused():
    assert "ACCORD_INSTANCE names /proc/accord, which cannot be used as a folder" in refusal_of("/proc/accord")


def test_an_instance_that_cannot_be_written_to_is_refused():
    assert "ACCORD_INSTANCE names /proc, where nothing can be written" in refusal_of("/proc")


@pytest.mark.parametrize("is_there", [True, False])
def test_who_may_not_create_an_installation_makes_nothing(tmp_path, is_there):
    folder = tmp_path / "instance"
    if is_there:
        folder.mkdir()

    with pytest.raises(NotSetUp, match="run “accord init”"):
        load_settings({"ACCORD_INSTANCE": str(folder)}, may_create=False)

    assert [path.name for path in tmp_path.rglob("*")] == (["instance"] if is_there else [])


def test_a_new_installation_is_its_owners_alone(tmp_path):
    settings = settings_of(tmp_path / "instance")

    engine = open_engine(settings.database_url)
    migrate(engine)
    files = {path.name: mode_of(path) for path in settings.instance.iterdir()}
    engine.dispose()

    assert mode_of(settings.instance) == 0o700
    assert {"accord.sqlite", "accord.sqlite-wal", "accord.sqlite-shm", "secret-key"} == set(files)
    assert set(files.values()) == {0o600}


def test_what_others_could_read_is_closed_to_them_and_nothing_else_is_touched(folder):
    settings = settings_of(folder)
    ours = ["accord.sqlite", "accord.sqlite-wal", "accord.sqlite-shm", "secret-key", "config.toml"]
    for name in [*ours, "public.sqlite", "notes.txt"]:
        (folder / name).touch()
        (folder / name).chmod(0o644)
    folder.chmod(0o755)

    close_to_others(settings)

    assert mode_of(folder) == 0o700
    assert {mode_of(folder / name) for name in ours} == {0o600}
    assert {mode_of(folder / name) for name in ("public.sqlite", "notes.txt")} == {0o644}


def test_a_folder_that_many_share_stays_open(folder):
    folder.chmod(0o1777)

    close_to_others(settings_of(folder))

    assert mode_of(folder) == 0o1777


def test_what_its_owner_has_closed_further_stays_so(folder):
    settings = settings_of(folder)
    (folder / "config.toml").touch()
    (folder / "config.toml").chmod(0o400)

    close_to_others(settings)

    assert mode_of(folder / "config.toml") == 0o400


@pytest.mark.parametrize("address", ["sms.example", "ftp://sms.example", "http://sms.example", "http://10.0.0.7/send"])
def test_short_messages_leave_this_machine_by_https_alone(folder, address):
    said = refusal_of(folder, ACCORD_SMS_URL=address, ACCORD_SMS_SECRET="s" * 32)

    assert said.startswith("ACCORD_SMS_URL ")
    assert "expected https://" in said


@pytest.mark.parametrize("address", ["https://sms.example/send?team=7", "http://127.0.0.1:8080/", "http://localhost/"])
def test_a_gateway_may_be_this_machine_itself(folder, address):
    settings = settings_of(folder, ACCORD_SMS_URL=address, ACCORD_SMS_SECRET="s" * 32)

    assert (settings.sms_url, settings.sms_secret) == (address, "s" * 32)


def test_an_installation_names_the_members_of_its_review_panel(folder):
    delivered = settings_of(folder).panel
    named = settings_of(folder, ACCORD_REVIEW_PANEL="BUET / বুয়েট!; BGMEA").panel

    assert [each.name for each in delivered if each.must_take_part] == ["Engineers of the programmes", "BUET", "DIFE"]
    assert [(each.name, each.name_bn, each.must_take_part) for each in named] == [
        ("BUET", "বুয়েট", True),
        ("BGMEA", None, False),
    ]
