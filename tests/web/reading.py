"""Reads pages as a visitor does: what is said, in which language, where the links lead."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

WITHOUT_END = {"meta", "link", "br", "input", "hr", "rect", "img", "path"}
NOT_SAID = {"title", "svg"}


@dataclass(frozen=True)
class Element:
    """One element with its attributes, the language it is in, and the elements it stands in."""

    tag: str
    attributes: dict[str, str]
    language: str
    path: tuple[str, ...]


@dataclass
class Page(HTMLParser):
    """A page that was read."""

    elements: list[Element] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    """Pieces of text, each with its language."""
    link_texts: dict[str, str] = field(default_factory=dict)
    """What the last link with this text leads to."""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []
        self._link: tuple[str, list[str]] | None = None

    @property
    def text(self) -> str:
        """Everything that is said, in one line."""
        return " ".join(" ".join(text for text, _ in self.said).split())

    def said_in(self, language: str) -> str:
        """Everything that is said in one language."""
        return " ".join(" ".join(text for text, spoken in self.said if spoken == language).split())

    def having(self, tag: str, **attributes: str) -> list[Element]:
        """The elements of this kind with these attributes."""
        return [
            element
            for element in self.elements
            if element.tag == tag and attributes.items() <= element.attributes.items()
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        language = attributes.get("lang") or (self._open[-1].language if self._open else "")
        element = Element(tag, attributes, language, tuple(opened.tag for opened in self._open))
        self.elements.append(element)
        if tag not in WITHOUT_END:
            self._open.append(element)
        if tag == "a":
            self._link = attributes.get("href", ""), []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in WITHOUT_END:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag, f"</{tag}> closes nothing"
        if tag == "a" and self._link:
            self.link_texts[" ".join("".join(self._link[1]).split())] = self._link[0]
            self._link = None

    def handle_data(self, data: str) -> None:
        if self._link:
            self._link[1].append(data)
        if self._open and not NOT_SAID & {element.tag for element in self._open}:
            self.said.append((data, self._open[-1].language))


def read(html: str) -> Page:
    """Return the page; every element in it is closed where it should be."""
    page = Page()
    page.feed(html)
    page.close()
    return page
