"""What is installed on a server names only what there is: commands, options, settings, folders, headers."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from accord.cli import main
from accord.config import SETTINGS

SERVER = Path(__file__).resolve().parents[2] / "deploy/server"
UNITS = sorted((SERVER / "systemd").glob("*.service"))
TIMERS = sorted((SERVER / "systemd").glob("*.timer"))
NGINX = SERVER / "nginx"
COMMAND = "/opt/accord/current/bin/accord"
HARDENED = {
    "User": "accord",
    "UMask": "0077",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "SystemCallFilter": "@system-service",
}


def read(unit):
    parser = configparser.RawConfigParser(strict=False)  # Environment= stands there more than once
    parser.optionxform = str
    parser.read(unit, encoding="utf-8")
    return parser


def named(unit, key):
    return re.findall(rf"^{key}=(.*)$", unit.read_text("utf-8"), re.MULTILINE)


def command_lines():
    """Every call of `accord` in a unit or a script, as the words that follow it."""
    for unit in UNITS:
        for line in named(unit, "ExecStart"):
            words = line.split()
            if words[0] == COMMAND:
                yield unit.name, words[1:]
    for script in ("install", "nightly-backup"):
        for words in re.findall(
            r'(?:bin/accord|\$accord)" ([a-z].*?)(?: \|\||;|$)', (SERVER / script).read_text(), re.M
        ):
            yield script, words.split()


def directives(file):
    """The lines of a site of nginx, without comments and what only sets the lines apart."""
    return [line.strip() for line in file.read_text("utf-8").splitlines() if line.strip() and "#" not in line]


@pytest.mark.parametrize(("where", "words"), list(command_lines()))
def test_every_command_and_option_that_is_called_exists(where, words):
    command = main
    context = click.Context(command)
    while isinstance(command, click.Group):
        command = command.get_command(context, words.pop(0))
        assert command is not None, where

    options = {option for param in command.params for option in param.opts}

    assert [word for word in words if word.startswith("--") and word not in options] == []
    arguments = [param for param in command.params if isinstance(param, click.Argument) and param.required]
    assert len(arguments) <= len([word for word in words if word.startswith(('"$', "/"))])


def test_the_calls_that_are_looked_at_are_all_there_are():
    called = {words[0] for _, words in command_lines()}

    assert called == {"serve", "clockwork", "backup", "rehearse", "doctor", "init"}


def test_every_setting_that_is_named_exists():
    known = {setting.name for setting in SETTINGS}

    for file in (path for path in SERVER.rglob("*") if path.is_file()):
        assert set(re.findall(r"ACCORD_[A-Z_]+", file.read_text("utf-8"))) <= known, file.name


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_unit_is_kept_within_its_bounds_and_its_failure_is_told(unit):
    service = read(unit)["Service"]

    assert {key: service.get(key) for key in HARDENED} == HARDENED
    assert "MemoryMax" in service
    if "@" not in unit.name:
        assert read(unit)["Unit"]["OnFailure"] == "accord-trouble@%n.service"
        assert "ACCORD_INSTANCE=/var/lib/accord" in named(unit, "Environment")
        assert service["StateDirectory"] == "accord"


def test_backup_and_rehearsal_alone_may_write_where_backups_are_kept():
    may = {unit.name for unit in UNITS if "ReadWritePaths" in read(unit)["Service"]}

    assert may == {"accord-backup.service", "accord-rehearsal.service"}


def test_every_timer_has_its_service_and_makes_up_for_a_night_without_power():
    for timer in TIMERS:
        assert timer.with_suffix(".service") in UNITS
        assert read(timer)["Timer"]["Persistent"] == "true"
        assert read(timer)["Install"]["WantedBy"] == "timers.target"
    timed = {timer.stem for timer in TIMERS}
    oneshots = {unit.stem for unit in UNITS if read(unit)["Service"].get("Type") == "oneshot" and "@" not in unit.name}
    assert timed == oneshots


def test_what_the_clockwork_does_is_done_by_no_timer_and_an_update_takes_an_old_one_away():
    named_there = {word for _, words in command_lines() for word in words}
    install = (SERVER / "install").read_text("utf-8")

    assert named_there.isdisjoint({"snapshot", "sweep"})
    [gone] = re.findall(r"^readonly GONE='([^']*)'$", install, re.MULTILINE)
    assert set(gone.split()) == {"accord-snapshot.timer", "accord-snapshot.service"}
    assert {path.name for path in (*UNITS, *TIMERS)}.isdisjoint(gone.split())


def test_the_web_server_believes_the_one_proxy_that_stands_before_it():
    web = SERVER / "systemd/accord-web.service"

    assert "ACCORD_BEHIND_PROXY=1" in named(web, "Environment")
    [start] = named(web, "ExecStart")
    host, port = (re.search(rf"--{name} (\S+)", start)[1] for name in ("host", "port"))
    assert host == "127.0.0.1"
    assert f"server {host}:{port};" in directives(NGINX / "accord.conf")


def test_every_header_that_could_be_believed_is_written_by_our_proxy():
    told = dict(re.findall(r'proxy_set_header (\S+) "?([^";]*)"?;', (NGINX / "accord-proxy.conf").read_text()))

    assert told == {
        "Connection": "",
        "Host": "$host",
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Host": "$host",
        "X-Forwarded-Proto": "$scheme",
        "X-Forwarded-Port": "",
        "X-Forwarded-Prefix": "",
        "Forwarded": "",
    }


def test_wherever_requests_are_passed_on_the_headers_are_written():
    locations = re.findall(r"location [^{]*\{([^}]*)\}", (NGINX / "accord.conf").read_text())
    passing = [body for body in locations if "proxy_pass" in body]

    assert len(passing) == 5
    assert [body for body in passing if "include snippets/accord-proxy.conf;" not in body] == []


def test_the_meters_are_for_this_machine_alone():
    [body] = re.findall(r"location = /metrics \{([^}]*)\}", (NGINX / "accord.conf").read_text())

    assert re.findall(r"(?:allow|deny) [^;]*", body) == ["allow 127.0.0.1", "allow ::1", "deny all"]


def test_no_address_and_nothing_that_was_searched_for_is_written_to_a_log():
    lines = directives(NGINX / "accord.conf")
    [form] = [line for line in lines if line.startswith("log_format")]

    assert not re.search(r"remote|forwarded|args|request_uri|\$request |referer|agent|cookie|http_", form)
    assert {line for line in lines if line.startswith("access_log")} == {
        "access_log off;",
        "access_log /var/log/nginx/accord.log accord;",
    }
    [complain] = re.findall(r"location /complain \{([^}]*)\}", (NGINX / "accord.conf").read_text())
    assert "access_log off;" in complain


def test_without_a_certificate_nothing_is_passed_on():
    text = (NGINX / "accord-before-tls.conf").read_text()

    assert "proxy_pass" not in text
    assert "/.well-known/acme-challenge/" in text


def test_who_finds_the_site_away_is_told_in_both_languages_whom_to_call():
    page = (SERVER / "away.html").read_text("utf-8")

    assert page.count('href="tel:999"') == 2
    assert "http" not in page.replace("http-equiv", "")


@pytest.mark.skipif(shutil.which("nginx") is None, reason="needs nginx (Debian package nginx-light)")
@pytest.mark.parametrize("site", ["accord.conf", "accord-before-tls.conf"])
def test_nginx_accepts_the_site(tmp_path, site):
    from gateways.servers import Certificate

    certificate = Certificate(tmp_path / "tls", days=1)
    text = (NGINX / site).read_text()
    for there, here in (
        ("/etc/accord/tls/fullchain.pem", certificate.file),
        ("/etc/accord/tls/privkey.pem", certificate.key),
        ("snippets/accord-proxy.conf", NGINX / "accord-proxy.conf"),
        ("/var/log/nginx/", f"{tmp_path}/"),
        # Here nothing may listen below 1024, and there may be no IPv6.
        ("listen 443", "listen 127.0.0.1:18443"),
        ("listen 80", "listen 127.0.0.1:18080"),
    ):
        text = text.replace(there, str(here))
    (tmp_path / "site.conf").write_text(re.sub(r"listen \[::\].*\n", "", text))
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; events {{}} http {{ access_log off; include {tmp_path}/site.conf; }}"
    )

    tested = subprocess.run(
        ["nginx", "-t", "-q", "-e", tmp_path / "error.log", "-c", tmp_path / "nginx.conf"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (tested.returncode, tested.stderr) == (0, "")


@pytest.mark.parametrize("words", [[], ["localhost"], ["accord..example"], ["-x.y"], ["evil;rm.example"], ["Ünder.x"]])
def test_the_installer_takes_nothing_but_the_name_of_a_site(words):
    refused = subprocess.run([SERVER / "install", *words], capture_output=True, text=True, check=False)

    assert refused.returncode == 2
    assert refused.stderr.startswith("usage: deploy/server/install")
    assert refused.stdout == ""


def test_the_pins_of_postgresql_are_found_among_those_of_the_tests():
    text = (SERVER / "install").read_text()
    [program] = re.findall(r"awk '(/\^\[a-z0-9\]/[^']*)'", text)
    lock = SERVER.parents[1] / "requirements-dev.lock"

    pins = subprocess.run(["awk", program, lock], capture_output=True, text=True, check=True).stdout

    assert set(re.findall(r"^([a-z-]+)==", pins, re.MULTILINE)) == {"psycopg", "psycopg-binary"}
    assert pins.count("--hash=sha256:") > 2
