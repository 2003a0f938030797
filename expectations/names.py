"""What each expectation goes by in the Dagster UI and on the page of checks: what is expected, in one word."""

from collections import Counter

from expectations.expectation import Expectation
from expectations.validation import SUITES

FORMS = {
    "ExpectColumnValuesToNotBeNull": "{column}_is_present",
    "ExpectColumnValuesToBeUnique": "{column}_is_unique",
    "ExpectCompoundColumnsToBeUnique": "{column}_are_unique",
    "ExpectColumnValuesToBeInSet": "{column}_is_of_a_known_kind",
    "ExpectColumnValuesToBeBetween": "{column}_is_in_range",
    "ExpectColumnValuesToMatchRegex": "{column}_is_well_formed",
    "ExpectColumnValuesToBeNull": "no_{column}",
    "ExpectColumnPairValuesToBeEqual": "{first}_equals_{second}",
    "ExpectColumnPairValuesAToBeGreaterThanB": "{second}_is_not_after_{first}",
}


def check_names(table: str) -> list[str]:
    """Return the names of a table's checks, such as ``cue_equals_cue_in_body``, in the order of its expectations.

    :param table: a key of ``SUITES``.
    """
    seen: Counter[str] = Counter()
    names = []
    for expectation in SUITES[table].expectations:
        name = _name(expectation)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return names


def _name(expectation: Expectation) -> str:
    arguments = expectation.arguments
    columns = {
        "column": "_and_".join(arguments.get("column_list", [arguments.get("column", "")])),
        "first": arguments.get("column_A"), "second": arguments.get("column_B"),
    }
    form = "{column}" if arguments.get("value_set") == [True] else FORMS.get(expectation.type, expectation.type)
    return form.format(**columns)
