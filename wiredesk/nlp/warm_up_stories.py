"""Stories that a worker extracts before it forks: what is made at the first use is then made once for all children.

That is tables of words, compiled patterns, modules that are imported late, the detector of languages.  The stories have
something for every extractor; what is found in them is thrown away.
"""

from __future__ import annotations

from datetime import UTC, datetime

from wiredesk.contract import Article

STORIES = (
    Article(
        id="warm-up:1",
        headline="UPDATE 1-Storm kills three in Portugal as minister quits",
        byline="By Ana Lima and John Reed",
        source="Harbour News",
        published=datetime(2026, 3, 3, 9, tzinfo=UTC),
        body=(
            "LISBON, March 3 (Harbour News) - A storm killed three people and injured at least 12 in the north of "
            "Portugal on Monday, police said, and Transport Minister Rui Pinto resigned over late warnings.\n\n"
            "\u201cWe lost two bridges and 40 km of road,\u201d Mayor Inês Duarte, 51, told reporters in Porto. She "
            "said the damage was worth about $1.2 billion (1.1 billion euros), 8% more than in February 2019.\n\n"
            "Pinto, who led Northern Rail Ltd from 2014 to 2020, denied that he had ignored the weather service. \"It "
            "was not our decision,\" he said. The opposition demanded an inquiry; the European Union promised aid, "
            "according to a spokeswoman who asked not to be named.\n\n"
            "Shares of NORTHERN RAIL fell 3-1/2 pct to 27.40 on the Lisbon exchange. Sporting beat Braga 2-1 last "
            "week. Dr. Lee of the University of Coimbra will publish a report in six months' time, at 10 a.m. on "
            "Sept. 5.\n\n"
            "Les secours sont arrivés mardi matin à Porto, où plusieurs routes restent fermées après la tempête, a "
            "déclaré le ministre.\n\n"
            "(Reporting by Ana Lima; Editing by John Reed)"
        ),
    ),
    Article(
        id="warm-up:2",
        headline="FACTBOX: HARBOUR REOPENS AFTER STORM, MAYOR SAYS",
        body="HARBOUR REOPENS AFTER STORM, MAYOR DUARTE SAYS. REPAIRS COST 3 MLN DLRS, VS 2 MLN A YEAR AGO.",
    ),
    Article(id="warm-up:3", body="Der Minister sagte am Dienstag in Berlin, die Bahn werde 200 Millionen Euro zahlen."),
)  # fmt: skip
