"""What a run keeps: each record is one line, or one file, of JSON that can be read again."""

from dataclasses import replace
from functools import cache

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_serializer

from assistant.turn import Turn
from index.hit import Hit, Hits


class Record(BaseModel):
    """Never changed once made; a field that nobody knows is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answered(Record):
    """A case by its id, and the Turn that a system answered it with."""

    case: str
    turn: Turn

    @field_serializer("turn")
    def _without_asks(self, turn: Turn) -> object:
        """Asks are keys of the index, shown to nobody; without them a record is a third as long."""
        kept, rejected = (
            tuple(_bare(hit) for hit in some) for some in (turn.hits.kept, turn.hits.rejected)
        )
        return _turns().dump_python(replace(turn, hits=Hits(kept, rejected)), mode="json")


class Fault(Record):
    """One thing that is wrong with an answer, in no language yet (:mod:`evals.faults` words it).

    ``places`` are what its sentence is filled with: ids of outcomes, patterns of facts, texts.
    """

    name: str
    places: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class CaseScore(Record):
    """How one case went: measures by id, from 0 to 1 where they are shares.

    ``None`` is unscored: the measure does not bear on the case. ``faults`` are what is wrong, the
    gravest first. ``cluster`` joins cases that go right or wrong together (see
    :mod:`evals.interval`). ``group`` is that of the wordings of one question; ``expected`` and
    ``outcome`` are outcomes, ``cited`` the ids of the sources cited, and ``likely`` is that of the
    Turn.
    """

    case: str
    cluster: str
    language: str
    kind: str
    values: dict[str, float | None]
    faults: tuple[Fault, ...] = ()
    group: str = ""
    expected: tuple[str, ...] = ()
    outcome: str = ""
    cited: tuple[str, ...] = ()
    likely: float | None = None


class Figure(Record):
    """A mean, or another number, over ``count`` scored cases, with its 95 % interval."""

    value: float
    low: float
    high: float
    count: int


class CurvePoint(Record):
    """What showing only answers from a threshold on comes to; all from 0 to 1.

    ``coverage``: share of the answerable questions that are answered; ``risk``: share of the
    answers shown that are not right. El-Yaniv and Wiener 2010, "On the foundations of noise-free
    selective classification".
    """

    threshold: float
    coverage: float
    risk: float


class Summary(Record):
    """All figures of one system in one run, by measure id; ``None`` where no case bears on one.

    ``gaps`` are English less Swedish. ``confusion`` counts cases by expected, then by actual
    outcome. ``curve`` is the risk-coverage curve.
    """

    system: str
    count: int
    figures: dict[str, Figure | None]
    kinds: dict[str, dict[str, Figure | None]]
    languages: dict[str, dict[str, Figure | None]]
    gaps: dict[str, Figure | None]
    confusion: dict[str, dict[str, int]]
    curve: tuple[CurvePoint, ...] = ()


class CaseFile(Record):
    """A file of cases and the SHA-256 of what it held."""

    name: str
    digest: str


class Configuration(Record):
    """What a run was made with, so that it can be made again.

    ``created`` is UTC in ISO 8601. ``model`` is the chat model, empty for none. ``corpus`` and
    ``weights`` are SHA-256 digests; ``index`` is the fingerprint of the build and
    ``versions`` holds Python, this project and the libraries that answers depend on.
    """

    created: str
    tag: str
    systems: tuple[str, ...]
    model: str
    split: str
    cases: tuple[CaseFile, ...]
    corpus: str
    index: dict[str, str]
    weights: str
    settings: dict[str, str]
    versions: dict[str, str]


@cache
def _turns() -> TypeAdapter[Turn]:
    return TypeAdapter(Turn)


def _bare(hit: Hit) -> Hit:
    return replace(hit, passage=replace(hit.passage, asks={}))
