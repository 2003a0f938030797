"""What links one article's rows to another's: keys of names and claims, and the shingles that tell copies."""

from pipeline.link.keys import claim_group_id, entity_id, name_key, normalise_claim
from pipeline.link.shingles import shingle_hashes

__all__ = ["claim_group_id", "entity_id", "name_key", "normalise_claim", "shingle_hashes"]
