"""Named reads of analyses."""
