"""Industry structure: location quotients, specialisation, shift-share, variety, complexity."""
