"""Stub."""
from loader.model import People
def find_people(article, doc) -> People:
    return People()
