"""Every limit and default of the pipeline, in one place."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
MODEL = PROJECT / "models" / "en_hearsay"
CLAIMS_MODEL = PROJECT / "models" / "en_claims"
DEFAULT_WAREHOUSE = Path("data/warehouse.duckdb")
INBOX = Path("data/inbox")
SOURCES = Path("sources.toml")
OVERRIDES = Path("overrides.toml")
EXAMPLES = Path("examples/articles")

BATCH_DOCUMENTS = 200
BATCH_BYTES = 64 * 1024**2
SHARD_ARTICLES = 25
MAXIMUM_FILE_BYTES = 2 * 1024**3
MAXIMUM_DOCUMENT_BYTES = 20 * 1024**2
MAXIMUM_BODY_CHARACTERS = 1_000_000
REJECTED_INPUT_CHARACTERS = 2_000
EXTRACTION_SECONDS = 30
WAREHOUSE_MEMORY = "512MB"  # for DuckDB; what needs more goes to a temporary file beside the warehouse
LANGUAGE = "en"
STATUSES = ("ok", "partial", "paywalled", "live_blog", "index", "doubtful", "unsupported_language")
ANNOTATED_STATUSES = frozenset({"ok", "partial", "paywalled", "live_blog"})  # pipeline/extract/statuses.py says why
