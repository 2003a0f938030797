"""The pages to look at, written anew whenever the warehouse is published."""

import dagster as dg

from assets.resources import Build
from assets.runs import CODE_VERSION, OWNERS
from assets.tables import published_warehouse
from hearsay.site import site_folder, write_site


@dg.asset(
    deps=[published_warehouse], group_name="publication", kinds={"html"}, owners=OWNERS, code_version=CODE_VERSION
)
def html_report(build: Build) -> dg.MaterializeResult:
    """A static site that shows what the published warehouse holds; opens without a network."""
    site = write_site(build.work.warehouse, site_folder(build.work.warehouse))
    return dg.MaterializeResult(metadata={
        "path": dg.MetadataValue.path(str(site.index.absolute())),
        "pages": site.pages,
        "articles": site.articles,
        "megabytes": round(site.bytes / 1e6, 1),
    })
