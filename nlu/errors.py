"""The exceptions of this package.

NluError
├── ModelMissing   no exported model where one was expected: run ``make train``
└── BackendFailed  the live Rasa server gave no usable answer
"""

from zipfile import BadZipFile


class NluError(Exception):
    """Anything that goes wrong in this package."""


class ModelMissing(NluError):
    """There is no exported model, or it is not one of ours."""


class BackendFailed(NluError):
    """The live Rasa server could not be reached or answered nonsense."""


# What numpy and zipfile raise where a model's file is away, cut off, empty or something else.
UNREADABLE = (OSError, ValueError, KeyError, IndexError, EOFError, BadZipFile)
