"""The treebank reader and the lemma scripts, on sentences written for the test."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.lemmas import apply_script
from training.corpora import Example, add_sentence, read_columns, read_treebank
from training.syntax import (
    lemma_script,
    lemma_scripts,
    lemma_table,
    script_vocabulary,
    syntax_vocabularies,
    tag_readings,
)

CONLLU = """# newdoc id = one
# sent_id = one-1
# text = Nina can't swim.
1\tNina\tNina\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t4:nsubj\t_
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
2\tca\tcan\tAUX\tMD\tVerbForm=Fin\t4\taux\t4:aux\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t4:advmod\t_
4\tswim\tswim\tVERB\tVB\tVerbForm=Inf\t0\troot\t0:root\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t4:punct\t_

# sent_id = one-2
# text = ___ Piet dives to morrow
1\t_\t_\tPUNCT\tNFP\t_\t3\tpunct\t3:punct\t_
2\tPiet\tPiet\tPROPN\tNNP\tNumber=Sing\t3\tnsubj\t3:nsubj\t_
3\tdives\tdive\tVERB\tVBZ\t_\t0\troot\t0:root\t_
3.1\tswims\tswim\tVERB\tVBZ\t_\t_\t_\t3:conj\t_
4\tto\ttomorrow\tNOUN\tNN\tTypo=Yes\t3\tobl:tmod\t3:obl:tmod\t_
5\tmorrow\t_\tX\tGW\t_\t4\tgoeswith\t4:goeswith\t_

# sent_id = one-3
1\t_\t_\tPRON\tPRP\t_\t2\tnsubj\t2:nsubj\t_
2\t_\t_\tVERB\tVBP\t_\t0\troot\t0:root\t_

"""


def read(path):
    example = Example("ewt", [], sentence_starts=set())
    for name in ("tags", "pos", "morphs", "lemmas", "heads", "relations"):
        setattr(example, name, [])
    for sentence in read_columns(path, separator="\t"):
        add_sentence(example, [row for row in sentence if row[0].isdigit()])
    return example


def written(tmp_path):
    path = tmp_path / "one.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    return path


def test_sentences_become_one_text(tmp_path):
    example = read(written(tmp_path))
    assert example.words == "Nina ca n't swim . _ Piet dives to morrow".split()
    assert example.sentence_starts == {0, 5}
    assert example.heads == [3, 3, 3, 3, 3, 7, 7, 7, 7, 8]
    assert example.relations[8] == "obl:unmarked"
    assert example.lemmas == ["Nina", "can", "not", "swim", ".", "_", "Piet", "dive", "tomorrow", None]
    assert example.pos[:2] == ["PROPN", "AUX"]
    assert example.morphs[2:4] == ["_", "VerbForm=Inf"]


def test_documents_are_read_as_their_list_says(tmp_path):
    folder = tmp_path / "UD_English-EWT" / "not-to-release"
    (folder / "sources").mkdir(parents=True)
    (folder / "file-lists").mkdir()
    written(folder / "sources")
    (folder / "file-lists" / "files.train").write_text("one.conllu\nmissing.conllu\n", encoding="utf-8")
    (folder / "file-lists" / "files.dev").write_text("", encoding="utf-8")
    (example,) = read_treebank(tmp_path, "EWT", "train")
    assert (example.corpus, len(example.words), len(example.heads)) == ("ewt", 10, 10)
    assert list(read_treebank(tmp_path, "EWT", "dev")) == []


def test_scripts_are_shared_by_words_that_inflect_alike():
    assert lemma_script("walking", "walk", "VERB") == lemma_script("Eating", "eat", "VERB") == "lower|3|"
    assert lemma_script("States", "State", "PROPN") == "keep|1|"
    assert lemma_script("OSLO", "Oslo", "PROPN") == "title|0|"
    assert lemma_script("OSLO", "OSLO", "PROPN") == "keep|0|"
    assert lemma_script("is", "be", "AUX") == "=be"


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12), st.sampled_from(["PROPN", "VERB"]))
def test_a_script_gives_its_lemma_back(word, lemma, pos):
    assert apply_script(word, lemma_script(word, lemma, pos)) == lemma


@given(st.text(min_size=1, max_size=5), st.sampled_from(["lower|3|y", "keep|9|", "title|1|", "=be"]))
def test_a_script_leaves_something_of_any_word(word, script):
    assert apply_script(word, script)


def example_of(*rows):
    words, lemmas, pos, tags = zip(*rows, strict=True)
    length = len(words)
    return Example(
        "ewt",
        list(words),
        lemmas=list(lemmas),
        pos=list(pos),
        tags=list(tags),
        morphs=["_"] * length,
        relations=["dep"] * length,
    )


def test_rare_scripts_and_labels_are_left_out():
    example = example_of(
        ("swims", "swim", "VERB", "VBZ"),
        ("dives", "dive", "VERB", "VBZ"),
        ("Dives", "dive", "VERB", "VBZ"),
        ("is", "be", "AUX", "VBZ"),
        ("is", "be", "AUX", "VBZ"),
        ("teh", "the", "DET", "DT"),
        ("lying", None, "VERB", "VBG"),
    )
    assert lemma_scripts(example)[-1] is None
    assert script_vocabulary([example], 2) == ["lower|1|", "=be"]
    assert syntax_vocabularies([example], 2)["tags"] == ["VBZ"]


def test_the_table_holds_words_with_one_lemma():
    rows = [("Saw", "see", "VERB", "VBD"), ("saw", "see", "VERB", "VBD"), ("saw", "saw", "NOUN", "NN")]
    rows += [("'s", "be", "AUX", "VBZ"), ("'s", "have", "AUX", "VBZ"), ("once", "once", "ADV", "RB")]
    rows += [("Oslo", "Oslo", "PROPN", "NNP")] * 2
    example = example_of(*rows)
    scripts = sorted({script for script in lemma_scripts(example)})
    assert lemma_table([example], scripts, 2) == {"saw|VBD": scripts.index("lower|2|ee")}


def test_readings_are_the_labels_that_occur_together():
    rows = [("dives", "dive", "VERB", "VBZ")] * 2 + [("dives", "dive", "NOUN", "NNS")] * 2 + [("x", "x", "X", "FW")]
    labels = {"pos": ["NOUN", "VERB", "X"], "tags": ["NNS", "VBZ"], "morphs": ["_"]}
    assert tag_readings([example_of(*rows)], labels, 1) == [[0, 0, 0], [1, 1, 0]]
    assert tag_readings([example_of(*rows)], labels, 3) == []
