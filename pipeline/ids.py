"""Deterministic identifiers: the same input gives the same id on any machine."""

import hashlib


def stable_id(kind: str, *parts: object) -> str:
    """Return an identifier such as ``quote_3f2a...`` for the given parts.

    :param kind: what is named (``article``, ``quote``, ``claim`` ...); becomes the prefix.
    :param parts: what makes the thing itself; ``None`` and ``""`` stay different.
    :return: the kind, an underscore and 16 hexadecimal digits of a BLAKE2b digest.
    """
    text = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    digest = hashlib.blake2b(f"{kind}\x1e{text}".encode("utf-8", "surrogatepass"), digest_size=8)
    return f"{kind}_{digest.hexdigest()}"


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
