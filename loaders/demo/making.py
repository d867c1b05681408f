"""A whole demo district from a seed."""

from __future__ import annotations

from random import Random

from . import bodies, firms, names, people, settlement
from .district import KEY_PERSONS, District


def make_district(size: int = KEY_PERSONS, seed: int = 1) -> District:
    """The district with `size` key persons. Raises ValueError where they are too few for one."""
    random = Random(seed)
    unique = names.person_names(random)
    district = settlement.settle(random, unique)
    firms.found(district, random, unique)
    bodies.associate(district, random)
    bodies.organise(district, random)
    people.populate(district, random, unique, size)
    return district
