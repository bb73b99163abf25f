"""Loads the shipped spaCy pipeline without what it has no use for, in two thirds of the time."""

import gc
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from types import ModuleType
from typing import TYPE_CHECKING, Any

from servanda.codebook import load_toml

if TYPE_CHECKING:
    from spacy.language import Language

#: What spaCy's package imports of its commands, and with them clients of the web; nobody calls them here.
_COMMANDS = ("spacy.cli", "spacy.cli.info")
_MODEL = files("servanda.reading").joinpath("models", "english")
_TOKENIZER = "servanda.Empty.v1"
#: Stretches between spaces that are kept as they were cut into words.
_KEPT = 50_000
#: What is worked out of each new word: what the pipeline and its readers ask for, a third of what spaCy would.
_ATTRIBUTES = ("LANG", "LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE", "IS_PUNCT")


def load() -> "Language":
    """The shipped pipeline. An earlier one that nobody holds any more is given up.

    Its words know their `_ATTRIBUTES` and nothing else: `like_num` and its like are never true.
    Its matrices are multiplied by NumPy and not by spaCy's own library, which halves the time of its embedding.
    """
    with _unsearched():
        spacy = _spacy()
        from spacy.attrs import IDS
        from spacy.lang.en import English
        from spacy.vocab import create_vocab
        from thinc.api import NumpyOps

        if not spacy.registry.has("tokenizers", _TOKENIZER):
            spacy.registry.tokenizers(_TOKENIZER)(_empty)
        path = str(_MODEL)
        vocab: Any = create_vocab("en", English.Defaults)
        vocab.lex_attr_getters = {IDS[name]: vocab.lex_attr_getters[IDS[name]] for name in _ATTRIBUTES}
        config = {"nlp.tokenizer.@tokenizers": _TOKENIZER}
        loaded: Language = spacy.load(path, vocab=vocab, exclude=["tokenizer"], config=config)
        loaded.tokenizer = _tokenizer(loaded.vocab)
        ops = NumpyOps(use_blis=False)
        for _, component in loaded.pipeline:
            model: Any = getattr(component, "model", None)
            for node in model.walk() if model else ():
                node.ops = ops
        return loaded


@contextmanager
def _unsearched() -> Iterator[None]:
    """Keeps the garbage collector from searching what is loaded, now and later.

    A pipeline is a great many objects that stay: to search them over and over takes a thirtieth of all reading.
    """
    if gc.get_freeze_count():  # an earlier pipeline, which is no longer needed
        gc.unfreeze()
        gc.collect()
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if searching:
            gc.enable()


def _tokenizer(vocab: Any) -> Any:
    """The tokenizer that is stored with the weights; given names of two joined syllables are one word to it."""
    from spacy.tokenizer import Tokenizer
    from srsly import msgpack_loads  # type: ignore[import-untyped]

    stored: Any = msgpack_loads(_MODEL.joinpath("tokenizer").read_bytes())
    book = load_toml("grammar.toml")
    return Tokenizer(
        vocab,
        rules=stored["exceptions"],
        prefix_search=re.compile(stored["prefix_search"]).search,
        suffix_search=re.compile(stored["suffix_search"]).search,
        infix_finditer=re.compile(stored["infix_finditer"]).finditer,
        token_match=re.compile(book["joined_names"].replace("{syllable}", book["syllable"])).match,
        url_match=re.compile(stored["url_match"]).match,
        faster_heuristics=stored["faster_heuristics"],
        max_cache_size=_KEPT,
    )


def _empty() -> Any:
    """A tokenizer without the rules of its language, until that of the pipeline takes its place."""
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
