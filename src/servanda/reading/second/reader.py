"""Reads documents with a chat completions server: what the first reader finds around the prose, and what it says."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from servanda.documents import Document
from servanda.errors import InputError
from servanda.reading import furniture, syntax
from servanda.reading.lexicon import Lexicon
from servanda.reading.model import Reading
from servanda.reading.names import Names
from servanda.reading.reader import Reader
from servanda.reading.second.answer import Answer, parse
from servanda.reading.second.cache import Cache, Kept, key_of
from servanda.reading.second.checks import Checker
from servanda.reading.second.client import Client, Refused
from servanda.reading.second.prompt import PROMPT, article, instructions, request
from servanda.reading.second.resolve import Resolver, Things
from servanda.reading.second.setup import Setup
from servanda.reading.second.stands import Words
from servanda.reading.second.tally import Tally

#: Documents in a row for which the server fails before no more are sent in a run.
_GIVE_UP = 3
#: Bytes of a request that make a token, where nobody tells: low, so that costs are not guessed too small.
_BYTES_A_TOKEN = 3
_MOST_TOKENS = 10**9


class SecondReader:
    """Reads documents with the server of a setup, one at a time. `tally` tells what the run came to.

    Furniture, credits, times and the day of publication are the first reader's; events, attributions, unknowns and
    remarks are the server's, as far as they hold. Answers are kept in `cache`. Raises InputError (SV120) where the key
    is missing.
    """

    def __init__(
        self, setup: Setup, lexicon: Lexicon, cache: Path, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._setup, self._lexicon = setup, lexicon
        self._client = Client(setup, sleep)
        self._cache = Cache(cache)
        self._first = Reader(lexicon)
        self._names, self._things = Names(lexicon), Things(lexicon)
        self._system = instructions(lexicon.modes)
        self._failed: Refused | None = None
        self._failures = 0
        self.tally = Tally(setup.model)

    @property
    def version(self) -> str:
        """What marks its readings in the record: the model and the version of the question."""
        return f"llm:{self._setup.model}:{PROMPT}"

    def read(self, document: Document) -> Reading:
        """All that was read in a document. Raises InputError (SV121 to SV128) where the server gave nothing usable."""
        try:
            reading = self._read(document)
        except InputError as error:
            self.tally.refused[error.code] += 1
            raise
        finally:
            self.tally.requests = self._client.requests
        self.tally.documents += 1
        return reading

    def _read(self, document: Document) -> Reading:
        first = self._first.read(document)
        prose = furniture.prose(document.text, list(first.furniture))
        empty = replace(first, attributions=(), events=(), unknowns=(), remarks=())
        if not prose:
            return empty
        text = "\n\n".join(span.of(document.text) for span in prose)
        if len(text) > self._setup.max_characters:
            raise Refused(
                "the document is too long for the second reader", code="SV128", found=f"{len(text)} characters of prose"
            )
        thrown: Counter[str] = Counter()
        answer = self._answer(article(text, document.title, first.published.date), thrown)
        words = Words(document.text, prose)
        mentions = self._names.find(document.text, syntax.parse(document.text, prose))
        checker = Checker(words, first, Resolver(words, mentions, self._things), self._lexicon.modes, thrown)
        events, attributions, unknowns, remarks = checker.parts(answer)
        self.tally.thrown += thrown
        self.tally.statements += len(events) + len(unknowns) + len(remarks)
        return replace(empty, events=events, attributions=attributions, unknowns=unknowns, remarks=remarks)

    def _answer(self, user: str, thrown: Counter[str]) -> Answer:
        """The answer for an article: one that was kept, else the server's, which is kept where it has the form."""
        key = key_of(self._setup.model, self._system, user)
        kept = self._cache.get(key)
        if kept is not None:
            counts: Counter[str] = Counter()
            try:
                found = parse(kept.content, counts)
            except Refused:
                found = None
            if found is not None:
                self.tally.kept_answers += 1
                thrown += counts
                return found
        if self._failed is not None and (self._failed.final or self._failures >= _GIVE_UP):
            raise Refused("the second reader's server failed before, and was not asked", code=self._failed.code)
        body = request(self._setup, self._system, user)
        self._afford(self._system, user)
        try:
            reply = self._client.ask(body)
        except Refused as error:
            self._failed, self._failures = error, self._failures + 1
            raise
        self._failed, self._failures = None, 0
        tokens_in, tokens_out = self._charge(reply, self._system + user)
        content = _content(reply)
        answer = parse(content, thrown)
        self._cache.put(key, Kept(content, tokens_in, tokens_out))
        return answer

    def _afford(self, system: str, user: str) -> None:
        """Raises Refused (SV127) where the request could bring the run over its limit."""
        limit = self._setup.max_cost
        if limit is None:
            return
        likely = self._setup.cost(_tokens(system + user), self._setup.max_tokens)
        if self.tally.cost + likely > limit:
            found = f"{self.tally.cost:.4f} spent, {likely:.4f} for the next document, {limit:.4f} allowed"
            raise Refused("the run's limit of cost is reached", code="SV127", found=found)

    def _charge(self, reply: dict[str, Any], asked: str) -> tuple[int, int]:
        """Counts what an answer took; by its length where the server does not tell, or tells nonsense."""
        usage = reply.get("usage")
        told = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")] if isinstance(usage, dict) else []
        numbers = [n for n in told if type(n) is int and 0 <= n <= _MOST_TOKENS]
        if len(numbers) == 2:
            tokens_in, tokens_out = numbers
        else:
            tokens_in, tokens_out = _tokens(asked), _tokens(str(reply.get("choices")))
            self.tally.estimated += 1
        self.tally.tokens_in += tokens_in
        self.tally.tokens_out += tokens_out
        self.tally.cost += self._setup.cost(tokens_in, tokens_out)
        return tokens_in, tokens_out


def _tokens(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass")) // _BYTES_A_TOKEN + 1


def _content(reply: dict[str, Any]) -> str:
    """The words of the first choice. Raises Refused: SV124 cut short, SV125 declined, SV126 of another form."""
    choices = reply.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        raise Refused("the second reader's answer is not of the form", code="SV126", found="no message")
    ended = choice.get("finish_reason")
    if message.get("refusal") or ended == "content_filter":
        raise Refused("the second reader declined to answer", code="SV125")
    if ended == "length":
        raise Refused("the second reader's answer was cut short", code="SV124", found="the limit of max_tokens")
    content = message.get("content")
    if not isinstance(content, str) or not content.strip():
        raise Refused("the second reader's answer is not of the form", code="SV126", found="no words")
    return content
