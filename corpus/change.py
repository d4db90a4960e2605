"""What rests on an official text that changed: our own sections, and cases of the evaluation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from corpus.arrival import Fetched
from corpus.official import same_page
from corpus.problem import Problem, Unsound
from corpus.text import Section, Text


class Case(BaseModel):
    """The part of an evaluation's case that says where its answer comes from."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[str, Field(min_length=1)]
    sources: tuple[str, ...] = ()


_CASES = TypeAdapter(list[Case])


@dataclass(frozen=True, slots=True)
class Resting:
    """What has to be looked at again: sections that cite the file's address, and cases."""

    sections: tuple[tuple[Text, Section], ...]
    cases: tuple[Case, ...]


def resting(changed: Fetched, digests: Iterable[Text], cases: Iterable[Case]) -> Resting:
    """What rests on a file that changed, in the order given."""
    pages = {same_page(changed.url), same_page(changed.final_url)} - {""}
    return Resting(
        sections=tuple(
            (text, section)
            for text in digests
            for section in text.sections
            if same_page(section.address) in pages
        ),
        cases=tuple(case for case in cases if changed.source_id in case.sources),
    )


def read_cases(files: Sequence[Path]) -> list[Case]:
    """The cases of YAML files, each a list of mappings with ``id`` and ``sources``.

    Raises :class:`Unsound` with every problem found, and ``OSError`` when a file is not there.
    """
    cases: list[Case] = []
    problems: list[Problem] = []
    for file in files:
        try:
            cases += _CASES.validate_python(yaml.safe_load(file.read_text("utf-8")) or [])
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            problems.append(Problem(file, 1, f"is not YAML: {error}"))
        except ValidationError as error:
            problems += [
                Problem(file, 1, ": ".join([*map(str, fault["loc"]), fault["msg"]]))
                for fault in error.errors()
            ]
    if problems:
        raise Unsound(problems)
    return cases
