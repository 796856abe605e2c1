"""Words that datelines are told by: agencies, short names of towns, and words that open a line but are no place."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


AGENCIES = words(
    """
    reuters ap afp upi dpa xinhua tass itar-tass interfax ria ria-novosti kyodo jiji yonhap efe ansa apa anp
    belga ntb nor tt pa pti ians ani app bernama antara aap cp cnn bbc bloomberg dow-jones dpa-afx prnewswire
    prweb newsfile accesswire tanjug hina mti pap ctk agerpres bta anadolu aa irna isna wafa mena spa wam kuna
    petra sana una ukrinform unian rfe/rl voa ips lusa kna wire mna vna nna pna cna bss unb sputnik
    """
)
"""News agencies and release wires as they sign, in small letters; the first word of the name."""
SHORT_PLACES = words(
    """
    rome lima kyiv kiev oslo doha baku bonn bern cali gaza goma homs juba kano lviv male nice pisa riga suva
    kobe aden graz linz lodz brno vigo metz omsk perm ufa pune agra gaya surat york bath cork reno waco mesa
    lome vaduz apia aqaba acre basra bari cuba iraq iran fiji chad mali peru oman togo
    """
)
"""Towns and countries of fewer than five letters or often mistaken; shorter capitals are mostly initials."""
NO_PLACE = words(
    """
    a an the this that these those it he she they we you i and or but if when while as at by for from in of on
    to with after before about analysis advisory alert also breaking brief briefs bulletin column comment
    correction corrected developing editorial editor eds exclusive explainer factbox feature file flash focus
    headline insight interview just live market markets more news note notebook obituary opinion podcast poll
    preview profile question answer q&a recap refile repeat report review scoreboard sidebar snap special
    sport sports story summary table take text timeline title topshot transcript update updated urgent video
    view warning watch weather wrapup writethru yes no table tables what who where why how contact source
    company background quote editors media
    """
)
"""What stands in a dateline's place without being one: desk words, labels of a release, words of grammar."""
