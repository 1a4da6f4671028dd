"""The public site: read, look, download, cite. No sign-in, no cookies."""
