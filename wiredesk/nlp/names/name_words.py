"""Small closed classes of words in and around names, lower case."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """A set of the words of a text."""
    return frozenset(text.split())


HONORIFICS = words_of(
    """mr mr. mrs mrs. ms ms. miss dr dr. sir lady lord dame prof prof. rev rev. sen sen. rep rep. gov gov. lt lt. gen
    gen. col col. maj maj. capt capt. sgt sgt. cpl cpl. adm adm. brig brig. cmdr cmdr. pvt pvt. det det. supt supt. insp
    insp. fr fr. sheikh sheik king queen prince princess pope president chancellor premier hon hon. mme monsieur herr
    frau msgr. judge justice datuk seri tan encik ayatollah imam mullah rabbi"""
)
"""Words before a name that make it a person's."""

STYLES = words_of("mr mrs ms dr sir sen rep miss")
"""Those of them that are never part of another name."""

ENDINGS = words_of(
    """inc inc. corp corp. co co. ltd ltd. plc llc l.l.c. llp ag sa s.a. nv n.v. spa s.p.a. gmbh ab oy asa bhd bhd. pty
    limited corporation company cos cos. kk kgaa se"""
)
"""Words that end a company's name, after a comma or without one."""

GENERATIONS = words_of("jr jr. sr sr. ii iii iv")
"""Words that end a person's name."""

HEADS = words_of(
    """center centre institute bank university college department ministry association council board office museum
    church house court party society federation union committee chamber school academy agency bureau commission league
    front army movement organization organisation fund foundation authority administration service services club group
    parliament assembly confederation congress institution hospital exchange alliance coalition trust corps directorate
    secretariat tribunal faculty laboratory observatory library brotherhood administrator registry partnership"""
)
"""Nouns at the head of organisations' names that take ``of`` or ``for``."""

BODIES = HEADS | words_of(
    """airlines airways newspaper newspapers magazine news times post herald tribune gazette journal press television tv
    radio network networks systems technologies technology industries industry holdings enterprises partners associates
    brothers bros bros. sons motors motor steel oil gas energy petroleum pharmaceuticals chemical chemicals electric
    electronics telecom communications software records pictures entertainment studios productions stores foods capital
    financial securities insurance investments resources international orchestra philharmonic symphony ballet opera
    police team fc f.c. united rovers"""
)
"""Last words of organisations' names."""

PARTICLES = words_of(
    """de da do dos das del della di du la le van von der den ter ten bin ibn al el abu ben af av zu y e mac mc st st.
    arap ul ur as ash ad"""
)
"""Small words inside people's names."""

CALENDAR = words_of(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december"""
)

PLACE_NOUNS = words_of(
    """city town village port capital province state county region island district suburb municipality borough republic
    kingdom emirate peninsula hamlet community"""
)
"""Nouns that take the name of a place after ``of``."""

REGIONS_END = words_of("county parish township borough province oblast prefecture governorate district")
WAYS_END = words_of(
    """street avenue road drive boulevard lane highway parkway turnpike expressway airport bridge stadium arena square
    courthouse cathedral"""
)
WATERS_END = words_of("river mountain mountains valley peninsula ocean sea desert gulf strait islands canyon basin")
"""Last words of the names of regions, of ways and buildings, of land and water."""

BEATING = words_of("beat defeat thrash trounce rout edge outplay outclass hammer crush stun overcome")
"""Lemmas of verbs whose subject and object are two of a kind: teams or people."""

ARTICLES = words_of("the a an this that these those all both no some any every each")
OWNED = words_of("his her its their our my your")
BEFORE = ARTICLES | OWNED | words_of("former ex then late own fellow of in and to for")
"""Words that may stand before a name inside the model's span without being part of it."""

FIGURES = words_of("million billion trillion thousand hundred mln bln pct percent")
"""Words that end an amount, never a name: ``fined [Google] 2.4 billion``."""

POSSESSIVE = words_of("'s ’s ' ’ ` ´s")
"""Tokens that mark the possessive."""

NOT_BODIES = words_of(
    """tv ceo cfo coo cto dna rna am pm gmt est edt cet utc cst mst pst bst id dvd cd hiv aids iq gdp gnp ipo fm mp mps
    dj pc ufo ok usd eur gbp vat ac dc atm sms tb mba phd suv gmo faq url html pdf covid sars usb gps rpm mph kmh led
    lcd hdtv pct dlrs mln bln ngo ngos ied ieds wmd rpg rv ev evs ai it vip vips mvp era rbi rbis hr nyt apw asap
    diy lgbt lgbtq abs mri icu ekg er ar pr hq aka"""
)
"""Letters that are not a body's name."""

ZONES = words_of(
    """GMT UTC BST CET CEST EET EEST MSK EST EDT CST CDT MST MDT PST PDT AEST AEDT NZST JST HKT IST SAST EAT WAT"""
)
"""Abbreviations of time zones, as wire copy writes them behind an hour."""
