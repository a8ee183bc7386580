"""Fetches the pictures of articles, where IMPORT_IMAGES says that they are kept here."""

from django.conf import settings
from django.db import transaction

from articles.fetching import Answer, Unfetched
from articles.models import Picture
from articles.pages import follow
from articles.pictures import Unusable, encode
from forum.models import Change, Discussion

ACCEPTED = "image/avif,image/webp,image/png,image/jpeg,image/gif"
MOST_BYTES = 10_000_000
SECONDS = 20.0
LATER = (408, 425, 429)


def fetch_next() -> bool:
    """Stores one picture. False if there is none to fetch."""
    picture = Picture.objects.claim() if settings.IMPORT_IMAGES == "store" else None
    if not picture:
        return False
    try:
        encoded = encode(_fetched(picture.address))
    except Unusable as refusal:
        picture.refuse(str(refusal))
    except Unfetched as error:
        picture.fail(str(error))
    else:
        picture.write(encoded)
        with transaction.atomic():
            picture.save()
            shown = Discussion.objects.filter(article__versions__noted_pictures=picture)
            for discussion in shown.distinct():
                Change.objects.note(discussion=discussion)
    return True


def _fetched(address: str) -> bytes:
    _, answer = follow(
        address, headers={"Accept": ACCEPTED}, seconds=SECONDS, most_bytes=MOST_BYTES
    )
    if answer.status != 200:
        raise _refusal(answer)
    return answer.body


def _refusal(answer: Answer) -> Exception:
    why = f"The site answers {answer.status}, not with a picture."
    is_final = 400 <= answer.status < 500 and answer.status not in LATER
    return Unusable(why) if is_final else Unfetched(why)
