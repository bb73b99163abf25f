"""Who is said to have said or thought what: source, cue and content of each attribution, and the resolved speaker.

A linear model over the syntax finds the heads of cues (`features`, `weights`), a second one spreads from each head over
the sentence and says which tokens are its cue, source and content (`spread`), quotations are given as a whole
(`quotes`, `choose`), the form of a sentence settles what parses lose (`byform`), and sources are resolved to names
(`speakers`).
"""

from collections.abc import Iterator, Sequence

from servanda.reading.attribution import weights
from servanda.reading.attribution.byform import by_form
from servanda.reading.attribution.choose import Found, choose
from servanda.reading.attribution.grid import Grid, Ints, grid
from servanda.reading.attribution.speakers import Speakers
from servanda.reading.attribution.spread import CONTENT, CUE, SOURCE
from servanda.reading.model import Attribution, AttributionKind, Mention
from servanda.reading.referents import Referents
from servanda.reading.syntax import Block
from servanda.spans import Span

__all__ = ["find"]

#: Tokens whose attributions are looked for together; few articles have more.
_LARGEST = 5000


def find(
    text: str, blocks: Sequence[Block], mentions: Sequence[Mention], referents: Referents | None = None
) -> list[Attribution]:
    """The attributions of the prose, in the order of their cues. One within the content of another is given
    only where it is a plain report ("the paper wrote that the envoy said …"). `mentions` are those of `Names.find`,
    `referents` those of the mentions where they are at hand."""
    speakers = Speakers(text, mentions, referents or Referents(text, blocks, mentions))
    return [one for part in _parts(blocks) for one in _in_part(text, part, speakers)]


def _parts(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """The blocks of a document in parts of bounded size: an article is one, an endless text takes bounded memory."""
    first = size = 0
    for number, block in enumerate(blocks):
        size += len(block.doc)
        if size > _LARGEST and number > first:
            yield blocks[first:number]
            first, size = number, len(block.doc)
    if first < len(blocks):
        yield blocks[first:]


def _in_part(text: str, blocks: Sequence[Block], speakers: Speakers) -> list[Attribution]:
    """The attributions of some blocks, in the order of their cues."""
    g = grid(text, blocks)
    learned = [_attribution(g, found, speakers) for found in choose(g, weights.load())]
    return by_form(text, blocks, learned, speakers)


def _attribution(g: Grid, found: Found, speakers: Speakers) -> Attribution:
    source, cue, content = (spans(g, found.tokens(role)) for role in (SOURCE, CUE, CONTENT))
    return Attribution(source, cue, content, speakers.resolve(source), _kind(g, found))


def spans(g: Grid, tokens: Ints) -> tuple[Span, ...]:
    """Tokens as spans, neighbours of one paragraph together."""
    runs: list[list[int]] = []
    last = inside = -2
    for token, block in zip(tokens.tolist(), g.block[tokens].tolist(), strict=True):
        if token == last + 1 and block == inside:
            runs[-1][1] = token
        else:
            runs.append([token, token])
        last, inside = token, block
    return tuple([g.span(*run) for run in runs])


def _kind(g: Grid, found: Found) -> AttributionKind:
    """Direct where the content is quoted, indirect where none is, else mixed; marks themselves do not count."""
    content = g.quote[found.tokens(CONTENT)]
    quoted = int((content > 0).sum())
    if quoted and quoted / len(content) > 0.9:
        return "direct"
    return "mixed" if quoted else "indirect"
