"""Expectations of ``entities`` and ``entity_roles``, as each article knows them."""

from expectations.expectation import WARNING, Suite, known, matches, offsets, one_of, present, unique

NAME_LABELS = (
    "PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE", "MISC",
)

ENTITIES = Suite(
    table="entities",
    key=("article_id", "entity_id"),
    references={"article_id": "article_id"},
    expectations=(
        present("entity_id", why="An entity without an identifier cannot be joined."),
        known("article_id", what="article"),
        unique("article_id", "entity_id", why="One article would be counted twice when names are summed up."),
        present("name", why="Reports show entities by name."),
        matches("name", r"\w", why="Punctuation alone names nothing."),
        present("label", why="The label is part of what an entity is: Washington the person, or the place."),
        one_of("label", NAME_LABELS, severity=WARNING, why="Analysts filter by these types."),
        matches("country_code", r"^[A-Z]{2}$", why="Countries are ISO 3166-1 alpha-2 codes."),
    ),
)

ENTITY_ROLES = Suite(
    table="entity_roles",
    key=("article_id", "role", "start_char", "entity_id"),
    references={
        "article_id": "article_id", "entity_id": "entity_id", "organisation_entity_id": "entity_id",
    },
    expectations=(
        known("article_id", what="article"),
        present("entity_id", why="A role is somebody's."),
        known("entity_id", what="entity"),
        known("organisation_entity_id", what="organisation"),
        present("role", why="The role is what the row says."),
        matches("role", r"\w", why="Punctuation alone is no role."),
        *offsets(),
    ),
)
