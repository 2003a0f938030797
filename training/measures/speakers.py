"""Who is who and who speaks, on the articles of ``training/gold``, in a warehouse built of them.

    python -m training.measures.speakers [--half dev] [--show]

The figures: **quotes** (F1) and **quotes found** (recall), matched as :mod:`examples.scoring` says. Of quotes that
were found: **speaker**, right where the row's entity is the one that has most mentions of the gold speaker in all
articles, no entity standing for two people (where the gold names nobody: no entity, and the same on anonymity);
**speaker in its article**, the same with the entities of this article alone; **speaker kind**; **anonymity** (F1);
what is said of anonymous sources; **parent** (F1 of the links). Of mentions: **found** (F1) and **B-cubed** over all
articles (Bagga & Baldwin, 1998), over those that both have, and with missed and spurious ones counted against it.
**roles** (F1) of entity and role, and whether their organisations are right.
"""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language

from examples.scoring import LocatedQuote, fold_name, match_quotes
from pipeline.records import Quote
from pipeline.rows.places import country_of_adjective
from pipeline.settings import MODEL
from training.coreference_metrics import sum_counts
from training.gold import HALVES, GoldArticle, GoldHalf, GoldQuote, read_half
from training.gold.alignment import align, assign
from training.gold.articles import gold_files
from training.gold.built import Rows, build_rows_of
from training.measures import Measure
from training.metrics import Counts, Tally

GOALS = {"speaker": 95.0, "anonymity": 95.0, "names B-cubed": 95.0}
_DETAILS = ("count", "affiliation", "nationality", "reason")
_COLUMNS = ("source_count", "source_affiliation", "source_country", "anonymity_reason")


@dataclass(slots=True)
class Compared:
    """One article of the gold beside its rows."""

    article: GoldArticle
    rows: Rows
    aligned: dict[int, int]  # of the gold's mentions to those found
    pairs: dict[int, tuple[LocatedQuote, Quote]]  # by the number of the gold quote
    counts: dict[str, Counts] = field(default_factory=dict)
    misses: list[tuple[str, str]] = field(default_factory=list)  # figure, and what went wrong

    def share(self, figure: str, right: bool, miss: str) -> None:
        """Count one answer that is right or wrong."""
        got, asked, *_ = self.counts.get(figure, (0, 0, 0, 0))
        self.counts[figure] = (got + right, asked + 1, got + right, asked + 1)
        if not right:
            self.misses.append((figure, miss))

    @property
    def place(self) -> str:
        """The article in a few words."""
        return f"{self.article.event}/{self.article.name}"

    def text(self, number: int) -> str:
        """Return the words of a mention of the gold."""
        mention = self.article.mentions[number]
        return self.article.body[mention.start:mention.end]

    def marked(self, number: int) -> str:
        """Return a mention of the gold in its surroundings."""
        mention, body = self.article.mentions[number], self.article.body
        before, behind = body[:mention.start].rpartition("\n")[2][-50:], body[mention.end:].partition("\n")[0][:50]
        return f"{before}[{self.text(number)}]{behind} ({mention.key})"

    def entity_at(self, number: int) -> str | None:
        """Return the entity of the mention that a mention of the gold is aligned with."""
        place = self.aligned.get(number)
        return None if place is None else self.rows.mentions[place].entity_id

    def entities_met(self) -> Iterator[tuple[str, str]]:
        """Yield key and entity of each name that has one; of all mentions of those whose names have none."""
        met = [
            (mention.form == "name", mention.key, entity)
            for number, mention in enumerate(self.article.mentions)
            if (entity := self.entity_at(number)) is not None
        ]
        named = {key for is_name, key, _ in met if is_name}
        yield from ((key, entity) for is_name, key, entity in met if is_name or key not in named)


def compare(half: GoldHalf, rows: Iterable[Rows]) -> list[Compared]:
    """Hold the rows of each article against the gold.

    :param rows: in the order of the half's articles.
    """
    compared = [_aligned(article, found) for article, found in zip(half.articles, rows, strict=True)]
    entity_of = assign(met for each in compared for met in each.entities_met())
    for each in compared:
        _score_quotes(each, half, entity_of)
        _score_roles(each, half, entity_of)
    _score_mentions(compared, "names", lambda form: form == "name")
    _score_mentions(compared, "mentions", lambda form: True)
    return compared


