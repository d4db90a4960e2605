"""The report as one HTML file that needs nothing else, and prints."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals.measure import measures
from evals.report import changes, judging, tables
from evals.report.content import Content, Told
from evals.report.headline import headline, made, sentences, tiles
from evals.report.pictures import pictures
from evals.report.told import account, fails
from evals.report.wording import Wording

_FOLDER = Path(__file__).with_name("templates")


def page(content: Content, wording: Wording) -> str:
    """The whole report."""
    texts = wording.texts
    filters = _filters(content.worst, wording)
    found = content.comparison
    outcomes = tables.outcomes(content.measured, wording)
    parts = [
        "figures",
        "plots",
        *(["judged"] if content.judged else []),
        *(["change"] if found else []),
        "outcomes",
        "cases",
        "how",
    ]
    return (
        _environment()
        .get_template("report.html")
        .render(
            language=wording.language,
            texts=texts,
            wording=wording,
            style=_asset("report.css"),
            script=_asset("report.js"),
            made=made(content, wording),
            headline=headline(content, wording),
            sentences=list(sentences(content, wording)),
            tiles=tiles(content, wording),
            parts=parts,
            figures=tables.figures(content.summaries, wording),
            pictures=list(pictures(content, wording)),
            judged=[
                (list(judging.sentences(one, name, wording)), judging.table(one, name, wording))
                for name, one in content.judged.items()
            ],
            comparison=found,
            verdicts=list(changes.verdicts(found, wording)) if found else [],
            left_out=list(changes.left_out(found, wording)) if found else [],
            settings=found and tables.settings(found, wording),
            which=list(changes.which(found, wording)) if found else [],
            outcomes=outcomes,
            rule=texts.filled("cases.rule", shown=len(content.worst), failing=content.failing),
            filters=[(name, chosen) for name, chosen in filters.items() if len(chosen) > 1],
            labels={
                "kind": texts["kind"],
                "language": texts["language_of_case"],
                "measure": texts["filter.measure"],
            },
            cases=[(account(told, wording), _classes(told, filters)) for told in content.worst],
            meanings=[
                (tables.title(id_, wording), wording.meaning(id_), measures()[id_].source)
                for id_ in (
                    *tables.shown(content.summaries),
                    *judging.shown(content.judged.values()),
                )
            ],
            configuration=tables.made_with(content.configuration, wording),
        )
    )


def _filters(worst: Iterable[Told], wording: Wording) -> dict[str, dict[str, str]]:
    """What the cases can be narrowed to: values and their words, by the name of the filter."""
    some = list(worst)
    failing = {id_ for told in some for id_ in fails(told)}
    return {
        "kind": {kind: wording.kind(kind) for kind in sorted({one.case.kind for one in some})},
        "language": {
            language: wording.language_of(language)
            for language in sorted({one.case.language for one in some})
        },
        "measure": {id_: wording.title(id_) for id_ in measures() if id_ in failing},
    }


def _classes(told: Told, filters: Mapping[str, Mapping[str, str]]) -> str:
    """The classes by which the style sheet knows the case; values stand by their number."""
    values = {
        "kind": [told.case.kind], "language": [told.case.language], "measure": list(fails(told))
    }  # fmt: skip
    return " ".join(
        f"{name}-{number}"
        for name, chosen in filters.items()
        for number, value in enumerate(chosen, start=1)
        if value in values[name]
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
    )


@cache
def _asset(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")
