"""RQ's worker with the model loaded before it forks for each job, as RQ's notes on performance advise.

python -m benchmarks.contenders.rq_worker URL
"""

import sys

from redis import Redis
from rq import Queue, Worker

import benchmarks.contenders.plain_rq  # noqa: F401 - loaded once, shared by fork

connection = Redis.from_url(sys.argv[1])
Worker([Queue(connection=connection)], connection=connection).work(logging_level="WARNING")
