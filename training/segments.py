"""PolNeAR cut into segments of Penn Treebank tokens: the setting in which attribution models were published.

CofeNet (Wang et al., COLING 2022) reads single sentences, or the consecutive ones that an attribution spans. The
same cut of the train articles teaches the network texts that come in words and begin and end anywhere.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from pathlib import Path

from pipeline.language.attributions import ROLES
from training.corpora import Attributed, Example, read_annotations, read_layers

MARKS = {"“": "``", "”": "''", "«": "``", "»": "''", "‘": "`", "’": "'", "—": "--", "–": "--", "…": "..."}


def read_segments(corpora: Path, part: str) -> Iterator[Example]:
    """Yield the segments of PolNeAR's articles, in CoreNLP's tokens and sentences."""
    layers = dict(read_layers(corpora / "derived" / f"polnear_corenlp_{part}.jsonl.gz"))
    for name, text, annotators in read_annotations(corpora, part):
        for attributions in annotators[:1]:
            yield from cut_segments(text, layers.get(name, []), attributions)


def cut_segments(text: str, sentences: list, attributions: list[Attributed]) -> Iterator[Example]:
    """Cut a text into the shortest runs of sentences that no attribution leaves.

    :param sentences: lists of tokens that begin with ``start, end`` in characters.
    :param attributions: in character offsets.
    """
    sentences = [sentence for sentence in sentences if sentence]
    firsts = [sentence[0][0] for sentence in sentences]
    joined = set()  # numbers of sentences that go on the segment before
    for attributed in attributions:
        spans = [span for role in ROLES for span in getattr(attributed, role)]
        first = bisect_right(firsts, min(start for start, _ in spans)) - 1
        last = bisect_left(firsts, max(end for _, end in spans)) - 1
        joined.update(range(max(first, 0) + 1, last + 1))
    segment: list = []
    for number, sentence in enumerate(sentences):
        if segment and number not in joined:
            yield make_segment(text, segment, attributions)
            segment = []
        segment.append(sentence)
    if segment:
        yield make_segment(text, segment, attributions)


def make_segment(text: str, sentences: list, attributions: list[Attributed]) -> Example:
    """Return the sentences as an example, with the attributions that stand in them."""
    tokens = [token for sentence in sentences for token in sentence]
    starts, ends = [token[0] for token in tokens], [token[1] for token in tokens]
    found = []
    for attributed in attributions:
        inside = Attributed()
        for role in ROLES:
            for start, end in getattr(attributed, role):
                span = bisect_right(ends, start), bisect_left(starts, end)
                if span[0] < span[1]:
                    getattr(inside, role).append(span)
        inside.content = join_adjacent(inside.content)
        if inside.cue or inside.content:
            found.append(inside)
    numbers, count = set(), 0
    for sentence in sentences:
        numbers.add(count)
        count += len(sentence)
    words = penn_words([text[start:end] for start, end in zip(starts, ends, strict=True)])
    return Example("segment", words, attributions=[found], sentence_starts=numbers, weight=0.3)


def join_adjacent(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans between which no word stands."""
    joined: list[tuple[int, int]] = []
    for first, stop in sorted(spans):
        if joined and joined[-1][1] >= first:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((first, stop))
    return joined


def penn_words(words: list[str]) -> list[str]:
    """Write quotation marks and dashes as the Penn Treebank does."""
    written, inside = [], False
    for word in words:
        if word == '"':
            inside = not inside
            written.append("``" if inside else "''")
        else:
            written.append(MARKS.get(word, word).replace("’", "'"))
    return written
