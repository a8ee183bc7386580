"""How fast an export of many comments is brought in and taken back, and in how much memory; and
whether anything is lost or doubled when the command is killed in the middle.

    python bench/importing.py [--comments 50000] [--posts 50]
    DATABASE_URL=postgres://… python bench/importing.py

Every row is a process of its own, as an operator starts it; memory and sites are those of
`exporting.py`. What was killed is brought to its end as `manage.py work` does it.
"""

import argparse
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from exporting import MANAGE, ROOT, run, site
from reading_archives import wxr

STATE = """
from forum.models import Comment, ImportBatch, Origin
first = ImportBatch.objects.last()
print(first.pk if first else 0, Comment.objects.count(), Origin.objects.count())
"""
GO_ON = """
from django.utils import timezone
from forum import ledger
from forum.models import ImportBatch
ImportBatch.objects.exclude(due_at=None).update(due_at=timezone.now())
while ledger.import_next():
    pass
"""
SECONDS = 1800  # at the most, until the command that is to be killed is half-way


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--comments", type=int, default=50_000)
    parser.add_argument("--posts", type=int, default=50)
    asked = parser.parse_args()
    number = asked.comments
    with tempfile.TemporaryDirectory() as folder, site(folder, 1) as env:
        file = Path(folder) / "export.xml"
        with file.open("w") as export:
            export.writelines(wxr(asked.posts, number // asked.posts))
        print(f"{file.stat().st_size / 1e6:,.0f} MB, load {os.getloadavg()[0]:.1f}\n")
        print("| | seconds of CPU | seconds | comments a second | peak MB |")
        print("| --- | ---: | ---: | ---: | ---: |")
        tell("dry run", number, env, "import_archive", file, "--dry-run")
        kill_half_way(env, file, number // 2)
        found = state(env)
        tell("the rest, after kill -9", number - found[1], env, "shell", "-c", GO_ON)
        first = state(env)
        tell("the same file again", number, env, "import_archive", file)
        again = state(env)
        tell("taken back", number, env, "import_archive", "--undo", first[0])
        gone = state(env)
        tell("brought in at one go", number, env, "import_archive", file)
        whole = state(env)
    print(f"\nKilled after {found[1]:,} comments. Then there were {first[1]:,} of {number:,},")
    print(f"after the second run {again[1]:,}, after taking it back {gone[1]:,},")
    print(f"and at one go {whole[1]:,}.")
    if not (first[1:] == again[1:] == whole[1:] and first[1] == number and not gone[1]):
        raise SystemExit("Comments were LOST OR DOUBLED.")


def tell(what: str, number: int, env: dict[str, str], *args: object) -> None:
    started = time.monotonic()
    seconds, peak = run(env, *args)
    took = time.monotonic() - started
    print(
        f"| {what} | {seconds:,.1f} | {took:,.1f} | {number / took:,.0f} | {peak:,.0f} |",
        flush=True,
    )


def kill_half_way(env: dict[str, str], file: Path, half: int) -> None:
    """Kills an import, and nothing else, as soon as half of the comments are there."""
    command = [*MANAGE, "import_archive", str(file)]
    child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    end = time.monotonic() + SECONDS
    while child.poll() is None and state(env)[1] < half:
        if time.monotonic() > end:
            break
        time.sleep(0.5)
    child.send_signal(signal.SIGKILL)
    child.wait()


def state(env: dict[str, str]) -> tuple[int, int, int]:
    """The number of the first import; how many comments there are, and lines of where from."""
    told = subprocess.run(
        [*MANAGE, "shell", "-v", "0", "-c", STATE],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    first, comments, origins = map(int, told.split()[-3:])
    return first, comments, origins


if __name__ == "__main__":
    main()
