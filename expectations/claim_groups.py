"""Expectations of ``claim_groups`` and ``claim_links``, which are summed up from claims that have been validated.

A row that fails tells of a fault of Hearsay's own, not of the news: it is loaded and counted, for without their group
claims would drop out of every report.
"""

from dataclasses import replace

from expectations.expectation import (
    WARNING,
    Expectation,
    Suite,
    between,
    equal,
    identified,
    known,
    matches,
    not_after,
    one_of,
    present,
    true,
    unique,
)


def _warnings(*expectations: Expectation) -> tuple[Expectation, ...]:
    return tuple(replace(expectation, severity=WARNING) for expectation in expectations)


CLAIM_GROUPS = Suite(
    table="claim_groups",
    key=("claim_group_id",),
    expectations=_warnings(
        *identified("claim_group_id"),
        present("text", why="A claim without its group's row drops out of every report."),
        matches("text", r"\w", why="Punctuation alone claims nothing."),
        between("claim_count", low=1, why="Nobody makes a claim that no row of claims makes."),
        equal("claim_count", "claims_found", reason="it does not count its claims",
              why="Reports rank by the count; it must be that of the rows."),
        not_after("article_count", "claim_count", reason="more articles than claims",
                  why="Each article of a group makes its claim."),
        not_after("outlet_count", "article_count", reason="more outlets than articles",
                  why="Each outlet of a group carries an article of it."),
        not_after("first_claimed_at", "last_claimed_at", reason="it ends before it starts",
                  why="Nothing is repeated before it has been said."),
        one_of("status", ("single", "corroborated", "disputed"), why="Analysts filter by these states."),
        true("status_is_borne_out", reason="its claims do not bear out its status",
             why="Disputed is what somebody denies or contradicts; corroborated takes two articles."),
    ),
)

CLAIM_LINKS = Suite(
    table="claim_links",
    key=("claim_a", "claim_b"),
    expectations=_warnings(
        known("claim_a", what="first claim"),
        known("claim_b", what="second claim"),
        unique("claim_a", "claim_b", why="Two claims are one thing to each other, not two."),
        one_of("relation", ("same", "supports", "contradicts"), why="Analysts filter by these relations."),
        present("score", why="How sure a relation is decides whether it is shown."),
        between("score", low=0, high=1, why="It is a probability, from 0 to 1."),
        true("relation_is_borne_out", reason="groups and sides do not bear out the relation",
             why="What says the same is on one side of a group, what contradicts on both, what supports in two."),
    ),
)
