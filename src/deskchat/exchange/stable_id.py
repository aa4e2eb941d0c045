"""Names for what comes from elsewhere: the same each time, so that nothing is imported twice."""

import hashlib

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LETTERS = 20    # as many as the store's own ids have; a hundred bits


def stable_id(*names: str) -> str:
    """Twenty letters and digits that stand for ``names``, such as a program, a conversation and a message of it."""
    digest = hashlib.sha256()
    for name in names:
        data = name.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    number = int.from_bytes(digest.digest(), "big")
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in range(LETTERS))
