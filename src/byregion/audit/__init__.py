"""Who did what, when: an append-only trail in which every event carries the hash of the one before.

Words: an *event* is an act in the past tense ("registration.confirmed") on an object, by an actor.
Verbs: `domain.trail.record`, `domain.trail.verify`.
The trail knows people by their key alone, so that erasing a person leaves it whole and says nothing
about them. Details hold what the act needs to be understood, never names, addresses or answers.
"""
