"""Loads the shipped spaCy pipeline without what it has no use for, in two thirds of the time."""

import re
import sys
from importlib.resources import files
from types import ModuleType
from typing import TYPE_CHECKING, Any

from servanda.codebook import load_toml

if TYPE_CHECKING:
    from spacy.language import Language

#: What spaCy's package imports of its commands, and with them clients of the web; nobody calls them here.
_COMMANDS = ("spacy.cli", "spacy.cli.info")
_TOKENIZER = "servanda.Empty.v1"
#: What is worked out of each new word: what the pipeline and its readers ask for, a third of what spaCy would.
_ATTRIBUTES = ("LANG", "LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE", "IS_PUNCT")


def load() -> "Language":
    """The shipped pipeline.

    Its words know their `_ATTRIBUTES` and nothing else: `like_num` and its like are never true.
    Its matrices are multiplied by NumPy and not by spaCy's own library, which halves the time of its embedding.
    """
    spacy = _spacy()
    from spacy.attrs import IDS
    from spacy.lang.en import English
    from spacy.vocab import create_vocab
    from thinc.api import NumpyOps

    if not spacy.registry.has("tokenizers", _TOKENIZER):
        spacy.registry.tokenizers(_TOKENIZER)(_empty)
    path = str(files("servanda.reading").joinpath("models", "english"))
    vocab: Any = create_vocab("en", English.Defaults)
    vocab.lex_attr_getters = {IDS[name]: vocab.lex_attr_getters[IDS[name]] for name in _ATTRIBUTES}
    loaded: Language = spacy.load(path, vocab=vocab, config={"nlp.tokenizer.@tokenizers": _TOKENIZER})
    book = load_toml("grammar.toml")
    tokenizer: Any = loaded.tokenizer
    tokenizer.token_match = re.compile(book["joined_names"].replace("{syllable}", book["syllable"])).match
    ops = NumpyOps(use_blis=False)
    for _, component in loaded.pipeline:
        model: Any = getattr(component, "model", None)
        for node in model.walk() if model else ():
            node.ops = ops
    return loaded


def _empty() -> Any:
    """A tokenizer without the rules of its language: those that are stored with the weights take their place."""
    from spacy.tokenizer import Tokenizer

    return lambda nlp: Tokenizer(nlp.vocab)


def _spacy() -> Any:
    """spaCy, loaded without its commands; whoever asks for those later gets them."""
    missing = [] if "spacy" in sys.modules else [name for name in _COMMANDS if name not in sys.modules]
    for name in missing:
        sys.modules[name] = stand_in = ModuleType(name)
        stand_in.info = None  # type: ignore[attr-defined]
    try:
        import spacy
    finally:
        for name in missing:
            del sys.modules[name]
    return spacy
