"""The ways in which a quote is found: a name and examples for each.

A frame is a pattern of cue, source and content, as "valency frame" is used of verbs. The modules of this package hold
the patterns; ``wiredesk extract --explain`` prints the frame of every quote. In the examples the content is in
square brackets; they run as tests.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuoteFrame:
    """A way in which a quote is found."""

    name: str
    yes: str
    """A text in which the frame finds the content in brackets."""
    no: str
    """A text in which it finds nothing, and might be thought to."""
    is_headline: bool = False
    """The examples are headlines."""


CUE_AFTER = "direct speech, cue after"
CUE_BEFORE = "direct speech, cue before"
COLON_BEFORE = "direct speech, sentence with colon before"
FLOATING = "floating speech"
NESTED_SPEECH = "speech inside speech"
LABEL_BEFORE = "attribution line, name before"
LABEL_AFTER = "attribution line, name behind"
LABEL_ABOVE = "attribution line, name above"
LABEL_BELOW = "attribution line, name below"
TRANSCRIPT = "turn of a transcript"
WORDS_OF = "in the words of"
THAT_CLAUSE = "clause"
QUESTION = "indirect question"
INFINITIVE = "infinitive"
GERUND = "gerund"
SMALL_CLAUSE = "object and what it is called"
OBJECT = "object"
OBJECT_AND_PREPOSITION = "object and preposition"
PREPOSITION = "preposition"
FOR_CLAUSE = "for and infinitive"
PARENTHESIS = "cue in the clause"
RELATIVE_GAP = "relative clause"
SEEMING = "seems to"
PASSIVE = "passive"
NOUN_WITH_OWNER = "noun with possessor"
NOUN_WITH_VERB = "noun with verb"
ADJECTIVE = "adjective"
ACCORDING_TO = "according to"
POLL = "in a poll"
HEARSAY = "hearsay adverb"
HEADLINE_COLON = "headline with colon"
HEADLINE_LAST = "headline with name last"
HEADLINE_VERB = "headline with verb"
ORDER_AS = "word order, as clause"
ORDER_THAT = "word order, that"
ORDER_COMMAS = "word order, cue in commas"
ORDER_LAST = "word order, cue last"
ORDER_INVERTED = "word order, cue before its subject"
ORDER_REST = "word order, rest of the sentence"

DIRECT = frozenset({CUE_AFTER, CUE_BEFORE, COLON_BEFORE, LABEL_BEFORE, LABEL_AFTER, LABEL_ABOVE, LABEL_BELOW, WORDS_OF})
"""Frames whose content is exactly the passage in quotation marks."""

QUOTE_FRAMES: tuple[QuoteFrame, ...] = (
    QuoteFrame(CUE_AFTER, "[“We will rebuild,”] Keller said.", "The band played “Yesterday” and left."),
    QuoteFrame(CUE_BEFORE, "Keller told reporters: [“The bridge is safe.”]", "The so-called “ghost ships” lay there."),
    QuoteFrame(
        COLON_BEFORE,
        "Keller issued the following statement on Monday: [“The bridge is safe. It will open in May.”]",
        "The sign at the ramp was new: “The bridge will stay shut until Monday.”",
    ),
    QuoteFrame(
        FLOATING,
        "Keller thanked the engineers. [“It took us ten years to build it.”]",
        "The band played “Yesterday” and left.",
    ),
    QuoteFrame(
        NESTED_SPEECH,
        "“Berg told me: [‘The bridge is safe,’]” Keller said.",
        "“They played ‘Yesterday’ and left,” Keller said.",
    ),
    QuoteFrame(
        LABEL_BEFORE,
        "Ana Roth, mayor of Orva: [“The bridge will stay shut until Monday.”]",
        "The verdict of Ana Roth's court: “The bridge will stay shut until Monday.”",
    ),
    QuoteFrame(
        LABEL_AFTER,
        "[“The bridge will stay shut until Monday.”] - Commissioner Paul Starke",
        "“The bridge will stay shut until Monday.” - Paul Starke resigned on Monday.",
    ),
    QuoteFrame(
        LABEL_ABOVE,
        "Chairwoman Ana Roth:\n\n[“The bridge will stay shut until Monday.”]",
        "Ana Roth left the bank on Monday.\n\n“The bridge will stay shut until Monday.”",
    ),
    QuoteFrame(
        LABEL_BELOW,
        "[“The bridge will stay shut until Monday.”]\n\n— Ana Roth, chairwoman",
        "“The bridge will stay shut until Monday.”\n\nAna Roth left the bank.",
    ),
    QuoteFrame(
        TRANSCRIPT,
        "Ana Roth: [We tested the bridge last week.]",
        "Note: The bridge will stay shut until Monday.",
    ),
    QuoteFrame(
        WORDS_OF,
        "In the words of Ana Roth, [“the bridge will stay shut until Monday”].",
        "In the words on the wall, “the bridge”, a name is missing.",
    ),
    QuoteFrame(THAT_CLAUSE, "Keller said [the bridge was safe].", "Keller crossed the bridge."),
    QuoteFrame(QUESTION, "Reporters asked the minister [if he would resign].", "Keller left them if it rained."),
    QuoteFrame(INFINITIVE, "The minister vowed [to resign within a month].", "The minister ran to catch a train."),
    QuoteFrame(GERUND, "Berg denied [taking money from the company].", "Berg stopped having lunch."),
    QuoteFrame(SMALL_CLAUSE, "Keller called [the delay a disgrace].", "Keller called the office."),
    QuoteFrame(OBJECT, "Berg denied [the charge].", "Berg carried the bag."),
    QuoteFrame(
        OBJECT_AND_PREPOSITION,
        "Lawmakers accused [the minister of hiding the report].",
        "Lawmakers cleared the house of smoke.",
    ),
    QuoteFrame(PREPOSITION, "The unions have called for [an inquiry into the fire].", "The unions met in a hall."),
    QuoteFrame(FOR_CLAUSE, "Keller called for [the bank to act].", "Keller waited for the bank to open."),
    QuoteFrame(
        PARENTHESIS,
        "[Flights were cancelled because of the strike], officials said.",
        "Flights were cancelled, and left.",
    ),
    QuoteFrame(RELATIVE_GAP, "They read [the plan] he said [would save the mill].", "They read the plan he carried."),
    QuoteFrame(SEEMING, "[The bank] seems [to agree].", "The bank stops to think."),
    QuoteFrame(PASSIVE, "[The company] is expected [to report a loss].", "The company was sold to its staff."),
    QuoteFrame(NOUN_WITH_OWNER, "His claim [that the vote was rigged] angered them.", "Keller painted his house."),
    QuoteFrame(NOUN_WITH_VERB, "The airline announced plans [to cut 300 jobs].", "The airline has planes to sell."),
    QuoteFrame(ADJECTIVE, "Keller is confident [that the bridge will last].", "Keller is tall."),
    QuoteFrame(
        ACCORDING_TO, "According to the police, [three cars were damaged].", "Accordingly, they left for the bank."
    ),
    QuoteFrame(POLL, "[He leads by 5 points] in a new poll.", "He took part in a poll."),
    QuoteFrame(HEARSAY, "[The bank] reportedly [closed two branches].", "The bank quickly closed two branches."),
    QuoteFrame(
        HEADLINE_COLON,
        "Keller: [Bridge Will Stay Shut Until Monday]",
        "EXCLUSIVE: Bridge Will Stay Shut Until Monday",
        is_headline=True,
    ),
    QuoteFrame(
        HEADLINE_LAST,
        "[Ships To Sail For Kyiv], Says Starmer",
        "Ships, Planes To Sail For Kyiv",
        is_headline=True,
    ),
    QuoteFrame(HEADLINE_VERB, "Lund Rejects [Bid]", "Unions Pay Fine", is_headline=True),
    QuoteFrame(ORDER_AS, "As Keller noted, [the bridge was built in 1931].", "As Keller slept, the bridge fell."),
    QuoteFrame(ORDER_THAT, "", "Keller left the house that fell."),
    QuoteFrame(ORDER_COMMAS, "", "The attitude, many years ago, did harm."),
    QuoteFrame(ORDER_LAST, "", "The mill is hanging on, Friday."),
    QuoteFrame(ORDER_INVERTED, "", "The mill is hanging on, and its chief left."),
    QuoteFrame(ORDER_REST, "", "Keller said little on Monday."),
)
"""Every frame. The frames of word order without an example read what the parser has taken apart, which it does not do
to a short text."""
