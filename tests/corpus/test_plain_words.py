"""Plain versions: what may stand for a sentence, and how much easier it is."""

from dataclasses import replace
from pathlib import Path
from statistics import mean

import pytest

from corpus.check import problems
from corpus.digest import read_digest
from corpus.library import SHIPPED
from corpus.passage import passages
from corpus.plain_words import cut, levels, lix, lost
from corpus.problem import Problem, Unsound
from corpus.text import Section
from tests.corpus.test_passage import section, text

ENGLISH = "texts/city-testby/en.md"
SWEDISH = "texts/city-testby/sv.md"
LAST = "The ombudsperson of Testby hears complaints, unless a court has the case.\n"
LAST_SWEDISH = "Ombudspersonen i Testby tar emot klagomål, om inte en domstol har ärendet.\n"


def block(*lines: str) -> str:
    return "\n```plain\n" + "\n".join(lines) + "\n```\n"


def found(corpus: Path, english: str, swedish: str = "") -> list[str]:
    """The problems when the last sections have these plain versions."""
    for file, last, written in ((ENGLISH, LAST, english), (SWEDISH, LAST_SWEDISH, swedish)):
        path = corpus / file
        before = path.read_text("utf-8")
        assert last in before
        path.write_text(before.replace(last, last + written), "utf-8")
    return [problem.message for problem in problems(corpus)]


def test_a_plain_version_belongs_to_the_section_and_changes_nothing_else(corpus: Path) -> None:
    before = read_digest(corpus / ENGLISH, Path(ENGLISH))
    testby = "Someone in Testby hears you. But not if a court does."
    i_testby = "Någon i Testby lyssnar på dig. Men inte om en domstol gör det."
    assert found(corpus, block(f"1. {testby}"), block(f"1. {i_testby}")) == []
    after = read_digest(corpus / ENGLISH, Path(ENGLISH))
    assert after.sections[0] == before.sections[0]
    assert after.sections[1] == replace(before.sections[1], plain={1: testby})


@pytest.mark.parametrize(
    ("english", "problem"),
    [
        (["1. " + "It is so. " * 4 + "Testby is" + " so" * 14 + "."], "plain version of 1: 16 w"),
        (
            ["1. You can tell them what is wrong. They hear you."],
            "plain version of 1: lacks Testby",
        ),
        (["1. Testby hears you since 1999."], "plain version of 1: 1999 does not stand in"),
        (["1. Testby hears you, says Anna."], "plain version of 1: Anna does not stand in"),
        (["1. We in Testby hear you.", "2. More."], "plain version of 2: the section has 1"),
        (["1. The ombudsperson of Testby investigates complaints."], "the plain version is no eas"),
    ],
)
def test_what_is_not_plain_or_does_not_say_the_same(
    corpus: Path, english: list[str], problem: str
) -> None:
    swedish = block("1. Ombudspersonen i Testby lyssnar på dig.")
    messages = found(corpus, block(*english), swedish)
    assert len(messages) == 1
    assert messages[0].startswith(problem)


@pytest.mark.parametrize(("english", "only"), [(True, "there"), (False, "here")])
def test_a_plain_version_in_one_language_only(corpus: Path, english: bool, only: str) -> None:
    written = block("1. Klaga i Testby." if not english else "1. Go to Testby.")
    messages = found(corpus, written if english else "", "" if english else written)
    assert len(messages) == 1
    assert messages[0].endswith(f"a plain version is only {only}")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["Without a number."], "a line of a plain version is a number, a full stop, words"),
        (["0. Nought."], "a line of a plain version is a number, a full stop, words"),
        (["1. One.", "1. Two."], "a second plain version of 1"),
    ],
)
def test_a_line_that_cannot_be_read(corpus: Path, lines: list[str], message: str) -> None:
    path = corpus / ENGLISH
    written = path.read_text("utf-8").rstrip("\n")
    path.write_text(written + "\n" + block(*lines), "utf-8")
    with pytest.raises(Unsound) as caught:
        read_digest(path, Path(ENGLISH))
    line = written.count("\n") + 3 + len(lines)
    assert caught.value.problems == (Problem(Path(ENGLISH), line, message),)


