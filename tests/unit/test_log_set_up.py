"""Logs of a process: a traceback says where, and discloses no value of a variable."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
import structlog

from tests.support.paths import ROOT
from wiredesk.log_set_up import set_up_logs

FAILURE = """
import structlog

def read(password):
    raise OSError("the file is away")

try:
    read("sec" + "ret-horse")
except OSError:
    structlog.get_logger().exception("pass failed", story="a1")
"""
AS_COMMAND = f"""
import sys
from wiredesk.console import command_line, run_app

app = command_line()

@app.command()
def fail():
    exec({FAILURE!r}, {{}})

sys.argv = ["wiredesk", "--"]
run_app(app)
"""
AS_WORKER = f"""
from worker.process.bootsteps import set_up_worker_logs

set_up_worker_logs()
{FAILURE}
"""
OWN_LOGS = """
import structlog

structlog.configure(processors=[structlog.processors.JSONRenderer()])
from worker.process.bootsteps import set_up_worker_logs

set_up_worker_logs()
structlog.get_logger().info("mine")
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WIREDESK_")}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True,
                          check=True)  # fmt: skip


@pytest.mark.parametrize("code", [AS_WORKER, AS_COMMAND])
def test_a_traceback_has_no_values(code: str) -> None:
    done = run(code)
    said = done.stdout + done.stderr
    assert "pass failed" in said and "story=a1" in said and "OSError: the file is away" in said
    assert "secret-horse" not in said
    assert said.count("\n") < 15


def test_a_program_keeps_its_logs() -> None:
    assert run(OWN_LOGS).stdout == '{"event": "mine"}\n'


def test_no_colors_in_a_file() -> None:
    before, file = structlog.get_config(), io.StringIO()
    try:
        set_up_logs(file)
        structlog.get_logger().warning("waits", story="a1")
    finally:
        structlog.configure(**before)
    assert "\x1b" not in file.getvalue() and "story=a1" in file.getvalue()
