"""Every error that a person may meet, one tree. `web.py` turns each into a status and a page."""


class WorkshopError(Exception):
    """Something a person can be told about in one plain sentence."""

    status = 400
    #: What happened, what is safe, what to do: shown as it stands.
    sentence = "That did not work."

    def __init__(self, sentence: str | None = None, **subject: object) -> None:
        super().__init__(sentence or self.sentence, subject)
        self.sentence = sentence or self.sentence
        #: The ids involved, for the log; never shown.
        self.subject = subject


class BadInput(WorkshopError):
    """A field or a body that cannot be what it should be."""

    sentence = "Something in that request was not readable. Nothing was changed."


class TooLarge(WorkshopError):
    status = 413
    sentence = "That is larger than Galley can keep in one piece. Nothing was changed."


class SignInNeeded(WorkshopError):
    status = 401
    sentence = "Sign in to go on. What you wrote stays on this page."


class ForeignOrigin(WorkshopError):
    """A write that another site's page asked for."""

    status = 403
    sentence = "This request came from another site, so it was refused."


class NotAllowed(WorkshopError):
    status = 403
    sentence = "This is not yours to change."


class NotFound(WorkshopError):
    """Also what a stranger gets: whether a thing exists is nobody else's business."""

    status = 404
    sentence = "There is nothing here, or it is not shared with you."


class Conflict(WorkshopError):
    """The thing has moved on, or is in a state where this makes no sense."""

    status = 409
    sentence = "This changed in the meantime. Reload the page and try again."


class Gone(WorkshopError):
    """A link that once worked and was closed or ran out."""

    status = 410
    sentence = "This link no longer works. Ask the author for a new one."


class TooManyTries(WorkshopError):
    status = 429
    sentence = "Too many tries. Wait a minute, then try again."


class StorageFull(WorkshopError):
    status = 507
    sentence = "The disk is full, so nothing could be kept. Your text stays in this browser until there is room."


class StorageFails(StorageFull):
    """What SQLite cannot tell apart: a share of the disk that is used up, and a disk that breaks."""

    sentence = (
        "Nothing could be written to the disk: it is full, or it fails. "
        "Your text stays in this browser until that is mended."
    )


class DatabaseBusy(WorkshopError):
    status = 503
    sentence = "The database is busy. Your text stays in this browser and is sent again by itself."
