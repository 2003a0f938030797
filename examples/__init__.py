"""News articles written for this project, and the complete rows of ten of them by hand."""
