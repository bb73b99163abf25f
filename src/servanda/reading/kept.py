"""Keeps what a function makes of a key, so that it is made once; a bound keeps memory flat."""

from collections.abc import Callable
from typing import TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_MOST = 1 << 14


class Kept(dict[_Key, _Value]):
    """What `make` gives for each key that was asked for; all are dropped when they become too many."""

    def __init__(self, make: Callable[[_Key], _Value], most: int = _MOST) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, key: _Key) -> _Value:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._make(key)
        return value
