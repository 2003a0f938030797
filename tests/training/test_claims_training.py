"""The trainings of models/en_claims on texts and weights of the test's own."""

import random

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs its own environment: make train")

from pipeline.link.embeddings import EMBEDDINGS_FILE  # noqa: E402
from pipeline.link.relations import RELATIONS, RELATIONS_FILE, TOKENIZER_FILE, Relations  # noqa: E402
from pipeline.settings import CLAIMS_MODEL  # noqa: E402
from training.embeddings import Bag, bag_of, read_texts, read_tokenizer, save_table  # noqa: E402
from training.network import VOCABULARY  # noqa: E402
from training.relation_network import RelationNetwork, export  # noqa: E402
from training.relation_pairs import Pair  # noqa: E402
from training.relations import (  # noqa: E402
    LEANING,
    SMOOTHING,
    TOKENS,
    Encoding,
    Stage,
    batches,
    calibrate,
    lean,
    loss_of,
    mean_of,
    rate_at,
    scores_of,
)

TOKENIZER = read_tokenizer(CLAIMS_MODEL)


def pair(first: str, second: str, *relations: str) -> Pair:
    return Pair(first, second, frozenset(relations))


def test_the_table_is_what_the_bag_computes():
    torch.manual_seed(1)
    bag = Bag(torch.randn(VOCABULARY, 384), torch.ones(VOCABULARY))
    with torch.no_grad():
        bag.own.normal_()
        bag.mixing.normal_()
    rows = [torch.tensor([5, 6, 6]), torch.tensor([7])]
    table = bag.table()
    expected = torch.nn.functional.normalize(torch.stack([table[5] + 2 * table[6], table[7]]), dim=1)
    torch.testing.assert_close(bag(*bag_of(rows)).detach(), expected, atol=1e-4, rtol=1e-3)


def test_eight_bits_keep_the_table(tmp_path):
    table = torch.randn(VOCABULARY, 384)
    save_table(table, tmp_path, CLAIMS_MODEL)
    with np.load(tmp_path / EMBEDDINGS_FILE) as saved:
        kept = saved["vectors"] * saved["scales"][:, None]
    assert np.abs(kept - table.numpy()).max() < 0.03


def test_texts_are_read_once_each(tmp_path):
    import gzip
    import json

    (tmp_path / "derived").mkdir()
    text = "The road to Ambry is closed until the end of the week. The mayor said that nobody had told her of it."
    with gzip.open(tmp_path / "derived" / "news_articles.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}) + "\n" for _ in range(2))
    texts = read_texts(tmp_path, random.Random(1))
    assert len(texts) == len(set(texts)) >= 2


def test_a_step_holds_no_more_pieces_than_it_may():
    rows = Encoding(TOKENIZER)([pair("a b " * number, "c d " * number, "same") for number in range(1, 40)])
    made = batches(rows, random.Random(1))
    assert sum(map(len, made)) == 39
    assert all(len(batch) * max(len(a) + len(b) + 3 for a, b, _ in batch) <= TOKENS for batch in made)


def test_a_pair_with_an_empty_statement_is_not_trained_on():
    assert Encoding(TOKENIZER)([pair("", "a", "same"), pair("a", "b", "same")])[0][0] != []
    assert len(Encoding(TOKENIZER)([pair("", "a", "same"), pair("a", "b", "same")])) == 1


def test_what_is_left_open_costs_less_than_what_is_said():
    torch.manual_seed(1)
    network, encoding = RelationNetwork(kept=(0,), dropout=0.0).eval(), Encoding(TOKENIZER)
    said, half, open_to_all = (
        loss_of(network, encoding([pair("It is shut.", "It is open.", *relations)]), encoding, random.Random(1)).item()
        for relations in (RELATIONS[:1], RELATIONS[:2], RELATIONS)
    )
    assert said > half > open_to_all
    assert open_to_all == pytest.approx(SMOOTHING * np.log(len(RELATIONS)), rel=0.5)


def test_the_rate_rises_to_its_peak_and_falls_to_its_last():
    stage = Stage(epochs=2, snli=0, smaller=0, news=0, rate=1.0, warm=0.1, last=0.2)
    rates = [rate_at(done / 100, stage) for done in range(101)]
    assert rates[0] == 0
    assert max(rates) == pytest.approx(1)
    assert rates.index(max(rates)) == 10
    assert rates[-1] == pytest.approx(0.2)


def test_calibration_takes_confidence_from_a_network_that_is_wrong():
    torch.manual_seed(1)
    network, encoding = RelationNetwork(kept=(0,), dropout=0.0).eval(), Encoding(TOKENIZER)
    with torch.no_grad():
        network.output.weight *= 50
    pairs = [pair("The port is shut.", "It is open.", relation) for relation in RELATIONS]
    before = scores_of(network, pairs, encoding)
    temperature = calibrate(network, pairs, encoding)
    assert temperature > 1
    torch.testing.assert_close(scores_of(network, pairs, encoding), before / temperature, atol=1e-3, rtol=1e-3)


def test_the_mean_of_networks_weighs_them_alike():
    networks = [RelationNetwork(kept=()) for _ in range(3)]
    expected = torch.stack([network.mixing.weight for network in networks]).mean(0)
    torch.testing.assert_close(mean_of(networks).mixing.weight, expected)
    assert not torch.equal(networks[0].mixing.weight, expected)


def test_scores_lean_towards_what_is_found_too_seldom():
    torch.manual_seed(1)
    network, encoding = RelationNetwork(kept=(0,), dropout=0.0).eval(), Encoding(TOKENIZER)
    pairs = [pair("The port is shut.", "It is open.", "same")]
    before = scores_of(network, pairs, encoding)
    lean(network)
    change = dict(zip(RELATIONS, (scores_of(network, pairs, encoding) - before)[0].tolist(), strict=True))
    assert change == pytest.approx(dict.fromkeys(RELATIONS, 0.0) | LEANING, abs=1e-4)


@pytest.mark.slow
def test_the_exported_network_says_what_the_trained_one_does(tmp_path):
    torch.manual_seed(1)
    network = RelationNetwork(kept=(0, 1), dropout=0.0).eval()
    encoding = Encoding(TOKENIZER)
    [(first, second, _)] = encoding([pair("The port is shut.", "The harbour is open.", "same")])
    with torch.no_grad():
        expected = network(*encoding.collate([tuple(sorted((first, second)))])).softmax(-1).numpy()
    export(network, tmp_path)
    (tmp_path / TOKENIZER_FILE).write_bytes((CLAIMS_MODEL / TOKENIZER_FILE).read_bytes())
    found = Relations(tmp_path, threads=1).score([("The port is shut.", "The harbour is open.")])
    assert (tmp_path / RELATIONS_FILE).stat().st_size < 24e6
    np.testing.assert_allclose(found, expected, atol=0.05)
