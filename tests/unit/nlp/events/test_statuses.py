"""Whether an act happened: the status of the word in brackets, by its own words and by what governs it."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.nlp.events.statuses import status_of

CASES = {
    "denied": (
        "Norland cancelled a [visit] to the island.",
        "The planned [strike] was cancelled.",
        "The cancelled [talks] were to begin in May.",
        "Acme Corp is not interested in [buying] Bolt Inc.",
        "The rebels are not willing to [meet] the minister.",
        "Acme Corp terminated an agreement to [sell] its steel unit to Bolt Inc.",
        "Lopez voiced her reluctance to [endorse] the treaty.",
        "The minister spoke of his unwillingness to [meet] the rebels.",
        "Norland has yet to [sign] the treaty.",
        "Lopez is not there yet on [endorsing] the governor.",
        "The senator could not see herself [supporting] the governor.",
        "The senator could not imagine [supporting] the governor.",
        "Lopez declined to repeat her [support] for the treaty.",
        "The army did not [attack] the town.",
        "Nobody [attacked] the town.",
        "Police made no [arrests].",
        "The minister denied that troops had [attacked] the town.",
        "The firm failed to [pay] the loan.",
        "The group will not [attack] the town.",
        "The governor is not going to [support] her.",
        "Norland was not close to [signing] the treaty.",
        "Police did not manage to [free] the hostages.",
        "Lopez was unable to [free] the hostages.",
        "Chad never [signed] the treaty.",
    ),
    "hypothetical": (
        "The chairman spoke of the prospects for a [return] to the gold standard.",
        "Investors worry that the state will [seize] the banks.",
        "An [attack] could lead to war.",
        "Analysts see the rebels [agreeing] to a truce.",
        "The miners will strike until the minister [agrees] to talks.",
        "The chairman will resign when the papers are [signed].",
        "The troops will leave once the rebels [release] the hostages.",
        "It is important that the court [accepts] the claim.",
        "The treaty could lead to a [withdrawal] of the troops.",
        "The growth is not strong enough to prevent the bank from [cutting] rates.",
        "The guards tried to prevent the rebels from [attacking] the town.",
        "The bank filed a motion to have a receiver [appointed].",
        "The report did not mean that the army was [sending] tanks.",
        "The parcel might be a bomb [planted] by rebels.",
        "The minister denied rumours that he had [offered] his resignation.",
        "The reform could result in Chad [ceding] the island.",
        "The accord allows Acme to [appoint] two directors.",
        "The rules entitle Acme to [appoint] two directors.",
        "The governor may not [win] the support of the miners.",
        "Lopez hopes that the governor [wins] the election.",
        "Lopez fears that the governor [won] the election.",
        "It would have been polite had the governor [congratulated] her.",
        "Should Chad [attack] the town, the talks would end.",
        "There is a risk that the rebels would [attack] the town.",
        "The chance that the rebels will [attack] the town is small.",
        "The president wants to leave office having [ended] the war.",
        "The minister opposed the [sale] of the mine.",
        "If Chad [attacked] the town, talks would end.",
        "Norland could [attack] the town.",
        "The senator called for an [attack] on the town.",
        "He was accused of [attacking] the town.",
    ),
    "planned": (
        "The [talks] will begin on Monday.",
        "The army has a plan for the [invasion] of the island.",
        "The company is to pay its debts and [take] a stake in Bolt Inc.",
        "Lopez said: “I’m going to [support] the governor.”",
        'Lopez said: "I\'m going to [support] the governor."',
        "The governor spoke of his commitment to [making] peace.",
        "Shareholders approved the [merger] of the two banks.",
        "Lopez endorsed the [election] of Adams.",
        "Acme will begin to [build] the mine.",
        "Lopez will be the first woman to [lead] the party.",
        "The group is gonna [attack] the town.",
        "Acme plans to [buy] Bolt.",
        "Norland will [send] troops.",
        "The minister said Norland would [send] troops.",
        "Acme agreed to [buy] Bolt.",
    ),
    "occurred": (
        "Shares fell due to the [strike].",
        "The [strike] will cost the company millions.",
        "The bank took measures to ease the effect of the [strike].",
        "The investors want to know what [happened].",
        "The senators backed a bill that endorsed Monday's [attack] on the town.",
        "The guards fought until the rebels [left] the town.",
        "Acme asked for an order to stop a [lawsuit] over the mine.",
        "He appeared to contradict statements by Lopez [ruling] out a new tax.",
        "In [talks] with the rebels he had not asked for a truce.",
        "The bank had a receiver [appointed].",
        "The report prompted Lopez to [accuse] the mayor.",
        "The losses led the bank to [sue] Acme.",
        "The scandal caused the minister to [resign].",
        "Adams beat five rivals to [win] the election.",
        "Adams defeated Lopez to [become] president.",
        "Lopez was the first woman to [win] the election.",
        "Adams was the last hostage to [leave] the town.",
        "Norland was the only state to [sign] the treaty.",
        "The army attacked the town [killing] ten people.",
        "The minister condemned the [attack] on the town.",
        "The court opposed to the plan [freed] the editor.",
        "Acme completed the [sale] of the mine.",
        "The bank, which [failed] in May, may be helped.",
        "The governor declined to comment on the [attack].",
        "The army did not fail to [pay] its men.",
        "Parliament approved the [agreement] with Norland.",
        "Only then had the army [attacked] the town.",
        "Police helped to [free] the hostages.",
    ),
}


@pytest.mark.parametrize(
    ("sentence", "status"), [(sentence, status) for status, some in CASES.items() for sentence in some]
)
def test_what_governs_an_act_decides_whether_it_happened(nlp: Language, sentence: str, status: str) -> None:
    tokens = parsed(nlp, sentence.replace("[", "").replace("]", ""))
    trigger = next(token for token, start in enumerate(tokens.start) if start == sentence.index("["))
    assert status_of(tokens, trigger) == status
