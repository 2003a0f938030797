"""Which entities of several articles are one; each test's articles come in one batch, or one after the other."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.link.contexts import content_words, gender_of, make_context
from pipeline.link.profiles import LocalEntity
from pipeline.link.resolver import FOUNDED, JOINED, KEPT, Known, Resolver

DAY = datetime(2026, 3, 1, tzinfo=UTC)
HARBOUR = ("Port Merrin", "Harbour Pilots Union", "Ada Quill", "Merrin Bay")
FOOTBALL = ("Calvena Rovers", "Eastmark United", "Premier Cup", "Lars Unge")


def article(number, *entities, about=HARBOUR, body=""):
    """Return an article's context and entities.

    :param entities: name and label, and what else is known of each.
    """
    known = [
        LocalEntity(f"article_{number}", f"local_{index}", name, label, mention_count=9 - index, aliases=(name,),
                    country_code=None)
        for index, (name, label) in enumerate(each[:2] for each in entities)
    ]
    known = [replace(local, **each[2]) if len(each) > 2 else local for local, each in zip(known, entities, strict=True)]
    others = [LocalEntity(f"article_{number}", f"about_{name}", name, "ORG", None, mention_count=1) for name in about]
    context = make_context(f"article_{number}", body, [*known, *others], seen_at=DAY + timedelta(days=number))
    return context, known


def resolve(*articles, known=None):
    """Return the entity of each article's first entity, and the resolver."""
    resolver = Resolver(known or Known())
    links = {(link.article_id, link.local_entity_id): link for link in resolver.resolve(articles)}
    return [links[context.article_id, "local_0"] for context, _ in articles], resolver


def entities_of(*articles):
    return [link.entity_id for link in resolve(*articles)[0]]


@pytest.mark.parametrize(("one", "other", "label"), [
    ("Jane Roe", "Jane Roe", "PERSON"),
    ("Sanae Takaichi", "Takaichi Sanae", "PERSON"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "PERSON"),
    ("Jane Roe", "Jane A. Roe", "PERSON"),
    ("Jane Roe", "Roe", "PERSON"),
    ("Acorn Inc.", "Acorn", "ORG"),
    ("Acorn Computer", "Acorn", "ORG"),
    ("Merrin Harbour Office", "MHO", "ORG"),
    ("United States", "U.S.", "GPE"),
])
def test_two_names_of_one(one, other, label):
    first, second = entities_of(article(1, (one, label)), article(2, (other, label)))
    assert first == second
    first, second = entities_of(article(1, (other, label)), article(2, (one, label)))
    assert first == second


@pytest.mark.parametrize(("one", "other", "label"), [
    ("Jane Roe", "John Roe", "PERSON"),
    ("Jane Roe", "Jane Doe", "PERSON"),
    ("Eric Trump", "Donald Trump", "PERSON"),
    ("Senate", "Senate Judiciary Committee", "ORG"),
    ("National Bank", "National Gallery", "ORG"),
    ("BP", "Buckingham Palace", "ORG"),
])
def test_names_of_two(one, other, label):
    first, second = entities_of(article(1, (one, label), about=()), article(2, (other, label), about=()))
    assert first != second


def test_a_family_name_alone_joins_whom_the_subject_fits():
    mayor, striker = article(1, ("Jane Roe", "PERSON")), article(2, ("Lena Roe", "PERSON"), about=FOOTBALL)
    (one, two, again, other), _ = resolve(
        mayor, striker, article(3, ("Roe", "PERSON"), about=FOOTBALL), article(4, ("Roe", "PERSON"))
    )
    assert (again.entity_id, other.entity_id) == (two.entity_id, one.entity_id)
    assert again.decision == JOINED and again.other_entity_id == one.entity_id


def test_a_family_name_alone_without_anything_in_common_is_somebody_else():
    _, alone = resolve(article(1, ("Jane Roe", "PERSON")), article(2, ("Roe", "PERSON"), about=FOOTBALL))[0]
    assert alone.decision == FOUNDED and alone.other_score < 0


def test_a_family_name_alone_means_the_one_of_whom_all_speak():
    famous = [article(number, ("Jane Roe", "PERSON")) for number in range(30)]
    *links, alone = resolve(*famous, article(99, ("Roe", "PERSON"), about=FOOTBALL[:2]))[0]
    assert {link.entity_id for link in links} == {alone.entity_id}


