"""The learning network: what happens at gatherings, who comes, and the groups between them.

A gathering here is what the office holds: programme, form, registrations, what came of it. What is
known of gatherings from open sources is the programme's bundle (`programme.models.Gathering`); the
two meet by programme and slug, never by a key (ADR 16).
"""
