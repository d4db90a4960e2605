"""What a text comes from, and what kind of promise it is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Force(StrEnum):
    """How far a source binds those it speaks to; shown beside every citation."""

    BINDING_TREATY = "binding-treaty"
    EU_LAW = "eu-law"
    NATIONAL_LAW = "national-law"
    SOFT_LAW = "soft-law"
    AGENCY_GUIDANCE = "agency-guidance"
    CITY_CHARTER = "city-charter"
    PRACTICE = "practice"
    RESEARCH = "research"
    INSTITUTE_PAGE = "institute-page"
    OVERVIEW = "overview"
    UNSTATED = "unstated"


class Kind(StrEnum):
    """What sort of work a source is."""

    TREATY = "treaty"
    DECLARATION = "declaration"
    CHARTER = "charter"
    RESOLUTION = "resolution"
    FRAMEWORK = "framework"
    GUIDANCE = "guidance"
    REPORT = "report"
    BOOK = "book"
    WEB_PAGE = "web page"
    CITY_PROFILE = "city profile"
    NETWORK = "network"
    OVERVIEW = "overview"
    LAW = "law"
    DOCUMENT = "document"


class FileType(StrEnum):
    """The form in which a publisher offers a text; also the ending of its file's name."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class OfficialText:
    """A publisher's file that holds the wording of a source, or a part of it, in one language."""

    url: str
    language: str
    type: FileType


@dataclass(frozen=True, slots=True)
class Source:
    """One work, as the manifest describes it.

    ``titles`` is keyed by language and always holds ``en``; ``year`` is the year of first
    publication or adoption, ``None`` when undated. ``official`` are the publisher's addresses,
    best first; ``found`` are the pages on which its facts were read. ``known_as`` are the
    shorter names that people use for it, in any language.
    """

    id: str
    titles: dict[str, str]
    publisher: str
    year: int | None
    kind: Kind
    force: Force
    languages: tuple[str, ...]
    licence: str
    official: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    known_as: tuple[str, ...] = ()
    reviewed: date | None = None

    def title(self, language: str) -> str:
        """The title in ``language``, or in English when there is none."""
        return self.titles.get(language, self.titles["en"])
