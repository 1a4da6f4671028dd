"""The engine's command line: runs without Django, and hands the platform's commands over to it."""
