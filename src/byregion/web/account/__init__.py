"""The face for one's own account: signing in, the second factor, one's profile and one's data."""
