"""Stories that people read whole, with a verdict on every record of their extractions.

python -m benchmarks.reading draw --corpus FILE > records.tsv    the stories' records, with the verdicts so far
python -m benchmarks.reading text --corpus FILE                  the same for reading: each text with its records
python -m benchmarks.reading table --corpus FILE                 faults of 100 records by kind
python -m benchmarks.reading calibration --corpus FILE           how often records of each score are right
python -m benchmarks.reading fit --corpus FILE                   new weights for wiredesk/nlp/confidence/weights.toml

With --events it is the sample of events instead: 60 stories of the corpus, and the verdicts of event_verdicts.tsv.

The sample is 40 stories of a corpus, drawn by a fixed seed, and the 20 stories of ``stories.jsonl``, which were written
for this project in styles that are hard: sport, court, tabloid, product, East Asian, Latin American.  ``verdicts.tsv``
has a line for each record that was read: story, kind, start, end, a hash of what the record says, and the fault, or
"right".
"""
