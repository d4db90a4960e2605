"""The format of a question set, and what is wrong with a set that breaks it."""

import json
from pathlib import Path

import pytest

from corpus.problem import Unsound
from evals.public.question_set import read_question_set
from tests.conftest import SMALL

EXAMPLE = SMALL.parent / "question_set"


def written(folder: Path, **files: str) -> Path:
    """A sound little set, with some files replaced; an empty one is left out."""
    sound = {
        "passages.jsonl": '{"id": "p", "text": "Å is a river."}\n',
        "conversations.jsonl": '{"id": "c", "turns": ["What is Å?"]}\n',
        "relevant.jsonl": '{"conversation": "c", "passages": ["p"]}\n',
    }
    for name, text in {**sound, **{key.replace("__", "."): v for key, v in files.items()}}.items():
        if text:
            (folder / name).write_text(text, "utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    with pytest.raises(Unsound) as unsound:
        read_question_set(folder)
    return [f"{one.file.name}:{one.line}: {one.message}" for one in sorted(unsound.value.problems)]


def test_the_example_is_sound() -> None:
    questions = read_question_set(EXAMPLE)
    assert {one.language for one in questions.conversations} == {"en", "sv"}
    assert any(len(one.turns) > 1 for one in questions.conversations)
    told = [one.holds_an_answer for one in questions.relevance.values()]
    assert set(told) == {True, False}
    assert questions.relevance["bildades"].passages == {"boats-sv": 2, "boats-en": 1}
    assert questions.relevance["crossing"].answers == (("eighteen minutes", "18 minutes"),)
    assert questions.relevance["founded"].answers == (("1921",),)


def test_a_conversation_without_a_word_on_it_is_neither(tmp_path: Path) -> None:
    more = '{"id": "c", "turns": ["What is Å?"]}\n\n{"id": "d", "turns": ["Why?"]}\n'
    questions = read_question_set(written(tmp_path, conversations__jsonl=more))
    assert questions.relevance["d"].holds_an_answer is None


def test_qrels_stand_in_for_relevant_passages_and_beside_them(tmp_path: Path) -> None:
    passages = "".join(json.dumps({"id": id_, "text": "Å."}) + "\n" for id_ in "pqr")
    folder = written(
        tmp_path, passages__jsonl=passages, relevant__jsonl="", qrels__txt="c 0 p 2\nc 0 q 0\n"
    )
    assert read_question_set(folder).relevance["c"].passages == {"p": 2}
    more = '{"conversation": "c", "passages": ["r"], "answers": ["a"]}'
    written(folder, passages__jsonl=passages, relevant__jsonl=more)
    both = read_question_set(folder).relevance["c"]
    assert both.passages == {"p": 2, "r": 1}
    assert both.answers == (("a",),)


def test_documents_are_known_by_their_paths(tmp_path: Path) -> None:
    (tmp_path / "documents" / "plan").mkdir(parents=True)
    (tmp_path / "documents" / "plan" / "å.md").write_text("# Å\n\nA river.", "utf-8")
    folder = written(
        tmp_path,
        passages__jsonl="",
        relevant__jsonl='{"conversation": "c", "passages": ["plan/å.md"]}',
    )
    questions = read_question_set(folder)
    assert questions.documents == tmp_path / "documents"
    before = questions.digest
    (tmp_path / "documents" / "plan" / "å.md").write_text("# Å\n\nA stream.", "utf-8")
    assert read_question_set(folder).digest != before


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"passages__jsonl": '{"id": "p"}'}, "passages.jsonl:1: text: Field required"),
        ({"passages__jsonl": '{"id": "p", "text": "a", "titel": "b"}'}, "passages.jsonl:1: titel"),
        ({"passages__jsonl": "[]"}, "passages.jsonl:1: line"),
        ({"passages__jsonl": "{"}, "passages.jsonl:1: line: Invalid JSON"),
        (
            {"passages__jsonl": '{"id": "p", "text": "a"}\n{"id": "p", "text": "b"}'},
            "passages.jsonl:2: passage 'p' is there twice",
        ),
        ({"passages__jsonl": ""}, "passages.jsonl:1: is missing, and so is the folder documents"),
        ({"conversations__jsonl": ""}, "conversations.jsonl:1: cannot be read"),
        ({"conversations__jsonl": "\n"}, "conversations.jsonl:1: holds no conversation"),
        ({"conversations__jsonl": '{"id": "c", "turns": []}'}, "conversations.jsonl:1: turns"),
        (
            {"conversations__jsonl": '{"id": "c", "turns": ["a"]}\n{"id": "c", "turns": ["b"]}'},
            "conversations.jsonl:2: conversation 'c' is there twice",
        ),
        ({"relevant__jsonl": ""}, "relevant.jsonl:1: is missing, and so is qrels.txt"),
        (
            {"relevant__jsonl": '{"conversation": "c", "passages": ["q"]}'},
            "relevant.jsonl:1: there is no passage 'q'",
        ),
        (
            {"relevant__jsonl": '\n{"conversation": "d", "passages": ["p"]}'},
            "relevant.jsonl:2: there is no conversation 'd'",
        ),
        (
            {"relevant__jsonl": '{"conversation": "c"}\n{"conversation": "c"}'},
            "relevant.jsonl:2: conversation 'c' is there twice",
        ),
        (
            {"relevant__jsonl": '{"conversation": "c", "answerable": false, "passages": ["p"]}'},
            "relevant.jsonl:1: line: Value error, not answerable, yet with passages or answers",
        ),
        (
            {"relevant__jsonl": '{"conversation": "c", "passages": {"p": 0}}'},
            "relevant.jsonl:1: line: Value error, a grade is 1 or more",
        ),
        ({"qrels__txt": "c 0 p"}, "qrels.txt:1: is not: conversation 0 passage grade"),
        ({"qrels__txt": "\nd 0 p 1"}, "qrels.txt:2: there is no conversation 'd'"),
        ({"qrels__txt": "c 0 q 1"}, "qrels.txt:1: there is no passage 'q'"),
        (
            {
                "qrels__txt": "c 0 p 1",
                "relevant__jsonl": '{"conversation": "c", "answerable": false}',
            },
            "qrels.txt:1: 'c' is not answerable (relevant.jsonl)",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(
    tmp_path: Path, files: dict[str, str], expected: str
) -> None:
    assert any(one.startswith(expected) for one in faults(written(tmp_path, **files)))


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        read_question_set(tmp_path / "nowhere")
