"""The report as Markdown, ``report.md``."""

from collections.abc import Iterator, Sequence

from evals.measure import measures
from evals.report import changes, judging, tables
from evals.report.content import Content
from evals.report.headline import headline, made, sentences
from evals.report.markup import plain, quoted, table
from evals.report.tables import Table
from evals.report.told import Account, Found, account
from evals.report.wording import Wording


def markdown(content: Content, wording: Wording) -> str:
    """The whole report."""
    return "\n".join(_lines(content, wording)) + "\n"


def _lines(content: Content, wording: Wording) -> Iterator[str]:
    texts = wording.texts
    yield f"# {texts['title']}"
    yield from ("", made(content, wording))
    yield from ("", f"**{headline(content, wording)}**")
    for sentence in sentences(content, wording):
        yield from ("", sentence)
    yield from _part("figures", wording, tables.figures(content.summaries, wording))
    if content.judged:
        yield from _judged(content, wording)
    if content.comparison:
        yield from _heading("change", wording)
        yield from changes.lines(content.comparison, wording)
    yield from _part("kinds", wording, tables.kinds(content.summaries, wording))
    yield from _part("languages", wording, tables.languages(content.measured, wording))
    curves = [
        tables.curve(one.curve, wording.system(one.system), wording)
        for one in content.summaries
        if one.curve
    ]
    yield from _part("curve", wording, *curves)
    outcomes = tables.outcomes(content.measured, wording)
    yield from _part("outcomes", wording, tables.outcome_table(outcomes, wording))
    yield from _cases(content, wording)
    yield from _how(content, wording)


def _judged(content: Content, wording: Wording) -> Iterator[str]:
    yield from _heading("judged", wording)
    for number, (system, one) in enumerate(content.judged.items()):
        if number:
            yield ""
        yield plain(" ".join(judging.sentences(one, system, wording)))
        found = judging.table(one, system, wording)
        if found:
            yield ""
            yield from table(found)


def _heading(name: str, wording: Wording) -> Sequence[str]:
    return ("", f"## {wording.texts[f'heading.{name}']}", "")


def _part(name: str, wording: Wording, *found: Table) -> Iterator[str]:
    if not any(one.rows for one in found):
        return
    yield from _heading(name, wording)
    for number, one in enumerate(found):
        if number:
            yield ""
        yield from (f"{one.caption}.", "")
        yield from table(one)


def _cases(content: Content, wording: Wording) -> Iterator[str]:
    texts = wording.texts
    yield from _heading("cases", wording)
    if not content.worst:
        yield texts["cases.none"]
        return
    yield texts.filled("cases.rule", shown=len(content.worst), failing=content.failing)
    for told in content.worst:
        yield from _case(account(told, wording), wording)


def _case(one: Account, wording: Wording) -> Iterator[str]:
    texts = wording.texts
    yield from ("", f"### {plain(one.id)}: {plain(one.question)}", "")
    yield f"{one.kind}, {wording.language_of(one.language)}"
    for name, some in (("earlier", one.earlier), ("why", one.faults)):
        if some:
            yield from ("", f"{texts[f'case.{name}']}:", "")
            yield from (f"- {plain(line)}" for line in some)
    yield ""
    for name, said in (
        ("understood", plain(one.understood)),
        ("persona", plain(one.persona)),
        ("expected", one.expected),
        ("facts", _patterns(one.holds)),
        ("not_facts", _patterns(one.never)),
        ("sources", ", ".join(one.sources)),
        ("note", plain(one.note)),
        ("outcome", one.outcome),
    ):
        if said:
            yield f"- {texts[f'case.{name}']}: {said}"
    if one.likely:
        yield f"- {texts.filled('case.likely', likely=one.likely)}"
    yield from ("", f"{texts['case.answer']}:", "")
    yield from quoted(one.answer)
    if one.citations:
        yield from ("", f"{texts['case.citations']}:", "")
        for cited in one.citations:
            where = f"{cited.title}, {cited.locator} ({cited.source_id})"
            yield f"{cited.number}. {plain(where)}: “{plain(cited.quote)}”"
    for name, found in (("kept", one.kept), ("rejected", one.rejected)):
        if found:
            yield from ("", f"{texts.filled(f'case.{name}', count=len(found))}:", "")
            yield from (_passage(hit) for hit in found)
    scores = ", ".join(f"{title} {value}" for title, value in one.scores)
    yield from ("", f"{texts['case.scores']}: {scores}")


def _passage(hit: Found) -> str:
    return f"- {plain(f'{hit.title}, {hit.place}')} ({hit.score}; {hit.signals}): {plain(hit.text)}"


def _patterns(some: Sequence[str]) -> str:
    return ", ".join(plain(one) if "`" in one else f"`{one}`" for one in some)


def _how(content: Content, wording: Wording) -> Iterator[str]:
    texts = wording.texts
    yield from _heading("how", wording)
    yield texts["how.interval"]
    yield ""
    for id_ in (*tables.shown(content.summaries), *judging.shown(content.judged.values())):
        source = measures()[id_].source
        after = f" {texts['how.source']}: {source}." if source else ""
        yield f"- {wording.title(id_)}: {wording.meaning(id_)}{after}"
    yield from ("", f"{texts['how.made']}:", "")
    yield from table(tables.made_with(content.configuration, wording))
