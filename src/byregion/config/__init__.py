"""Settings and addresses. Imported by nobody; settings come through django.conf."""
