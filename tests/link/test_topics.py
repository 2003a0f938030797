"""Whom and what a dozen articles of three topics and eight years name, resolved from the names as they stand there."""

import re
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from pipeline.link.contexts import make_context
from pipeline.link.profiles import LocalEntity
from pipeline.link.resolver import Known, Resolver
from training.gold.marks import read_marks

TOPICS = Path(__file__).with_name("topics")
LABELS = {
    "PERSON": "akerson ballmer beers bernanke bill-ford blair bush carson chirac cook enders forgeard fuld gates "
    "gettelfinger gonzalez henderson henry-ford jobs lahood leahy marchionne mcnerney mulally nardelli obama paulson "
    "shelby streiff trichet wagoner wozniak",
    "PRODUCT": "a350 a380 b777 b787 blackberry iphone iphone4s leaf volt",
    "GPE": "alabama canada chicago cupertino dearborn detroit france germany hamburg italy japan london milan paris "
    "san-francisco seattle spain tokyo toulouse uk us",
    "NORP": "american italian",
    "EVENT": "macworld paris-show",
}
LABEL_OF = {key: label for label, keys in LABELS.items() for key in keys.split()}


def read_topics():
    """Return context and entities of each article, the local id being what the marks say."""
    articles = []
    for file in sorted(TOPICS.glob("*.txt")):
        head, _, marked = file.read_text(encoding="utf-8").partition("\n")
        text, marks = read_marks(marked)
        names = defaultdict(list)
        for mark in marks:
            names[mark.key].append(re.sub(r"^Mr\. ", "", text[mark.start:mark.end]))
        known = [
            LocalEntity(file.stem, key, max(texts, key=len), LABEL_OF.get(key, "ORG"), None,
                        aliases=tuple(sorted(set(texts))), mention_count=len(texts))
            for key, texts in names.items()
        ]
        seen_at = datetime.fromisoformat(f"{head.partition(' | ')[0]}T12:00:00+00:00")
        articles.append((make_context(file.stem, text, known, seen_at=seen_at), known))
    return sorted(articles, key=lambda article: article[0].seen_at)


def b_cubed(pairs):
    """Return precision and recall of pairs of gold key and entity."""
    both, keys, entities = Counter(pairs), Counter(key for key, _ in pairs), Counter(entity for _, entity in pairs)
    precision = sum(both[pair] / entities[pair[1]] for pair in pairs) / len(pairs)
    return precision, sum(both[pair] / keys[pair[0]] for pair in pairs) / len(pairs)


@pytest.mark.parametrize("batch", [1, 4, 12])
def test_names_of_topics_are_resolved_however_they_come(batch):
    articles, known, pairs, moved = read_topics(), Known(), [], {}
    for first in range(0, len(articles), batch):
        resolver = Resolver(known)
        pairs += [(link.local_entity_id, link.entity_id) for link in resolver.resolve(articles[first:first + batch])]
        moved |= {merge.old_entity_id: merge.entity_id for merge in resolver.merges()}
    pairs = [(key, moved.get(entity, entity)) for key, entity in pairs]
    precision, recall = b_cubed(pairs)
    wrong = {entity: {key for key, other in pairs if other == entity} for _, entity in pairs}
    split = {key: len({entity for other, entity in pairs if other == key}) for key, _ in pairs}
    told = [keys for keys in wrong.values() if len(keys) > 1], [key for key, count in split.items() if count > 1]
    assert precision >= 0.98, told
    assert recall >= 0.95, told
