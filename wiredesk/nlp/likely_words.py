"""The words that news is likely to have, as a text writes them."""

from __future__ import annotations

import string
from itertools import chain, islice

from spacy.language import Language

from wiredesk.nlp.knowledge.entity_lexicon import entity_lexicon
from wiredesk.nlp.knowledge.known_names import load_known_names
from wiredesk.word_frequency import zipf_frequencies

WORDS = 12_000
"""How many.  They are 39 to 73 percent of the distinct words of news, and 84 to 92 percent of its running words."""
CAPITALIZED = 2_000
"""So many of the most frequent words are also read with a capital: a sentence or a name begins with them."""
OF_NAMES, FIRST_NAMES = 20_000, 15_000
"""The words of known names, and the first names, that are read are among so many of the most frequent words."""
_MARKS = (*string.punctuation, *"“”‘’–—…•", "--", "''", "...")
_NUMBERS = (*range(101), *range(150, 1001, 50), *range(1980, 2041))
_INITIALS = tuple(f"{letter}{end}" for letter in string.ascii_uppercase for end in ("", "."))


def likely_words(nlp: Language) -> list[str] | None:
    """Return :data:`WORDS` words of English; None for another language, of which no list is here."""
    if nlp.lang != "en":
        return None
    stop, frequent = sorted(nlp.Defaults.stop_words), list(zipf_frequencies())
    rank = {word: at for at, word in enumerate(frequent)}
    names = dict.fromkeys(word for name in load_known_names().by_text for word in name.split())
    words = chain(
        stop,
        _MARKS,
        map(str, _NUMBERS),
        _INITIALS,
        (word for word in nlp.Defaults.tokenizer_exceptions if word.endswith(".") and word[0].isupper()),
        (word.capitalize() for word in (*stop, *frequent[:CAPITALIZED])),
        (word for word in names if rank.get(word.lower(), OF_NAMES) < OF_NAMES),
        (word for word in entity_lexicon().first_name_genders if rank.get(word.lower(), FIRST_NAMES) < FIRST_NAMES),
        frequent,
    )
    return list(islice(dict.fromkeys(words), WORDS))
