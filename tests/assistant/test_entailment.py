"""The optional entailment model: a tiny one, made at random, runs the whole path."""

from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

from assistant.entailment import Entailment, EntailmentUnavailable
from assistant.support import Fault, SupportCheck, support_weights
from tests.assistant.test_support import PASSAGES, SENTENCES, embed

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "city", "charter", "not"]


def tiny(folder: Path, labels: dict[int, str], favoured: int) -> str:
    """A BERT of one layer whose classifier favours one label, whatever it reads."""
    (folder / "vocab.txt").write_text("\n".join(WORDS), "utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        max_position_embeddings=512,
        id2label=labels,
        label2id={label: number for number, label in labels.items()},
    )
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.zero_()
        model.classifier.bias[favoured] = 9.0
    model.save_pretrained(folder)
    return str(folder)


@pytest.mark.parametrize(
    "labels",
    [
        {0: "contradiction", 1: "entailment", 2: "neutral"},
        {0: "ENTAILMENT", 1: "NEUTRAL", 2: "CONTRADICTION"},
    ],
)
def test_the_order_of_the_labels_is_read_from_the_model(
    tmp_path: Path, labels: dict[int, str]
) -> None:
    place = next(number for number, label in labels.items() if label.lower() == "entailment")
    verdict = Entailment(tiny(tmp_path, labels, place)).judge("A city.", "A city.")
    assert verdict.entailed > 0.9
    assert verdict.contradicted < 0.1


@pytest.mark.parametrize(
    ("favoured", "faults"), [(0, ()), (1, (Fault.MEANING,)), (2, (Fault.MEANING,))]
)
def test_it_judges_in_place_of_the_weights(
    tmp_path: Path, favoured: int, faults: tuple[Fault, ...]
) -> None:
    labels = {0: "entailment", 1: "neutral", 2: "contradiction"}
    model = Entailment(tiny(tmp_path, labels, favoured))
    check = SupportCheck(embed, support_weights(), model)
    assert check.faults(SENTENCES["en"][1], [PASSAGES["en"]], "en") == faults
    wrong = check.faults("The charter has 99 articles.", [PASSAGES["en"]], "en")
    assert wrong[0] is Fault.NUMBER


def test_a_model_that_is_not_here_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EntailmentUnavailable, match="ASSISTANT_NLI_MODEL"):
        Entailment(str(tmp_path / "nowhere"))


def test_a_model_without_the_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EntailmentUnavailable, match="entailment and contradiction"):
        Entailment(tiny(tmp_path, {0: "good", 1: "bad"}, 0))
