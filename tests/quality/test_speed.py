"""Floor of the speed of reading, measured against spaCy's own run of the same pipeline in the same process.

Both are timed in turn and by the processor's clock, and of each the fastest of several runs counts; while the floor is
missed, more runs follow. So what else the machine does changes little. `bench/reading.py` gives articles a second.
"""

import os
import subprocess
import sys

#: How much longer full depth may take than spaCy's tokenizer, tagger, lemmatizer and parser alone (1.8 to 1.9 when set,
#: on text full of events; 1.4 on the made articles of the bench).
MOST = 2.7
MEASURED = r"""
import time
from servanda.documents import Document
from servanda.reading import Reader, furniture, syntax

sentences = (
    "The foreign minister of {0} said on {1} that his country would not resume tests before the talks in Geneva.",
    "Officials who had seen the draft told reporters that {0} agreed to close two plants by the end of the year.",
    "It is not clear whether inspectors, who asked for maps and lists in {2}, were let in.",
    "“We have kept our word,” an envoy added, but {0} fired three missiles last week and called off a meeting.",
)
names, days, years = ("Norway", "Iran", "Japan", "Egypt"), ("Monday", "2 May", "Friday"), ("2017", "March", "June 2018")
made = [s.format(n, d, y) for n in names for d in days for y in years for s in sentences]
text = "\n\n".join(" ".join(made[at : at + 3]) for at in range(0, 36, 3))
reader, document = Reader(), Document("d", text)
paragraphs = [span.of(text) for span in furniture.prose(text, furniture.find(text))]
runs = {"full": lambda: reader.read(document), "alone": lambda: list(syntax.pipeline().pipe(paragraphs))}
best = dict.fromkeys(runs, 1e9)
for tries in range(1, 61):
    for name, run in runs.items():
        begin = time.process_time()
        run()
        best[name] = min(best[name], time.process_time() - begin)
    if tries >= 12 and best["full"] / best["alone"] < MOST:
        break
print(best["full"] / best["alone"])
"""


def test_full_depth_takes_little_longer_than_the_parse_alone() -> None:
    one_thread = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    program = f"MOST = {MOST}\n{MEASURED}"
    told = subprocess.run([sys.executable, "-c", program], env=one_thread, capture_output=True, text=True, check=True)
    assert float(told.stdout) < MOST