def _aligned(article: GoldArticle, rows: Rows) -> Compared:
    pairs = match_quotes(article.quotes, rows.quotes, article.body)
    number_of = {id(quote): number for number, quote in enumerate(article.quotes)}
    return Compared(
        article, rows, align(article.mentions, rows.mentions, article.body),
        {number_of[id(gold)]: (gold, quote) for gold, quote in pairs},
    )


def _score_quotes(each: Compared, half: GoldHalf, entity_of: dict[str, str]) -> None:
    found, gold = len(each.rows.quotes), len(each.article.quotes)
    each.counts["quotes"] = (len(each.pairs), found, len(each.pairs), gold)
    nearby = _majority(each.entities_met())
    for number, located in enumerate(each.article.quotes):
        each.share("quotes found", number in each.pairs, f"not found: {_told(located.gold)}")
        if number not in each.pairs:
            continue
        quote = each.pairs[number][1]
        missed = f"{_told(located.gold)}\n      found: {quote.speaker_name!r}, {quote.speaker_kind}"
        missed += ", anonymous" if quote.is_anonymous else ""
        each.share("speaker", _is_speaker(located.gold, quote, half, entity_of), missed)
        each.share("speaker in its article", _is_speaker(located.gold, quote, half, nearby), missed)
        each.share("speaker kind", located.gold.speaker_kind == quote.speaker_kind, missed)
    _score_descriptions(each)
    _score_anonymity(each)
    _score_parents(each)


def _is_speaker(gold: GoldQuote, quote: Quote, half: GoldHalf, entity_of: dict[str, str]) -> bool:
    if gold.speaker is None:
        return quote.speaker_entity_id is None and quote.is_anonymous == gold.is_anonymous
    if gold.speaker in entity_of:
        return quote.speaker_entity_id == entity_of[gold.speaker]
    return fold_name(quote.speaker_name) in set(map(fold_name, half.names_of(gold.speaker)))


def _score_anonymity(each: Compared) -> None:
    gold, found = (
        {number for number, pair in each.pairs.items() if is_anonymous(pair)}
        for is_anonymous in (lambda pair: pair[0].gold.is_anonymous, lambda pair: pair[1].is_anonymous)
    )
    each.counts["anonymity"] = Tally.of(gold, found).counts()
    for number in sorted(gold ^ found):
        word = "missed" if number in gold else "false"
        each.misses.append(("anonymity", f"{word}: {_told(each.pairs[number][0].gold)}"))


def _score_descriptions(each: Compared) -> None:
    """Count what is told of anonymous sources and what was found of it, both of the quotes found."""
    tallies = {name: Tally() for name in _DETAILS}
    for located, quote in each.pairs.values():
        if not located.gold.is_anonymous and not quote.is_anonymous:
            continue
        asked, got = _asked(located.gold), dict(zip(_DETAILS, map(quote.__getattribute__, _COLUMNS), strict=True))
        for name, tally in tallies.items():
            is_right = asked[name] == got[name] or _is_alike(asked[name], got[name])
            tally.gold += asked[name] is not None
            tally.found += got[name] is not None
            tally.right += is_right and got[name] is not None
            if not is_right:
                miss = f"{asked[name]!r}, found {got[name]!r}: {_told(located.gold)}"
                each.misses.append((f"anonymous {name}", miss))
    each.counts |= {f"anonymous {name}": tally.counts() for name, tally in tallies.items()}


def _asked(gold: GoldQuote) -> dict[str, int | str | None]:
    """Return what is told of a source as the warehouse has it: counts as numbers, nationalities as countries."""
    told = dict.fromkeys(_DETAILS) if gold.anonymous is None else gold.anonymous.model_dump()
    count = told["count"] if isinstance(told["count"], int) else None
    countries = map(country_of_adjective, re.split(r",\s*|\s+and\s+", told["nationality"] or ""))
    return told | {"count": count, "nationality": ", ".join(filter(None, countries)) or None}


def _is_alike(gold: object, found: object) -> bool:
    """Say whether two texts are of the same words, half of those of both."""
    if not (isinstance(gold, str) and isinstance(found, str)):
        return False
    one, two = ({*re.findall(r"\w+", text.casefold())} - {"the", "a", "an", "of", "s"} for text in (gold, found))
    return bool(one & two) and len(one & two) >= 0.5 * len(one | two)


