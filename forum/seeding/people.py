"""Members who never log in."""

from itertools import islice, product

from django.contrib.auth.hashers import make_password

from forum import names
from forum.models import Member

NUMBER = 400
FIRST_NAMES = """
    Aino Amara Anouk Bastian Beatriz Bogdan Carmen Chidi Dalia Emeka Farida Florian Greta Hanneke
    Ibrahim Ilse Jarek Katarina Lamia Mateo Naledi Oskar Priya Rosalind Samir Tamsin Vasile Yara
""".split()  # noqa: SIM905
LAST_NAMES = """
    Abara Bergmann Castellano Dimitrov Ekström Fontaine Grzelak Haddad Ibsen Jurić Kaplan Lehtonen
    Moreau Nwosu Oliveira Petrescu Quist Rahimi Santoro Takeda Ullmann Vasquez Weatherby Yilmaz
""".split()  # noqa: SIM905


def crowd() -> list[int]:
    """The ids of some hundred members. They are always the same people, but for those whose name
    somebody here has already."""
    full_names = islice(product(FIRST_NAMES, LAST_NAMES), NUMBER)
    members = [_member(number, *name) for number, name in enumerate(full_names)]
    Member.objects.bulk_create(members, ignore_conflicts=True)
    addresses = [member.email for member in members]
    there = Member.objects.filter(email__in=addresses).order_by("email")
    return list(there.values_list("pk", flat=True))


def _member(number: int, first: str, last: str) -> Member:
    name = f"{first} {last}"
    return Member(
        name=name,
        name_skeleton=names.skeleton(name),
        email=f"seeded-{number:03}@example.org",
        password=make_password(None),
    )