@pytest.mark.parametrize(("one", "other"), [
    ({"gender": "male"}, {"gender": "female"}),
    ({"roles": frozenset({"mayor"})}, {"roles": frozenset({"striker"})}),
])
def test_two_people_of_one_name(one, other):
    mayor = article(1, ("Robin Roe", "PERSON", one), about=HARBOUR)
    striker = article(2, ("Robin Roe", "PERSON", other), about=FOOTBALL)
    first, second = entities_of(mayor, striker)
    assert first != second
    assert entities_of(mayor, striker) == [first, second]


def test_a_common_name_alone_joins_nobody_of_whom_a_few_articles_told():
    known = [article(number, ("David Chen", "PERSON")) for number in range(5)]
    *_, last = entities_of(*known, article(9, ("David Chen", "PERSON"), about=FOOTBALL))
    assert last != entities_of(*known)[0]


def test_the_same_full_name_without_contrary_evidence_is_one_person():
    first, second = entities_of(article(1, ("Jane Roe", "PERSON")), article(2, ("Jane Roe", "PERSON"), about=FOOTBALL))
    assert first == second


def test_father_and_son_whom_an_article_tells_apart():
    pair = article(1, ("John Quill Sr.", "PERSON"), ("John Quill Jr.", "PERSON"))
    links = Resolver(Known()).resolve([pair])
    assert len({link.entity_id for link in links}) == 2


def test_father_and_son_stay_two_however_often_they_are_named_together():
    articles = [article(number, ("John Quill", "PERSON"), ("John Quill Jr.", "PERSON")) for number in range(12)]
    known = Known()
    resolver = Resolver(known)
    links = resolver.resolve(articles)
    assert len({link.entity_id for link in links}) == 2
    assert resolver.merges() == []


def test_namesakes_with_other_middle_names_stay_two_though_both_go_without_them():
    father = [article(0, ("John H. W. Quill", "PERSON")), article(1, ("John Quill", "PERSON"))]
    sons = [article(number, ("John W. Quill", "PERSON")) for number in range(2, 6)]
    (first, _, *others), _ = resolve(*father, *sons)
    assert len({link.entity_id for link in others}) == 1 and first.entity_id != others[0].entity_id


def test_a_company_is_nobody_who_goes_by_its_first_word():
    people = [article(number, ("Quill", "PERSON", {"aliases": ("Quill", "Quill Roe")})) for number in range(9)]
    *known, company = entities_of(*people, article(9, ("Quill Corporation", "ORG")))
    assert company not in known


def test_letters_have_one_entity_however_many_names_they_fit():
    letters = [article(number, ("QBN", "ORG")) for number in range(6)]
    others = [article(6, ("QBN News", "ORG"), about=FOOTBALL), article(7, ("Quay Bay Nets", "ORG"), about=FOOTBALL)]
    found = entities_of(*letters, *others, article(9, ("QBN", "ORG"), about=FOOTBALL[:2]))
    assert found[-1] == found[0]


def test_a_son_stays_one_though_articles_call_him_by_the_family_name_alone():
    fathers = [article(number, ("John Quill", "PERSON"), about=FOOTBALL) for number in range(12)]
    sons = [article(number, ("John Quill Jr.", "PERSON")) for number in range(12, 16)]
    alone = [article(number, ("Quill", "PERSON")) for number in range(16, 18)]
    *known, father = entities_of(*fathers, *sons, *alone, article(99, ("John Quill", "PERSON")))
    assert father == known[0] != known[12]


def test_whom_many_articles_call_by_the_family_name_alone_is_not_the_first_full_name_that_fits():
    alone = [article(number, ("Quill", "PERSON")) for number in range(15)]

    def link_after(*articles):
        _, resolver = resolve(*articles)
        return resolve(article(99, ("Andrew Quill", "PERSON")), known=resolver.known)[0][0]

    assert link_after(alone[0]).decision == JOINED
    assert link_after(alone[0]).score > link_after(*alone).score + 1


def test_letters_known_with_and_without_what_they_stand_for():
    letters = [article(number, ("QBN", "ORG")) for number in (0, 1, 2, 9)]
    longer = [article(number, ("QBN News", "ORG")) for number in range(3, 6)]
    found = entities_of(*letters, *longer)
    assert len(set(found[:4])) == 1


def test_a_slip_of_the_label():
    plants = [article(number, ("Airbow", "ORG")) for number in range(6)]
    *known, slip = entities_of(*plants, article(9, ("Airbow", "PERSON")))
    assert {*known} == {slip}