def _score_parents(each: Compared) -> None:
    number_of = {quote.quote_id: number for number, (_, quote) in each.pairs.items()}
    gold = {(number, located.gold.parent) for number, (located, _) in each.pairs.items()}
    found = {
        (number, number_of.get(quote.parent_quote_id, quote.parent_quote_id))
        for number, (_, quote) in each.pairs.items()
    }
    gold, found = ({link for link in links if link[1] is not None} for links in (gold, found))
    each.counts["parent"] = Tally.of(gold, found).counts()
    for number, parent in sorted(gold ^ found, key=str):
        word = "missed" if (number, parent) in gold else "false"
        inside = _told(each.article.quotes[parent].gold) if isinstance(parent, int) else "a quote that is not gold"
        each.misses.append(("parent", f"{word}: {_told(each.article.quotes[number].gold)}\n      in: {inside}"))


def _score_roles(each: Compared, half: GoldHalf, entity_of: dict[str, str]) -> None:
    gold = Counter((entity_of.get(role.entity, role.entity), fold_name(role.role)) for role in each.article.roles)
    found = Counter((role.entity_id, fold_name(role.role)) for role in each.rows.roles)
    gold, found = Counter(set(gold)), Counter(set(found))
    each.counts["roles"] = Tally.of(gold, found).counts()
    key_of = {entity: key for key, entity in entity_of.items()}
    for word, links in (("missed", gold - found), ("false", found - gold)):
        for entity, role in links:
            each.misses.append(("roles", f"{word}: {key_of.get(entity, entity)} is {role!r}"))
    organisations = {(role.entity_id, fold_name(role.role)): role for role in each.rows.roles}
    for role in each.article.roles:
        got = organisations.get((entity_of.get(role.entity, role.entity), fold_name(role.role)))
        if got is not None:
            right = _is_organisation(role.organisation, got, half, entity_of)
            miss = f"{role.entity}, {role.role}: {role.organisation!r}, found {got.organisation!r}"
            each.share("organisation of roles", right, miss)


def _is_organisation(gold: str | None, found, half: GoldHalf, entity_of: dict[str, str]) -> bool:
    if gold is None or found.organisation is None:
        return gold is found.organisation
    if gold in half.entities:
        names = set(map(fold_name, half.names_of(gold)))
        return found.organisation_entity_id == entity_of.get(gold, gold) or fold_name(found.organisation) in names
    return _is_alike(gold, found.organisation)


Item = tuple[int, int, bool]  # article, number of the mention, whether it is one of the gold's
Chains = dict[str, set[Item]]


def _score_mentions(compared: list[Compared], what: str, is_wanted: Callable[[str], bool]) -> None:
    """Count for each article which of its mentions are found and how well they are linked over all articles.

    Without "all counted", mentions that only one side has are left out; one that is found without an entity is missed.
    """
    gold: Chains = defaultdict(set)
    found: Chains = defaultdict(set)
    for place, each in enumerate(compared):
        wanted = {number for number, mention in enumerate(each.article.mentions) if is_wanted(mention.form)}
        taken = {other: number for number, other in each.aligned.items()}
        spurious = 0
        for number in wanted:
            gold[each.article.mentions[number].key].add((place, number, True))
        for other, mention in enumerate(each.rows.mentions):
            if taken.get(other) in wanted and mention.entity_id is not None:
                found[mention.entity_id].add((place, taken[other], True))
            elif other not in taken and mention.entity_id is not None and is_wanted(mention.form):
                found[mention.entity_id].add((place, other, False))
                spurious += 1
        right = len(wanted & each.aligned.keys())
        each.counts[f"{what} found"] = (right, right + spurious, right, len(wanted))
        for number in sorted(wanted - each.aligned.keys()):
            each.misses.append((f"{what} found", f"missed: {each.marked(number)}"))
    both = {
        (place, number, True)
        for place, each in enumerate(compared)
        for number in each.aligned
    }
    for figure, chains in (
        (f"{what} B-cubed", ([chain & both for chain in side.values()] for side in (gold, found))),
        (f"{what} B-cubed, all counted", (side.values() for side in (gold, found))),
    ):
        _add_b_cubed(compared, figure, *map(list, chains))


