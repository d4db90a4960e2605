"""Records come back as they were written, and passages leave their asks behind."""

from dataclasses import replace

from assistant.turn import Outcome, Plain, Statement, Support
from corpus.library import SHIPPED, read_library
from corpus.passage import Passage
from evals.record import Answered
from index.hit import Hit, Hits
from tests.evals.fakes import turn


def passage() -> Passage:
    return next(iter(read_library(SHIPPED).passages()))


def test_a_turn_comes_back_as_it_was_written() -> None:
    statement = Statement("Lund antog en åtgärdsplan.", Support.VERBATIM, (1,))
    hit = Hit(replace(passage(), asks={}), 0.5, 0.6, 0.25, 0.75, (0.1, 0.2))
    whole = replace(
        turn(Outcome.ANSWERED, "Lund antog en åtgärdsplan. [1]", ["city-lund"], seconds=0.25),
        statements=(statement,),
        plain=Plain("Lund har en plan. [1]", (statement,)),
        hits=Hits((hit,), (hit,)),
        likely=0.875,
    )
    record = Answered(case="lund-1", turn=whole)
    assert Answered.model_validate_json(record.model_dump_json()) == record


def test_a_record_leaves_out_the_asks() -> None:
    one = passage()
    assert one.asks
    record = Answered(
        case="lund-1", turn=replace(turn(Outcome.ANSWERED), hits=Hits((Hit(one, 1, 1, 1, 1),)))
    )
    read = Answered.model_validate_json(record.model_dump_json())
    assert read.turn.hits.kept[0].passage == replace(one, asks={})
