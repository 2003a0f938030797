"""The pages to look at, written anew whenever the warehouse is published."""

import dagster as dg

from assets.resources import Build
from assets.runs import CODE_VERSION, HOOKS, OWNERS, clear_failures
from assets.tables import published_warehouse
from hearsay.site import site_folder, write_site
from hearsay.site.checks import CHECKS_PAGE


@dg.asset(
    deps=[published_warehouse], group_name="publication", kinds={"html"}, owners=OWNERS, code_version=CODE_VERSION,
    hooks=HOOKS,
)
def html_report(context: dg.AssetExecutionContext, build: Build) -> dg.MaterializeResult:
    """Pages to look at: what the published warehouse holds, and how its checks went.

    A folder beside the warehouse, `<warehouse>.site`, that opens in a browser without a network.
    """
    with clear_failures(context):
        site = write_site(build.work.warehouse, site_folder(build.work.warehouse))
    return dg.MaterializeResult(metadata={
        "path": dg.MetadataValue.path(str(site.index.absolute())),
        "checks": dg.MetadataValue.path(str(site.index.absolute().with_name(CHECKS_PAGE))),
        "pages": site.pages,
        "articles": site.articles,
        "megabytes": round(site.bytes / 1e6, 1),
    })
