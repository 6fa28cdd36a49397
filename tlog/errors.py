"""The one error of this library."""


class TlogError(ValueError):
    """A text, a key or a proof is not what it should be. The message is one sentence, and quotes nothing secret."""
