"""Articles written for this project with all their mentions, quotes and roles: see ``README.md`` beside this file."""

from training.gold.articles import (
    HALVES,
    GoldArticle,
    GoldEntity,
    GoldError,
    GoldHalf,
    GoldQuote,
    GoldRole,
    Marked,
    read_half,
)

__all__ = [
    "HALVES",
    "GoldArticle",
    "GoldEntity",
    "GoldError",
    "GoldHalf",
    "GoldQuote",
    "GoldRole",
    "Marked",
    "read_half",
]
