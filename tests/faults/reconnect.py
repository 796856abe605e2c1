"""``python -m tests.faults.reconnect [CELERY]``: test whether a worker with another Celery survives restarts of Redis.

Celery 5.7.0 in its default configuration did not: its process ended in ``Unrecoverable error: AttributeError`` when
Redis went away while one task ran and another child was free.  So it is pinned; when this passes again and again with a
newer one, the pin in pyproject.toml can go.

The release asked for (by default the newest below 6) and the newest kombu are installed into a folder of their own,
which the workers of this test import before anything else.  Exit 1 if a worker died or a story was lost.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

from tests.faults.rig import Rig
from tests.faults.verdict import HEAD

RESTARTS = 4


def main() -> int:
    wanted = sys.argv[1] if len(sys.argv) > 1 else "<6"
    spec = wanted if wanted[0] in "<>=" else f"=={wanted}"
    with tempfile.TemporaryDirectory(prefix="wd-celery-") as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder]
        subprocess.run([*pip, f"celery{spec}", "kombu"], check=True)
        ask = "import celery, kombu; print('celery', celery.__version__, 'kombu', kombu.__version__)"
        env = {"PYTHONPATH": folder}
        print(
            subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=True).stdout,
            end="",
        )
        with Rig("reconnect", 2026, FAULTS_STORY_MS="3000") as rig:
            rig.first = (folder,)
            deaths = 0
            stop = rig.load(rig.stories(), 0.5, batch=1)  # one child reads, the other is free
            worker = rig.work()
            banner = [line for line in worker.log.read_text().splitlines() if " v5." in line or " v6." in line]
            print("the worker is", banner[0].split("-")[-1].strip().lstrip(" -") if banner else "silent")
            for n in range(RESTARTS):
                rig.progress(30)
                rig.wait_for(lambda: rig.counts()["leased"] > 0, 20, "a story that is read")
                rig.redis.kill()
                time.sleep(1.5)
                rig.redis.start()
                time.sleep(5)
                if "Unrecoverable error" in worker.log.read_text() or not worker.alive:
                    last = [line for line in worker.log.read_text().splitlines() if "Unrecoverable" in line]
                    print(f"restart {n + 1}: the worker died: {last[-1][-120:] if last else worker.process.returncode}")
                    deaths += 1
                    worker.kill()
                    worker = rig.work()
                else:
                    print(f"restart {n + 1}: survived")
            stop()
            verdict = rig.verdict(f"{deaths} of {RESTARTS} restarts killed the worker")
            print(HEAD, verdict, sep="\n")
            return 1 if deaths or not verdict.is_clean else 0


if __name__ == "__main__":
    sys.exit(main())
