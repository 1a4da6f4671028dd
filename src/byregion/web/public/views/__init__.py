"""One file per screen group."""
