"""What a judge said of the answers of a run: a line for each case in ``judge.<system>.jsonl``."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from assistant.turn import Statement, Turn
from corpus.problem import Problem, Unsound
from evals.case import Case
from evals.judge import Judge, Opinion, prompts_digest
from evals.record import Record

RIGHT, RECALL, PRECISION = "judge_right", "judge_citation_recall", "judge_citation_precision"

Supports = Callable[[Sequence[int]], bool | None]
"""Whether the citations of these numbers support a sentence; ``None`` is unscored."""


class Ruling(Record):
    """The opinion on one answer.

    ``values`` are measures from 0 to 1, or ``None`` where the judge's verdict could not be read.
    ``prompts`` is the digest of what the judge was told. ``sentences`` are the opinions on single
    sentences, in the order in which they were asked for.
    """

    case: str
    judge: str
    prompts: str
    values: dict[str, float | None]
    answer: Opinion
    sentences: tuple[Opinion, ...] = ()


class OtherJudge(Exception):
    """The file holds the rulings of another judge. The message says what to do."""


class Rulings:
    """The rulings on a system's answers in the folder of a run."""

    def __init__(self, folder: Path, system: str) -> None:
        self.file = folder / f"judge.{system}.jsonl"

    def read(self) -> dict[str, Ruling]:
        """Every ruling by case; a last line that was torn by a kill is passed over.

        Raises :class:`corpus.problem.Unsound` naming the line that cannot be read.
        """
        found = {}
        for number, line in enumerate(self._whole().splitlines(), start=1):
            try:
                ruling = Ruling.model_validate_json(line)
            except ValidationError as error:
                fault = error.errors()[0]
                place = ".".join(map(str, fault["loc"]))
                raise Unsound([Problem(self.file, number, f"{place}: {fault['msg']}")]) from error
            found[ruling.case] = ruling
        return found

    def go_on(self, judge: str, *, again: bool = False) -> frozenset[str]:
        """Prepare the file for the rulings of ``judge``; the cases that need none any more.

        Unscored rulings are dropped, to be asked for anew; with ``again`` all are. Raises
        :class:`OtherJudge` where there are rulings of another judge, or on other prompts.
        """
        kept = {} if again else self.read()
        for ruling in kept.values():
            if (ruling.judge, ruling.prompts) != (judge, prompts_digest()):
                raise OtherJudge(
                    f"{self.file} holds what {ruling.judge} said, asked in other words or of "
                    "another judge. Replace it with --again, or keep a copy of it first."
                )
        scored = {case: one for case, one in kept.items() if one.values[RIGHT] is not None}
        beside = self.file.with_name(f"{self.file.name}.new")
        beside.write_text("".join(f"{one.model_dump_json()}\n" for one in scored.values()), "utf-8")
        beside.replace(self.file)
        return frozenset(scored)

    def add(self, ruling: Ruling) -> None:
        """Put down a ruling; it is in the file when this returns."""
        with self.file.open("ab") as file:
            file.write(f"{ruling.model_dump_json()}\n".encode())

    def _whole(self) -> bytes:
        written = self.file.read_bytes() if self.file.exists() else b""
        return written[: written.rfind(b"\n") + 1]


def rule(judge: Judge, case: Case, turn: Turn, *, citations: bool = False) -> Ruling:
    """Judge the answer of a case, with ``citations`` also what each sentence cites.

    Raises :class:`evals.judge.Silent`.
    """
    quotes = {one.number: one.quote for one in turn.citations}
    opinion = judge.answer([*case.turns, case.question], turn.text, quotes, turn.language)
    right = None if opinion.verdict is None else float(opinion.verdict == "right")
    values: dict[str, float | None] = {RIGHT: right}
    sentences: list[Opinion] = []
    if citations:
        scored = [_cited(judge, one, turn, quotes, sentences) for one in turn.statements]
        values[RECALL] = _mean([recall for recall, _ in scored])
        values[PRECISION] = _mean([one for _, relevant in scored for one in relevant])
    return Ruling(
        case=case.id,
        judge=judge.name,
        prompts=prompts_digest(),
        values=values,
        answer=opinion,
        sentences=tuple(sentences),
    )


def cited(numbers: Sequence[int], supports: Supports) -> tuple[bool | None, list[bool | None]]:
    """Whether a sentence is supported by its citations, and which of them are relevant.

    ALCE (Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations",
    section 3): a citation is irrelevant where all together do not support the sentence, or where
    it does not support it alone while the others do without it.
    """
    together = supports(numbers) if numbers else False
    if not together or len(numbers) == 1:
        return together, [together] * len(numbers)
    relevant: list[bool | None] = []
    for number in numbers:
        alone = supports([number])
        others = False if alone else supports([one for one in numbers if one != number])
        unknown = others is not False and None in (alone, others)
        relevant.append(None if unknown else not others)
    return together, relevant


def _cited(
    judge: Judge,
    statement: Statement,
    turn: Turn,
    quotes: Mapping[int, str],
    asked: list[Opinion],
) -> tuple[bool | None, list[bool | None]]:
    """What the judge makes of one sentence; its opinions are added to ``asked``."""

    def supports(numbers: Sequence[int]) -> bool | None:
        some = {one: quotes[one] for one in numbers if one in quotes}
        opinion = judge.supports(statement.text, some, turn.language)
        asked.append(opinion)
        return None if opinion.verdict is None else opinion.verdict == "yes"

    return cited(statement.citations, supports)


def _mean(found: Sequence[bool | None]) -> float | None:
    scored = [one for one in found if one is not None]
    return sum(scored) / len(scored) if scored else None