def test_ministries_of_two_countries():
    one = article(1, ("Foreign Ministry", "ORG"), ("Japan", "GPE", {"country_code": "JP"}))
    two = article(2, ("Foreign Ministry", "ORG"), ("Peru", "GPE", {"country_code": "PE"}), about=FOOTBALL)
    three = article(3, ("Ministry of Foreign Affairs", "ORG"), ("Peru", "GPE", {"country_code": "PE"}), about=FOOTBALL)
    first, second, _ = entities_of(one, two, three)
    assert first != second


def test_what_was_linked_before_stays():
    (first,), resolver = resolve(article(1, ("Jane Roe", "PERSON")))
    known = resolver.known
    known.links = {("article_2", "local_0"): "entity_of_old"}
    (kept,), _ = resolve(article(2, ("Jane Roe", "PERSON")), known=known)
    assert (kept.entity_id, kept.decision) == ("entity_of_old", KEPT)
    (again,), _ = resolve(article(3, ("Jane Roe", "PERSON")), known=known)
    assert again.entity_id in {first.entity_id, "entity_of_old"}


def test_the_order_of_the_articles_of_a_batch_makes_no_difference():
    articles = [
        article(1, ("Roe", "PERSON")), article(2, ("Jane Roe", "PERSON")), article(3, ("Jane A. Roe", "PERSON")),
        article(4, ("MHO", "ORG")), article(5, ("Merrin Harbour Office", "ORG")),
    ]
    forwards = sorted(Resolver(Known()).resolve(articles), key=repr)
    assert sorted(Resolver(Known()).resolve(articles[::-1]), key=repr) == forwards


def test_an_entity_known_by_a_short_name_is_merged_when_the_full_name_comes():
    (alone,), resolver = resolve(article(1, ("Roe", "PERSON")))
    (full,), resolver = resolve(
        article(2, ("Jane Roe", "PERSON", {"roles": frozenset({"mayor"}), "aliases": ("Jane Roe", "Roe")})),
        known=resolver.known,
    )
    merged = {merge.old_entity_id: merge.entity_id for merge in resolver.merges()}
    assert full.entity_id == alone.entity_id or merged == {alone.entity_id: full.entity_id}


def test_what_an_article_keeps_apart_is_not_one_by_a_part_of_the_name():
    about = (("Merrin Harbour", "ORG"), ("Merrin Pilots", "ORG"))
    known = resolve(article(1, ("Calvena Shipping Trust Fund", "ORG"), *about))[1].known
    links = Resolver(known).resolve([article(2, ("Calvena Shipping Trust Fund", "ORG"), ("Calvena", "ORG"), *about)])
    fund, calvena = ({link.local_entity_id: link.entity_id for link in links}[f"local_{n}"] for n in (0, 1))
    assert fund != calvena


def test_a_product_is_not_its_maker():
    maker, product = entities_of(article(1, ("Skylark A380", "PRODUCT")), article(2, ("Skylark", "ORG")))
    assert maker != product


def test_namesakes_stay_two_though_few_articles_give_the_middle_name():
    many = [article(number, ("Jane Roe", "PERSON")) for number in range(1, 30)]
    links, _ = resolve(*many, article(30, ("Jane D. Roe", "PERSON")), article(31, ("Jane S. Roe", "PERSON")))
    assert links[29].entity_id == links[0].entity_id != links[30].entity_id


@pytest.mark.parametrize(("other", "is_merged"), [("Joseph R. Roe", True), ("Joseph Roe Jr.", False)])
def test_a_fuller_name_that_was_founded_apart_is_merged_when_everything_agrees(other, is_merged):
    told = {"roles": frozenset({"mayor"}), "gender": "male"}
    known = resolve(*(article(number, ("Joe Roe", "PERSON", told)) for number in (1, 2, 3)))[1].known
    apart = resolve(article(4, (other, "PERSON", told)))[1].known
    known.profiles |= apart.profiles
    for key, entities in apart.index.items():
        known.index.setdefault(key, Counter()).update(entities)
    links, resolver = resolve(article(5, (other, "PERSON", told)), known=known)
    merges = {merge.old_entity_id: merge.entity_id for merge in resolver.merges()}
    first = max(known.profiles.values(), key=lambda profile: profile.names["Joe Roe"]).entity_id
    assert links[0].entity_id != first
    assert merges == ({links[0].entity_id: first} if is_merged else {})


