"""The local page on which candidates are reviewed (``eucn curate``)."""
