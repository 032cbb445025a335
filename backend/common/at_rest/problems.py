"""What can be wrong with keys and with what they keep closed."""


class KeyProblem(Exception):
    """The keys are missing, or not the right ones: what happened, and what to do. Nothing was changed."""


class Unreadable(OSError):
    """A stored file was altered, cut short, put in another one's place, or belongs to other keys."""
