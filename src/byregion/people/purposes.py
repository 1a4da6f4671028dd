"""What is kept about people, why, and for how long: shown to them, and held to by `retention`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# An invitation that nobody took up.
UNANSWERED = timedelta(days=90)
# A letter that was sent.
LETTERS = timedelta(days=365)
# An account without a role that nobody has signed in to.
UNUSED = timedelta(days=730)
# A registration, after the gathering's last day.
REGISTRATIONS = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Purpose:
    """One kind of knowledge about people."""

    what: Promise
    why: Promise
    how_long: Promise


PURPOSES = (
    Purpose(
        what=_("Your name, e-mail address, language and where you work"),
        why=_("So that those you work with in the programme know who you are and can reach you."),
        how_long=_(
            "Until you erase your account, or until two years have passed without a role and "
            "without signing in."
        ),
    ),
    Purpose(
        what=_("The roles you have had, where, and who gave you them"),
        why=_("So that the right people can do the right things, and it can be seen afterwards."),
        how_long=_("As long as the account; then without your name."),
    ),
    Purpose(
        what=_("How you sign in: a scrambled password, keys of apps and passkeys"),
        why=_("So that nobody else can sign in as you. What you type can't be read from it."),
        how_long=_("As long as the account."),
    ),
    Purpose(
        what=_("Letters that were sent to you"),
        why=_("So that it can be seen whether a letter arrived, and be sent again."),
        how_long=_("A year."),
    ),
    Purpose(
        what=_("What you write in groups and to the network, and the files you share there"),
        why=_("So that the regions can learn from each other."),
        how_long=_(
            "Until you delete it. When your account is erased, it stays, without your name."
        ),
    ),
    Purpose(
        what=_("What you note of visits and talks as a process guide"),
        why=_("So that the region gets help that hangs together, also when others take over."),
        how_long=_(
            "Until you or the operator takes it out. When your account is erased, it stays, "
            "without your name."
        ),
    ),
    Purpose(
        what=_("What you say when you register for a gathering"),
        why=_("So that there is a place, food and room for you, and the organiser can reach you."),
        how_long=_(
            "Two years after the gathering; then only that somebody came from the region. What "
            "tells of health or belief is deleted on the day that stands by the question."
        ),
    ),
    Purpose(
        what=_("Pages and files that you made or changed as an editor, and comments beside them"),
        why=_("So that editors see what was done, and can go back to it."),
        how_long=_(
            "As long as the pages. When your account is erased, it stays, without your name."
        ),
    ),
    Purpose(
        what=_("Your e-mail address, if you have asked for the newsletter"),
        why=_("So that the newsletter can be sent to you."),
        how_long=_("Until you end it. If you never say yes, three days."),
    ),
    Purpose(
        what=_("Invitations that nobody took up"),
        why=_("So that they can be sent again."),
        how_long=_("Three months."),
    ),
    Purpose(
        what=_("What was done by whom and when, under a number instead of a name"),
        why=_("So that decisions can be examined. It can't be changed, not even by us."),
        how_long=_("As long as the installation. When you are erased, nothing ties it to you."),
    ),
    Purpose(
        what=_("A cookie while you are signed in"),
        why=_("So that the next page knows you. It follows you nowhere else."),
        how_long=_("Until you close the browser, and never more than twelve hours."),
    ),
)
