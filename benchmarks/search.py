"""The site's search over ten thousand pages and two thousand PDFs, beside Wagtail's own backend.

The texts are generated: words of made-up roots with Norwegian endings, spread as words are (Zipf),
and real names of municipalities. Both sides hold the same texts in the same database file and
answer the same questions, one after another, warm.

    python benchmarks/search.py --pages 10000 --pdfs 2000 --questions 300
    tools/with-postgres .venv/bin/python benchmarks/search.py
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

SEED = 20261125
ENDINGS = ["", "en", "a", "ar", "ane", "er", "ene", "et", "s", "ing", "inga", "leg"]
VOWELS, CONSONANTS = "aeiouyæøå", "bdfghjklmnprstv"
WORDS_ON_PAGE, WORDS_IN_PDF = 400, 12_000
KNOWN = ["kommune", "region", "pendling", "næring", "samarbeid", "vekst", "omland", "skule",
         "samspel", "analyse", "bustad", "reiseliv", "arbeidsplass", "utvikling"]  # fmt: skip


class Texts:
    """Makes texts whose words are as unevenly spread as those of a language."""

    def __init__(self, roots=30_000):
        self.chance = random.Random(SEED)
        self.roots = KNOWN + [self._root() for _number in range(roots)]
        self.weights = [1 / (rank + 8) for rank in range(len(self.roots))]
        total, so_far = sum(self.weights), 0.0
        self.cumulative = [(so_far := so_far + weight / total) for weight in self.weights]

    def _root(self):
        return "".join(
            self.chance.choice(CONSONANTS) + self.chance.choice(VOWELS)
            for _syllable in range(self.chance.randint(2, 4))
        )

    def words(self, count):
        roots = self.chance.choices(self.roots, cum_weights=self.cumulative, k=count)
        return [root + self.chance.choice(ENDINGS) for root in roots]

    def text(self, count):
        return " ".join(self.words(count))

    def question(self):
        """One to three words; one in five is misspelt by two letters changing places."""
        asked = self.words(self.chance.choice([1, 1, 2, 2, 3]))
        if self.chance.random() < 0.2:
            word = asked[0]
            place = self.chance.randrange(len(word) - 1)
            asked[0] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        return " ".join(asked)


def set_up(folder):
    os.environ["BYREGION_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "byregion.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from byregion.programme.bundle import EMBEDDED
    from byregion.programme.domain.bundle import import_bundle

    import_bundle(EMBEDDED)


def build_ours(texts):
    from byregion.knowledge.domain import indexing
    from byregion.knowledge.search.sources import Document

    indexing.refresh()
    begun = time.perf_counter()
    batch = []
    for number, (kind, title, body) in enumerate(texts):
        batch.append(Document(kind, f"x{number}", title, body, f"/{number}/", language="nn"))
        if len(batch) == 200:
            indexing.index(batch)
            batch = []
    indexing.index(batch)
    return time.perf_counter() - begun


def build_peer(texts):
    """Put the same texts where Wagtail's own backend looks: documents with title and text."""
    from wagtail.models import Collection
    from wagtail.search.backends import get_search_backend

    from byregion.knowledge.models import File

    root = Collection.get_first_root_node()
    backend = get_search_backend()
    begun = time.perf_counter()
    rows = [
        File(title=title, text=body, file=f"documents/{number}.pdf", collection=root)
        for number, (_kind, title, body) in enumerate(texts)
    ]
    rows = File.objects.bulk_create(rows, batch_size=100)
    index = backend.get_index_for_model(File)
    for start in range(0, len(rows), 200):
        index.add_items(File, rows[start : start + 200])
    return time.perf_counter() - begun


def timed(ask, questions):
    for question in questions[:10]:
        ask(question)
    taken = []
    for question in questions:
        begun = time.perf_counter()
        ask(question)
        taken.append(1000 * (time.perf_counter() - begun))
    return taken


def told(name, taken, hits):
    cut = statistics.quantiles(taken, n=20)
    print(
        f"{name:<28} median {statistics.median(taken):6.1f} ms   p95 {cut[18]:6.1f} ms   "
        f"worst {max(taken):6.1f} ms   with hits {hits}/{len(taken)}"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--pdfs", type=int, default=2_000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--peer-questions", type=int, default=40)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), asked)


def measure(folder, asked):
    set_up(folder)
    made = Texts()
    texts = [("article", made.text(6), made.text(WORDS_ON_PAGE)) for _n in range(asked.pages)]
    texts += [("publication", made.text(8), made.text(WORDS_IN_PDF)) for _n in range(asked.pdfs)]
    letters = sum(len(body) for _kind, _title, body in texts)
    print(f"{asked.pages} pages, {asked.pdfs} PDFs, {letters / 1e6:.0f} million letters")
    print(f"ours indexed in {build_ours(texts):.0f} s")
    from byregion.knowledge.models import File
    from byregion.knowledge.queries.search import Wanted, search

    searched = [field for field in File.search_fields if field.field_name != "text"]
    from wagtail.search import index

    File.search_fields = [*searched, index.SearchField("text")]
    print(f"peer indexed in {build_peer(texts):.0f} s")
    questions = [made.question() for _n in range(asked.questions)]

    def ours(question):
        return search(Wanted(question), locale="nn").total

    def peer(question):
        found = File.objects.search(question)
        return len(list(found[:20])) and found.count()

    from django.db import connection

    print(connection.vendor)
    told("byregion, with facets", timed(ours, questions), sum(bool(ours(q)) for q in questions))
    few = questions[: asked.peer_questions]
    told("Wagtail's backend, no facets", timed(peer, few), sum(bool(peer(q)) for q in few))


if __name__ == "__main__":
    main()
