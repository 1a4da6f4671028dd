"""The room's rows; one file per subject."""
