"""One module per subject; a view is one screen."""
