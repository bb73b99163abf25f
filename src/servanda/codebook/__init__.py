"""The general codebooks that ship with the package, as data files a political scientist can read and extend."""

from servanda.codebook.load import Mode, PloverType, grammar, load_toml, plover

__all__ = ["Mode", "PloverType", "grammar", "load_toml", "plover"]
