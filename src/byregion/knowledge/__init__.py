"""Articles, pages and the library: Wagtail's room, and half a face of its own."""