def test_a_key_of_very_many_entities_costs_no_more_than_a_few():
    given_names = [f"{one}a{other}o".title() for one in "bdfgklmnprstvz" for other in "bdfgklmnprstvz"]
    first, resolver = resolve(*(article(n, (f"{name} Roe", "PERSON")) for n, name in enumerate(given_names)))
    assert len({link.entity_id for link in first}) > 150
    local = article(999, ("Roe", "PERSON"))
    assert len(resolver._candidates(local[1][0], local[0])) <= 40


def test_the_gender_that_an_article_tells():
    assert gender_of("Robin Roe", (), ["she", "her", "She"]) == "female"
    assert gender_of("Robin Roe", ("Mr. Roe",), []) == "male"
    assert gender_of("Robin Roe", (), ["she", "he"]) is None
    assert gender_of("Robin Roe", (), ["they", "it"]) is None


def test_the_words_of_a_subject_are_no_names_and_no_words_of_every_day():
    words = content_words("The ferry left. The ferry sank off Merrin, officials said, and the ferry company paid.")
    assert words[0] == "ferry" and "said" not in words and "Merrin" not in words


def test_a_name_that_is_nearly_always_a_persons_is_no_organisation_that_may_be_short_for_it():
    named = {"aliases": ("Ada Tarr", "Tarr")}
    company = article(1, ("Tarr Organization", "ORG"))
    person = [article(number, ("Ada Tarr", "PERSON", named)) for number in range(2, 16)]
    slip = article(20, ("Tarr", "ORG"))
    _, known = resolve(company, *person)
    (link,), _ = resolve(slip, known=known.known)
    assert link.entity_id == resolve(person[0])[0][0].entity_id


@pytest.mark.parametrize(("label", "name", "persons"), [
    ("ORG", "Tarr Companies", 14),  # says that it is one
    ("ORG", "Tarr", 3),  # too few articles to tell
    ("NORP", "Tarr", 14),
])
def test_a_name_that_is_not_a_persons_stays_what_it_is(label, name, persons):
    named = {"aliases": ("Ada Tarr", "Tarr")}
    person = [article(number, ("Ada Tarr", "PERSON", named)) for number in range(1, persons)]
    links, _ = resolve(*person, article(20, (name, label)))
    assert links[-1].entity_id != links[0].entity_id


def test_bodies_of_other_countries_are_not_the_one_that_many_articles_leave_unnamed():
    ours = [article(number, ("Supreme Court", "ORG", {"country_code": "US"})) for number in range(1, 9)]
    links, _ = resolve(*ours, article(9, ("Supreme Court of India", "ORG")), article(10, ("U.S. Supreme Court", "ORG")))
    assert links[8].entity_id != links[0].entity_id == links[9].entity_id


def test_who_holds_an_office_without_a_name_is_somebody_else_in_each_article():
    one, two = entities_of(article(1, ("President", "PERSON")), article(2, ("President", "PERSON")))
    assert one != two


def test_a_number_that_articles_leave_out_makes_nobody_his_own_son():
    senator = {"roles": frozenset({"sen."})}
    one, two, three, son = entities_of(
        article(1, ("Joe Merrin", "PERSON", senator)), article(2, ("Joe Merrin III", "PERSON", senator)),
        article(3, ("Joe Merrin III", "PERSON")), article(4, ("Joe Merrin Jr.", "PERSON", senator)),
    )
    assert one == two == three != son


def test_whom_very_many_articles_call_by_one_name_has_no_other_in_the_next():
    links, resolver = resolve(*(article(number, ("Orm", "PERSON")) for number in range(1, 160)))
    (full,), _ = resolve(article(200, ("Vidkun Orm", "PERSON")), known=resolver.known)
    assert full.entity_id != links[0].entity_id


def test_a_title_tells_which_of_a_family_a_family_name_means():
    husband = [article(n, ("Otto Quill", "PERSON", {"roles": frozenset({"president"})})) for n in range(1, 14)]
    wife = [article(n, ("Ada Quill", "PERSON", {"roles": frozenset({"secretary"})})) for n in range(20, 52)]
    wife += [article(60, ("Ada Quill", "PERSON", {"roles": frozenset({"president"})}))]
    links, _ = resolve(
        *husband, *wife, article(70, ("Quill", "PERSON", {"roles": frozenset({"president"})})),
    )
    assert links[-1].entity_id == links[0].entity_id


def test_letters_of_two_are_nothing_that_no_article_calls_so():
    bureau = [article(number, ("State Department", "ORG")) for number in range(1, 9)]
    links, _ = resolve(*bureau, article(10, ("S.D.", "ORG")))
    assert links[-1].entity_id != links[0].entity_id
