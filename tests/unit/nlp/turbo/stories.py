"""Stories to compare the accelerated pipeline with stock spaCy: news of all kinds, odd input, short and long."""

from __future__ import annotations

from random import Random

NEWS = [
    "OSLO (Reuters) - Norway's sovereign wealth fund said on Tuesday it had sold its stakes in three mining companies, "
    "citing the risk of severe environmental damage, and warned that two more were under observation.",
    "“We aren't going to wait until March,” said Ingrid Halvorsen, the fund's chief executive."
    " “The board has decided.”",
    "Shares of Acme Holdings Inc. fell 12.4% to $31.07 in early trading on the New York Stock Exchange, their steepest "
    "drop since Oct. 19, 2018, after the U.S. company cut its full-year profit forecast by about 250 million euros.",
    "The Rev. Dr. Maria da Silva-Santos, 47, who'd led St. Luke's since 2009, told the Daily Herald she's leaving "
    "because there's no more money: \"I ain't got nothin' left to give, y'all know that.\"",
    "Manchester United beat Real Madrid 3-2 at Old Trafford in front of 73,412 fans; Rashford scored twice (12', 67').",
    "At least 19 people were killed and dozens injured when a bus carrying pilgrims plunged into a ravine near "
    "Kathmandu late on Saturday night, police spokesman Ram Thapa said by telephone.",
    "BRUSSELS, Feb 3 - EU ministers are gonna meet again next week. Let's see whether they've got to agree on it, "
    "a diplomat told AFP. C'm on, he added, these are the same 27 who couldn't pick a venue.",
    "Is there a deal? There are two. There's one that the White House and Capitol Hill, but not the Senate, wanted.",
]

ODD = [
    "",
    " ",
    "\n\n\n",
    "a",
    "BREAKING",
    "🙂🙂 🇺🇦 👩‍👩‍👧 ok",
    "“" * 300,
    "... --- ... ///// \t\t tabs\tand  double  spaces \u00a0 nbsp",
    "STOCKS FALL AS FED RAISES RATES; DOLLAR UP 2 PCT, GOLD AT 5-YEAR LOW <GLD>",
    "http://example.org/a?b=c&d=e user@example.org @handle #tag $AAPL 10km 3.5bn 1/2 e.g. i.e. a.m. U.N.",
    "Das ist kein Englisch. Ceci n'est pas de l'anglais. 这不是英文。 Это не английский.",
    "x" * 3000,
    "ai n't nothin' y'all gon na got ta let 's c'm on",
    "to be or not to be\n\nto be\n\n   \n that is it .",
]


def sample() -> list[str]:
    """About forty texts of 0 to 1,000 words, the same every time."""
    draw = Random(21)
    long = longest()
    mixed = ["\n\n".join(draw.sample(NEWS, draw.randint(2, 6))) for _ in range(4)]
    cut = [" ".join(long.split()[:words]) for words in (2, 4, 5, 9, 17, 31, 32, 33, 60, 248, 257, 1_000)]
    return [*NEWS, *ODD, *mixed, *cut]


def longest() -> str:
    """A text of about 5,000 words."""
    draw = Random(22)
    return " ".join(draw.choice(NEWS) for _ in range(140))