@pytest.mark.parametrize(
    ("sentence", "plain", "missing"),
    [
        ("Lund decided in 2018.", "Lund chose it. That was in 2018.", []),
        ("It was decided in 2018.", "It was decided.", ["2018"]),
        ("There are seven grounds.", "There are 7 grounds.", []),
        ("The council of Lund decided.", "The council decided.", ["Lund"]),
        ("The Swedish council decided.", "The council in Sweden decided.", []),
        ("The city of Lund decided.", "It was Lunds idea.", []),
        ("RWI helps.", "The institute helps.", ["RWI"]),
        ("Cities help.", "They help.", []),
    ],
)
def test_numbers_and_names_may_not_get_lost(sentence: str, plain: str, missing: list[str]) -> None:
    assert lost(sentence, cut(plain), "en") == missing


def test_a_language_without_rules_for_numbers_is_held_to_its_digits() -> None:
    assert lost("Der Rat von Graz beschloss es 2001.", ["Der Rat beschloss es."], "de") == [
        "2001",
        "Graz",
    ]


def test_every_full_stop_ends_a_plain_sentence() -> None:
    assert cut("Det är ett svenskt ord. De ska vara med. Se rwi.lu.se.") == (
        "Det är ett svenskt ord.",
        "De ska vara med.",
        "Se rwi.lu.se.",
    )
    assert cut("") == ()


def test_lix_is_words_a_sentence_and_the_percentage_of_long_words() -> None:
    assert lix(["The city has a council.", "Municipalities decide."]) == pytest.approx(
        7 / 2 + 100 * 3 / 7 - 100 / 7
    )


def plainly(**plain: str) -> Section:
    numbered = {int(number[1:]): said for number, said in plain.items()}
    return replace(section("The city acts. It listens.", "- Everyone asks."), plain=numbered)


def test_a_passage_carries_the_plain_version_of_each_of_its_sentences() -> None:
    (passage,) = passages(text(plainly(_1="It does. Now.", _3="All ask.")))
    assert passage.plain == (("It does.", "Now."), (), ("All ask.",))
    assert passage.in_plain_words("The city acts.") == ("It does.", "Now.")
    assert passage.in_plain_words("It listens.") == ()
    assert passage.in_plain_words("Somebody else's sentence.") == ()


def test_the_parts_of_a_long_section_carry_what_belongs_to_them() -> None:
    blocks = ["A" + " word" * 80 + f" {word}." for word in ("one", "more", "end")]
    long = replace(section(*blocks), plain={1: "First.", 3: "Last."})
    first, second, third = passages(text(long))
    assert (first.plain, second.plain, third.plain) == ((("First.",),), (), (("Last.",),))


def test_a_plain_version_is_no_part_of_what_a_passage_is_found_by() -> None:
    (bare,), (plain,) = passages(text(plainly())), passages(text(plainly(_1="It does.")))
    assert bare.plain == ()
    assert bare.id == plain.id
    assert bare.text == plain.text


def test_a_plain_version_that_lost_a_number_is_not_shown() -> None:
    (passage,) = passages(
        text(replace(section("In 2018 the city acts."), plain={1: "The city acts."}))
    )
    assert passage.plain
    assert passage.in_plain_words("In 2018 the city acts.") == ()


@pytest.mark.parametrize(("language", "easier"), [("en", 15), ("sv", 15)])
def test_the_shipped_plain_versions_are_many_and_much_easier(language: str, easier: int) -> None:
    standard, plain = [], []
    for path in sorted((SHIPPED / "texts").glob(f"*/{language}.md")):
        for one in read_digest(path, path).sections:
            original, again = levels(one, language)
            if again:
                standard.append(lix(original))
                plain.append(lix(again))
    assert len(plain) >= 60
    assert mean(plain) <= mean(standard) - easier
