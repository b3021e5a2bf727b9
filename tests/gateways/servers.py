"""Servers on this machine that live as long as one test: a mail server with a mind of its own, and one with TLS."""

import socketserver
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

POLITE = {"EHLO": "250 here", "AUTH": "235 welcome", "QUIT": "221 bye"}


@contextmanager
def served(handler: type[socketserver.BaseRequestHandler]) -> Iterator[int]:
    """Answer on a port of this machine until the test is done; gives the port."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


class Speaker(socketserver.StreamRequestHandler):
    """Speaks SMTP with one visitor: each command is answered by its line."""

    replies: Mapping[str, str]
    hello: str
    heard: list[str]
    certificate: "Certificate | None"

    def handle(self) -> None:
        said = self.say(self.hello)
        while said and (line := self.rfile.readline().decode().strip()):
            self.heard.append(line)
            word = line.split()[0].upper()
            said = self.say(self.replies.get(word, "502 unknown")) and word != "QUIT"
            if word == "STARTTLS":
                said = said and self.encrypt()

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.request.close()

    def say(self, line: str) -> bool:
        try:
            self.wfile.write(f"{line}\r\n".encode())
        except OSError:
            return False
        return True

    def encrypt(self) -> bool:
        try:
            self.request = self.certificate.context().wrap_socket(self.request, server_side=True)
        except OSError:  # who does not trust it hangs up
            return False
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)
        return True


@contextmanager
def a_mail_server(
    replies: Mapping[str, str] = POLITE,
    *,
    hello: str = "220 mail.example",
    heard: list[str] | None = None,
    certificate: "Certificate | None" = None,
) -> Iterator[int]:
    """Speak SMTP until the test is done, STARTTLS with this certificate; `heard` is filled with what was said."""
    told = {"replies": replies, "hello": hello, "heard": [] if heard is None else heard, "certificate": certificate}
    with served(type("Told", (Speaker,), told)) as port:
        yield port


@contextmanager
def a_tls_server(certificate: "Certificate") -> Iterator[int]:
    """Show the certificate to everybody who comes, and hang up."""

    class Shower(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                certificate.context().wrap_socket(self.request, server_side=True).close()
            except OSError:  # who does not trust it hangs up first
                return

    with served(Shower) as port:
        yield port


class Certificate:
    """A certificate for `localhost` that this machine is told to trust, good for so many days from now."""

    def __init__(self, folder: Path, *, days: int, name: str = "localhost") -> None:
        folder.mkdir(exist_ok=True)
        self.file, self.key = folder / "certificate.pem", folder / "key.pem"
        made = folder / "made.pem"
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", self.key)
        names = ("-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}")
        openssl("req", "-x509", *key, *names, "-days", "1", "-out", made)
        # Only here can the days be fewer than none.
        openssl("x509", "-in", made, "-signkey", self.key, "-days", str(days), "-out", self.file)

    def context(self) -> ssl.SSLContext:
        """Return what a server needs to show it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context


def openssl(*words: object) -> None:
    """Run openssl, which the set-up for tests installs."""
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)
