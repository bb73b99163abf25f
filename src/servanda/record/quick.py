"""Frozen objects made quickly: a large record makes some hundred thousand of them for each view."""

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from typing import Any, TypeVar

T = TypeVar("T")


def quick(cls: type[T]) -> Callable[..., T]:
    """A maker of a frozen, slotted dataclass from the values of all its fields, in their order.

    It is four times as quick as the class itself, which sets each field of a frozen object by a call. It does no more
    than that: what `__post_init__` would check or fill in must be right already.
    """
    draft: Any = make_dataclass(f"_{cls.__name__}", [(f.name, Any) for f in fields(cls)], slots=True, eq=False)  # type: ignore[arg-type]

    def make(*values: Any) -> T:
        made = draft(*values)
        made.__class__ = cls
        return made  # type: ignore[no-any-return]

    return make
