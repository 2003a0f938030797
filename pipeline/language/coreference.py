"""Coreference: which names, noun phrases and pronouns mean the same (word-level; Dobrovolskii, EMNLP 2021)."""
