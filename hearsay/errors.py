"""What the command line says to its user, and the exit code that goes with it::

    UserError        the request cannot be carried out as it was made; exit code 2
    BuildFailed      a build broke off for a reason that is not the user's; exit code 1
"""


class UserError(Exception):
    """The request cannot be carried out as it was made; the message says what to do."""


class BuildFailed(Exception):
    """A build broke off; the message says where and what to read."""
