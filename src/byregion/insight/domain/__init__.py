"""What can be done with analyses."""