def _add_b_cubed(compared: list[Compared], figure: str, gold: list[set[Item]], found: list[set[Item]]) -> None:
    precision, recall = _shares(found, gold), _shares(gold, found)
    for place, each in enumerate(compared):
        right, recalled = precision[place], recall[place]
        each.counts[figure] = (*right, *recalled)
        each.counts[f"{figure}: precision"] = (*right, *right)
        each.counts[f"{figure}: recall"] = (*recalled, *recalled)


def _shares(chains: list[set[Item]], others: list[set[Item]]) -> dict[int, tuple[float, int]]:
    """Return for each article how much of its mentions' chains the others have, summed up, and its mentions' number."""
    chain_of = {item: chain for chain in others for item in chain}
    summed: dict[int, tuple[float, int]] = defaultdict(lambda: (0.0, 0))
    for chain in chains:
        for item in chain:
            total, count = summed[item[0]]
            summed[item[0]] = (total + len(chain & chain_of.get(item, set())) / len(chain), count + 1)
    return summed


def _told(quote: GoldQuote) -> str:
    """Return a gold quote in one line."""
    content = " ... ".join(quote.content)
    source = f"{quote.source_text or '-'} [{quote.cue or '-'}]"
    return f"{source} {content!r}: {quote.speaker}, {quote.speaker_kind}" + ", anonymous" * quote.is_anonymous


def _majority(met: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the entity that has most mentions of each key, the first of equals."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for key, entity in met:
        counted[key][entity] += 1
    return {key: entities.most_common(1)[0][0] for key, entities in counted.items()}


def confusions(half: GoldHalf, compared: list[Compared]) -> Iterator[str]:
    """Yield which entities hold several people, and which people are several entities, with the articles."""
    keys, entities = defaultdict(lambda: defaultdict(Counter)), defaultdict(lambda: defaultdict(Counter))
    for each in compared:
        for number, mention in enumerate(each.article.mentions):
            if (entity := each.entity_at(number)) is not None and mention.form == "name":
                where = f"{each.place}: {each.text(number)}"
                keys[entity][mention.key][where] += 1
                entities[mention.key][entity][where] += 1
    for word, groups in (("is one entity", keys), ("is several", entities)):
        for one, others in groups.items():
            if len(others) > 1:
                told = "\n".join(f"    {other}: {', '.join(places)}" for other, places in others.items())
                yield f"{one} {word}:\n{told}"


def measure_half(half: str) -> Callable[[Language, Path], Iterator[dict[str, Counts]]]:
    """Return a function that yields the counts of each article of a half."""

    def run(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
        gold = read_half(half)
        yield from (each.counts for each in compare(gold, build_rows_of(gold, nlp.path)))

    return run


MEASURES = tuple(
    Measure(
        f"gold articles, {half}",
        "who speaks, who is who across articles",
        lambda corpora, half=half: gold_files(half),
        measure_half(half),
        goals=GOALS,
    )
    for half in HALVES
)


def main() -> None:
    """Print the figures of a half and, of ``dev``, each miss."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=HALVES, default="dev")
    parser.add_argument("--show", nargs="?", const="", metavar="FIGURE", help="print the misses, of dev alone")
    parser.add_argument("--model", type=Path, default=MODEL)
    options = parser.parse_args()
    if options.show is not None and options.half != "dev":
        parser.error("only dev is for looking at misses: what was looked at is no measure of what is unseen")
    gold = read_half(options.half)
    compared = compare(gold, build_rows_of(gold, options.model))
    if options.show is not None:
        show_misses(gold, compared, options.show)
    for figure, value in sum_counts(each.counts for each in compared).items():
        print(f"{value:6.1f}  {figure}")


def show_misses(gold: GoldHalf, compared: list[Compared], wanted: str) -> None:
    """Print the misses of the figures that begin with ``wanted`` by article, and who was confused with whom."""
    for each in compared:
        chosen = [(figure, miss) for figure, miss in each.misses if figure.startswith(wanted)]
        if chosen:
            print(f"\n{each.place}")
            print("\n".join(f"  {figure}: {miss}" for figure, miss in chosen))
    if "names B-cubed".startswith(wanted):
        print("\nacross articles")
        print("\n".join(f"  {confusion}" for confusion in confusions(gold, compared)))
    print()


if __name__ == "__main__":
    main()
