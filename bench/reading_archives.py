"""How fast exports are read, and how much memory that takes, whatever their size.

    python bench/reading_archives.py

Each export is made on the fly into a temporary file and read in a process of its own, whose highest
memory is measured: how much it grew above what Python and the readers take by themselves.
"""

import json
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from articles.readers.archives import HEAD, reader_of

SENTENCE = (
    "The tide came at six and the ferry waited for it, as it does on every other Sunday in spring; "
    "nobody on the quay was <em>surprised</em>, but for the two of us who had read the table."
)
WORDS = SENTENCE.split()


def main() -> None:
    print("| export | megabytes | found | seconds | a second | memory, MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, write in EXPORTS.items():
        with tempfile.NamedTemporaryFile() as file:
            write(file)
            file.flush()
            megabytes = Path(file.name).stat().st_size / 1e6
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                found, seconds, memory = pool.apply(_read, (file.name,))
        total = sum(found.values())
        counts = ", ".join(f"{count:,} {kind}" for kind, count in found.items())
        print(
            f"| {name} | {megabytes:.0f} | {counts} | {seconds:.1f} | {total / seconds:,.0f} "
            f"| {memory:.0f} |",
            flush=True,
        )


def _read(path: str) -> tuple[Counter[str], float, float]:
    before = _highest_memory()
    started = time.process_time()
    found: Counter[str] = Counter()
    with open(path, "rb") as file:
        for thing in reader_of(file.read(HEAD)).read(file):
            found[type(thing).__name__] += 1
    seconds = time.process_time() - started
    return found, seconds, _highest_memory() - before


def _highest_memory() -> float:
    """In megabytes, since the process began: what `getrusage` says may be its parent's."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _text(n: int) -> str:
    start = n % len(WORDS)
    return f"{n}: " + " ".join((WORDS[start:] + WORDS[:start]) * 2)


def wxr(posts: int, each: int, deep: bool = False) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><language>en</language>\n'
    )
    for post in range(posts):
        body = "\n\n".join(_text(n) for n in range(20))
        yield (
            f"<item><title>Post {post}</title><link>https://harbour.example/{post}/</link>"
            f"<content:encoded><![CDATA[{body}]]></content:encoded>"
            f"<wp:post_id>{post}</wp:post_id><wp:post_type>post</wp:post_type>"
            "<wp:post_date_gmt>2026-05-04 06:30:00</wp:post_date_gmt>\n"
        )
        for n in range(post * each + 1, (post + 1) * each + 1):
            parent = n - 1 if deep else n - n % 7
            yield (
                f"<wp:comment><wp:comment_id>{n}</wp:comment_id>"
                f"<wp:comment_author><![CDATA[Reader {n % 999}]]></wp:comment_author>"
                f"<wp:comment_author_email>r{n % 999}@mail.example</wp:comment_author_email>"
                "<wp:comment_date_gmt>2026-05-04 08:00:00</wp:comment_date_gmt>"
                f"<wp:comment_content><![CDATA[{_text(n)}\n\n{_text(n + 3)}]]></wp:comment_content>"
                "<wp:comment_approved>1</wp:comment_approved>"
                f"<wp:comment_type></wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent>"
                "<wp:commentmeta><wp:meta_key>k</wp:meta_key><wp:meta_value>v</wp:meta_value>"
                "</wp:commentmeta></wp:comment>\n"
            )
        yield "</item>\n"
    yield "</channel></rss>\n"


def _disqus(threads: int, posts: int) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com"'
        ' xmlns:dsq="http://disqus.com/disqus-internals">\n'
    )
    for n in range(1, threads + 1):
        yield (
            f'<thread dsq:id="{n}"><link>https://harbour.example/{n}/</link>'
            f"<title>Page {n}</title><isDeleted>false</isDeleted></thread>\n"
        )
    for n in range(1, posts + 1):
        yield (
            f'<post dsq:id="{n}">'
            f"<message><![CDATA[<p>{_text(n)}</p><p>{_text(n + 3)}</p>]]></message>"
            "<createdAt>2026-05-04T08:00:00Z</createdAt><isDeleted>false</isDeleted>"
            f"<isSpam>false</isSpam><author><name>Reader {n % 999}</name><username>r{n % 999}"
            f'</username></author><thread dsq:id="{n % threads + 1}" /></post>\n'
        )
    yield "</disqus>\n"


def _remark42(count: int) -> Iterator[str]:
    yield '{"version":1,"users":[],"posts":[]}\n'
    for n in range(count):
        comment = {
            "id": str(n),
            "pid": "",
            "orig": _text(n),
            "text": _text(n),
            "user": {"name": f"Reader {n % 999}", "id": f"r{n % 999}"},
            "locator": {"site": "s", "url": f"https://harbour.example/{n % 500}/"},
            "time": "2026-05-04T08:00:00Z",
        }
        yield json.dumps(comment) + "\n"


def _commento(count: int) -> Iterator[str]:
    yield '{"version":1,"comments":['
    for n in range(count):
        comment = {
            "commentHex": str(n),
            "domain": "harbour.example",
            "url": f"/{n % 500}/",
            "commenterHex": f"r{n % 999}",
            "markdown": _text(n),
            "parentHex": "root",
            "state": "approved",
            "creationDate": "2026-05-04T08:00:00Z",
        }
        yield ("," if n else "") + json.dumps(comment)
    people = [{"commenterHex": f"r{n}", "name": f"Reader {n}"} for n in range(999)]
    yield '],"commenters":' + json.dumps(people) + "}"


def _written(parts: Iterator[str], file: BinaryIO) -> None:
    file.writelines(part.encode() for part in parts)


EXPORTS = {
    "WXR, 500 posts with 100 comments each": lambda f: _written(wxr(500, 100), f),
    "WXR, 100,000 comments under one post": lambda f: _written(wxr(1, 100_000), f),
    "WXR, 10,000 comments, each answers the last": lambda f: _written(wxr(1, 10_000, True), f),
    "Disqus, 100,000 comments on 2,000 pages": lambda f: _written(_disqus(2_000, 100_000), f),
    "remark42, 100,000 comments": lambda f: _written(_remark42(100_000), f),
    "Commento, 100,000 comments": lambda f: _written(_commento(100_000), f),
}


if __name__ == "__main__":
    main()
