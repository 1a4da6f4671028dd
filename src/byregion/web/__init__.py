"""Faces for people: `public` for everybody, `design` for how all of them look."""
