"""What every table's rows must meet before they are written: one Great Expectations suite a table."""
