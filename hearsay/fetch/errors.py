"""Why an address gave no page. Internal to ``hearsay.fetch``; each ends as a record in the captures, and from there as
a rejection in the warehouse."""

TOO_LONG = "took too long"


class FetchFault(Exception):
    """An address gave no page.

    :param reason: short and countable.
    :param detail: the particulars.
    :param is_passing: whether it is worth another attempt.
    :param wait_seconds: how long the server asked to wait, if it did.
    """

    def __init__(
        self, reason: str, detail: str = "", *, is_passing: bool = False, wait_seconds: float | None = None
    ) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail
        self.is_passing, self.wait_seconds = is_passing, wait_seconds
