"""Letters by e-mail: written in the receiver's language, queued with the act, sent after it.

Words: a *letter* is one e-mail to one receiver; its *key* makes queueing it twice harmless.
Verbs: `domain.outbox.queue`, `domain.outbox.send_due`, `domain.outbox.forget`.
Where no mail server is set, letters stay in the outbox, where an administrator reads them.
"""
