"""Everything that can go wrong with a warehouse::

    WarehouseError
    ├── WarehouseMissing       there is no such file
    ├── WarehouseLocked        another process kept it open for too long
    ├── NotAWarehouse          the file was not made by Hearsay
    ├── SchemaVersionError     the file's tables are of another version
    ├── LoadError              a batch does not add up
    ├── OverridesError         the file of overrides cannot be understood
    └── UnknownReport          no report has that name
"""


class WarehouseError(Exception):
    """Anything that keeps a warehouse from being read or written."""


class WarehouseMissing(WarehouseError):
    """There is no such file."""


class WarehouseLocked(WarehouseError):
    """Another process kept the file open for too long."""


class NotAWarehouse(WarehouseError):
    """The file was not made by Hearsay."""


class SchemaVersionError(WarehouseError):
    """The file's tables are of another version."""


class LoadError(WarehouseError):
    """A batch does not add up, and was not loaded."""


class OverridesError(WarehouseError):
    """The file of overrides cannot be understood."""


class UnknownReport(WarehouseError):
    """No report has that name."""
