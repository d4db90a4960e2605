"""What people said of answers, as lines that staff read in a terminal."""

from collections.abc import Iterator, Sequence

from assistant.feedback import Feedback
from assistant.question import clean


def lines(kept: Sequence[Feedback]) -> Iterator[str]:
    """One line each: reference, UTC, language, verdict, consent, faults, cited sources."""
    for one in kept:
        yield "  ".join(
            (
                one.reference,
                f"{one.given_at:%Y-%m-%d %H:%M}",
                one.language,
                f"{one.verdict.value:<6}",
                "agreed" if one.consented else "-     ",
                ",".join(fault.value for fault in one.faults) or "-",
                clean(",".join(one.sources)) or "-",
            )
        )


def page(kept: Feedback) -> Iterator[str]:
    """Everything that is kept of one, without what a terminal would obey."""
    yield f"{kept.reference}  {kept.given_at:%Y-%m-%d %H:%M} UTC  {kept.language}"
    yield f"Right? {kept.verdict.value}"
    yield f"Cited: {clean(', '.join(kept.sources)) or 'nothing'}"
    if kept.turn is None:
        yield "The person did not agree to more being kept."
        return
    yield f"Wrong: {', '.join(fault.value for fault in kept.faults) or 'not said'}"
    yield from _part("Asked", kept.questions)
    yield from _part(f"Answered ({kept.turn['outcome']})", kept.turn["text"].splitlines())
    yield from _part("Sentences pointed at", kept.sentences)
    yield from _part("In their words", kept.said.splitlines())


def _part(heading: str, texts: Sequence[str]) -> Iterator[str]:
    shown = [clean(text) for text in texts if text.strip()]
    if shown:
        yield ""
        yield f"{heading}:"
        yield from (f"  {text}" for text in shown)
