"""Make ``wiredesk/word_frequency.tsv`` from the word list of the package ``wordfreq``, given as an unpacked wheel.

    python tools/word_frequency.py wordfreq/data/large_en.msgpack.gz > wiredesk/word_frequency.tsv

The list groups words by their frequency in hundredths of a bel: the n-th group (from 0) has Zipf frequency 9 - n / 100.
"""

from __future__ import annotations

import gzip
import re
import sys
from importlib import import_module
from itertools import groupby
from pathlib import Path

LEAST = 2.5
"""Zipf frequency of the rarest word kept: three occurrences in ten million words. There are 51,000 of them; the next
half point would add 39,000, most of them names and misspellings."""
HEADER = f"""\
# Zipf frequency of English words: the base-10 logarithm of the occurrences in a billion words, to one decimal.
# Each line: a frequency, a tab, the words of that frequency. Words of {LEAST} and more, of two letters and more.
# Source: wordfreq 3.1.1, list "large", https://github.com/rspeer/wordfreq, Robyn Speer and others, drawn from
# Wikipedia, subtitles, news, books, the web and more. Its data is under the Creative Commons Attribution-ShareAlike
# licence 4.0, https://creativecommons.org/licenses/by-sa/4.0/, and so is this file. Changed: rounded, cut, one line a
# frequency. It acknowledges Google Books Ngrams, http://books.google.com/ngrams, the Leeds Internet Corpus, ParaCrawl
# and OpenSubtitles, http://www.opensubtitles.org/.
"""


def main() -> None:
    """Write the table to standard output."""
    srsly = import_module("srsly")  # lazy: a part of spaCy, which only this reads
    groups = srsly.msgpack_loads(gzip.decompress(Path(sys.argv[1]).read_bytes()))[1:]
    words = [
        (round(9 - n / 100, 1), word)
        for n, group in enumerate(groups)
        for word in group
        if 9 - n / 100 >= LEAST and re.fullmatch("[a-z]{2,}", word)
    ]
    sys.stdout.write(HEADER)
    for zipf, group in groupby(sorted(words, key=lambda row: (-row[0], row[1])), key=lambda row: row[0]):
        sys.stdout.write(f"{zipf}\t{' '.join(word for _, word in group)}\n")


if __name__ == "__main__":
    main()
