"""The files in deploy/ match the code (names, ports, settings, commands, metrics) and pass their tools' checks."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from tests.support import desk_stories
from tests.support.cli_syntax import problems, simple_commands
from tests.support.command_line import environment
from tests.support.paths import ROOT
from tests.support.requirements import lacking
from tests.support.servers import RedisServer
from wiredesk.settings import Settings, load, unknown_variables
from wiredesk.store import sink_state, source_health

DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
SYSTEMD = DEPLOY / "systemd"
FOREIGN = {"FLOWER_BASIC_AUTH", "WIREDESK_CONFIG"}
"""Variables that are read although they are not settings."""

Manifest = dict[str, Any]


def program(name: str, package: str) -> str:
    """Return the path of a system tool.  Skips on a machine without it, fails under CI."""
    found = shutil.which(name)
    if found is None:
        lacking(f"no {name} here (apt-get install {package})")
    return str(found)


def said(*command: str | Path, **more: Any) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=60, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def settings_named(names: set[str]) -> None:
    known = {f"WIREDESK_{name.upper()}" for name in Settings.model_fields}
    assert names <= known | FOREIGN, names - known - FOREIGN


# Kubernetes


@pytest.fixture(scope="module")
def manifests() -> list[Manifest]:
    files = sorted(set(KUBERNETES.glob("*.yaml")) - {KUBERNETES / "kustomization.yaml"})
    return [document for file in files for document in yaml.safe_load_all(file.read_text())]


def of_kind(manifests: list[Manifest], kind: str) -> dict[str, Manifest]:
    return {one["metadata"]["name"]: one for one in manifests if one["kind"] == kind}


def pods(manifests: list[Manifest]) -> Iterator[tuple[str, Manifest]]:
    for name, one in of_kind(manifests, "Deployment").items():
        yield name, one["spec"]["template"]["spec"]


def containers(pod: Manifest) -> list[Manifest]:
    return [*pod.get("initContainers", ()), *pod["containers"]]


def test_manifests_are_kubernetes(manifests: list[Manifest]) -> None:
    try:
        import kubernetes_validate
    except ImportError:  # it is in requirements-dev.lock
        lacking("no Kubernetes schemas here (make setup-dev)")
    native = [one for one in manifests if not one["apiVersion"].startswith("keda.")]
    assert len(native) >= 10
    for one in native:
        kubernetes_validate.validate(one, "1.30", strict=True)


def test_the_kustomization_names_every_file() -> None:
    text = (KUBERNETES / "kustomization.yaml").read_text()
    listed = set(re.findall(r"^  (?:# )?- (\S+\.yaml)", text, re.M))
    assert listed == {file.name for file in KUBERNETES.glob("*.yaml")} - {"kustomization.yaml", "secret.example.yaml"}


def test_names_and_ports_match(manifests: list[Manifest]) -> None:
    deployments = of_kind(manifests, "Deployment")
    for one in deployments.values():
        labels = one["spec"]["template"]["metadata"]["labels"]
        assert one["spec"]["selector"]["matchLabels"].items() <= labels.items()
    for service in of_kind(manifests, "Service").values():
        [target] = [
            one
            for one in deployments.values()
            if service["spec"]["selector"].items() <= one["spec"]["template"]["metadata"]["labels"].items()
        ]
        ports = {port["name"]: port["containerPort"] for one in containers(target["spec"]["template"]["spec"])
                 for port in one.get("ports", ())}  # fmt: skip
        for port in service["spec"]["ports"]:
            assert ports[port["targetPort"]] == port["port"]
    config, secrets = of_kind(manifests, "ConfigMap"), of_kind(manifests, "Secret")
    for _, pod in pods(manifests):
        volumes = {volume["name"]: volume for volume in pod["volumes"]}
        assert {volume["configMap"]["name"] for volume in volumes.values() if "configMap" in volume} <= config.keys()
        for one in containers(pod):
            assert {mount["name"] for mount in one["volumeMounts"]} <= volumes.keys()
            for source in one["envFrom"]:
                assert source.get("configMapRef", {"name": "wiredesk"})["name"] in config
                assert source.get("secretRef", {"name": "wiredesk"})["name"] in secrets


def test_the_environment_is_settings(manifests: list[Manifest], monkeypatch: pytest.MonkeyPatch) -> None:
    config = of_kind(manifests, "ConfigMap")["wiredesk"]["data"]
    secret = of_kind(manifests, "Secret")["wiredesk"]["stringData"]
    settings_named({*config, *secret})
    for name, value in (config | secret).items():
        monkeypatch.setenv(name, value)
    assert load().web_host == "0.0.0.0" and unknown_variables() == ()


def test_the_sources_are_sources(manifests: list[Manifest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from producer.sources.source_registry import read_sources, runnable_sources

    text = of_kind(manifests, "ConfigMap")["wiredesk-sources"]["data"]["wire.toml"]
    for number, lines in enumerate((text, re.sub(r"(?m)^# (?=\[|\w+ = )", "", text))):
        (tmp_path / f"{number}.toml").write_text(lines)
        monkeypatch.setenv("WIREDESK_WIRE_TOKEN", "x")
        assert len(runnable_sources(read_sources(tmp_path / f"{number}.toml"))) == number + 1


def test_the_sinks_are_sinks(manifests: list[Manifest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desk.sinks.sink_registry import read_sinks

    text = of_kind(manifests, "ConfigMap")["wiredesk-sources"]["data"]["wire.toml"]
    (tmp_path / "wire.toml").write_text(re.sub(r"(?m)^# (?=\[|\w+ = )", "", text))
    monkeypatch.setenv("CMS_SECRET", "whsec_" + "QUJD" * 8)
    assert [sink.name for sink in read_sinks(tmp_path / "wire.toml")] == ["cms"]


def test_pods_are_restricted_and_have_time_to_stop(manifests: list[Manifest]) -> None:
    for name, pod in pods(manifests):
        assert pod["terminationGracePeriodSeconds"] == 60, name
        assert pod["securityContext"]["runAsNonRoot"] and pod["automountServiceAccountToken"] is False
        assert pod["enableServiceLinks"] is False, "else the Service wiredesk-web sets WIREDESK_WEB_PORT"
        for one in containers(pod):
            assert one["securityContext"]["readOnlyRootFilesystem"] and one["securityContext"]["capabilities"]
            assert one["resources"]["requests"]["memory"] and one["resources"]["limits"]["memory"]
            assert any(mount["mountPath"] == "/var/lib/wiredesk" for mount in one["volumeMounts"])
        for one in pod["containers"]:
            assert {"startupProbe", "readinessProbe", "livenessProbe"} <= one.keys(), name


def test_commands_and_probes_exist(manifests: list[Manifest]) -> None:
    asked = set()
    for name, pod in pods(manifests):
        for one in containers(pod):
            probes = [one[key] for key in one if key.endswith("Probe")]
            lines = [one["command"], *(probe["exec"]["command"] for probe in probes if "exec" in probe)]
            for words in lines:
                line = words[2] if words[:2] == ["sh", "-c"] else shlex.join(words)
                assert not list(problems(line)), line
                for command in simple_commands(line):
                    assert command[0] in {"wiredesk", "celery", "python", "test"}, command
                asked.add(line)
            for probe in probes:
                port = probe.get("httpGet", probe.get("tcpSocket", {})).get("port")
                assert port in {None, *(port["name"] for port in one.get("ports", ()))}, name
    assert {"wiredesk health worker", "wiredesk health producer", "wiredesk migrate"} <= asked


def test_an_unavailable_service_restarts_no_pod() -> None:
    for code, dies in ((0, False), (1, True), (69, False)):
        line = f"(exit {code}) || test $? -ne 1"
        assert (subprocess.run(["sh", "-c", line], check=False).returncode != 0) is dies


# metrics


@pytest.fixture(scope="module")
def metrics(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The output of ``wiredesk metrics`` with a store, a sink, watches and a broker."""
    home = tmp_path_factory.mktemp("desk")
    store = desk_stories.filled(home / "wd")
    with store.write() as connection:
        for name in ("cms", sink_state.alerts_of("cms"), *sink_state.WATCHES):
            sink_state.add(connection, name, 0)
        source_health.follow(connection, "tcp agency", None)
    store.close()
    redis = RedisServer(home / "redis").start()
    command = [sys.executable, "-m", "desk", "metrics"]
    try:
        yield said(*command, env=environment(home, WIREDESK_BROKER_URL=redis.url), cwd=ROOT)
    finally:
        redis.stop()


def test_the_exposition_is_prometheus(metrics: str) -> None:
    assert 'wiredesk_versions{state="done"} 6.0' in metrics
    assert said(program("promtool", "prometheus"), "check", "metrics", input=metrics) == ""


def test_every_metric_that_is_used_exists(metrics: str, manifests: list[Manifest]) -> None:
    told = set(re.findall(r"^(wiredesk_\w+)", metrics, re.M))
    triggers = [one for scaled in of_kind(manifests, "ScaledObject").values() for one in scaled["spec"]["triggers"]]
    asked = {one["metadata"]["valueLocation"] for one in triggers}
    for file in ("prometheus/wiredesk.rules.yml", "grafana/wiredesk.json"):
        asked |= set(re.findall(r"\bwiredesk_\w+", (DEPLOY / file).read_text()))
    asked |= set(re.findall(r"\bwiredesk_\w+", (ROOT / "docs" / "how-to" / "metrics.md").read_text()))
    families = {name.removesuffix(end) for name in told for end in ("_bucket", "_total")}
    assert asked <= told | families, asked - told


def test_no_panel_of_the_dashboard_covers_another() -> None:
    panels = json.loads((DEPLOY / "grafana" / "wiredesk.json").read_text())["panels"]
    places = [one["gridPos"] for one in panels]
    cells = [
        (x, y) for at in places for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])
    ]
    assert len(cells) == len(set(cells)) and max(x for x, _ in cells) < 24
    assert len(panels) == len({one["id"] for one in panels}) == len({one["title"] for one in panels})


def test_keda_reaches_the_desk(manifests: list[Manifest], monkeypatch: pytest.MonkeyPatch) -> None:
    [scaled] = of_kind(manifests, "ScaledObject").values()
    assert scaled["spec"]["scaleTargetRef"]["name"] in of_kind(manifests, "Deployment")
    [trigger] = scaled["spec"]["triggers"]
    url = urlsplit(trigger["metadata"]["url"])
    service = of_kind(manifests, "Service")[str(url.hostname).partition(".")[0]]
    assert url.port in {port["port"] for port in service["spec"]["ports"]} and url.path == "/metrics"
    monkeypatch.setenv("WIREDESK_WEB_HOSTS", of_kind(manifests, "ConfigMap")["wiredesk"]["data"]["WIREDESK_WEB_HOSTS"])
    assert url.hostname in load().web_hosts, "the desk answers only to names that it knows"
    [asked] = of_kind(manifests, "TriggerAuthentication")[trigger["authenticationRef"]["name"]]["spec"][
        "secretTargetRef"
    ]
    assert asked["key"] in of_kind(manifests, "Secret")[asked["name"]]["stringData"]


def test_alerts() -> None:
    promtool = program("promtool", "prometheus")
    rules = DEPLOY / "prometheus" / "wiredesk.rules.yml"
    assert "SUCCESS" in said(promtool, "check", "rules", rules)
    said(promtool, "check", "config", DEPLOY / "prometheus" / "prometheus.yml")
    said(promtool, "test", "rules", ROOT / "tests" / "acceptance" / "alerts.yml")
    [group] = yaml.safe_load(rules.read_text())["groups"]
    cases = yaml.safe_load((ROOT / "tests" / "acceptance" / "alerts.yml").read_text())["tests"]
    fired = {one["alertname"] for case in cases for one in case["alert_rule_test"] if one["exp_alerts"]}
    assert fired == {rule["alert"] for rule in group["rules"]}


# systemd


def units(tmp_path: Path) -> list[Path]:
    """The units as installed, with the programs of this environment; one instance of each template."""
    found = []
    for file in SYSTEMD.glob("wiredesk*.*"):
        name = file.name.replace("@.", "@worker.")
        if file.suffix in {".service", ".timer"}:
            text = file.read_text().replace("/opt/wiredesk/bin", str(Path(sys.executable).parent))
            (tmp_path / name).write_text(text)
            found.append(tmp_path / name)
    return found


def test_units_are_systemds(tmp_path: Path) -> None:
    analyze = program("systemd-analyze", "systemd")
    found = units(tmp_path)
    assert len(found) == 8
    assert said(analyze, "verify", *found, env=os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}) == ""
    for unit in found:
        if unit.suffix == ".service" and "restart" not in unit.name:
            said(analyze, "security", "--offline=true", "--threshold=25", unit)


def test_units_run_existing_programs() -> None:
    for file in SYSTEMD.glob("*.service"):
        text = file.read_text()
        for line in re.findall(r"^Exec\w+=(.*)$", text, re.M):
            line = line.replace("/opt/wiredesk/bin/", "").replace("%i", "worker")
            assert not list(problems(line)), f"{file.name}: {line}"
        if "Type=oneshot" not in text:
            assert "TimeoutStopSec=60" in text and "Restart=always" in text, file.name
        if "restart" not in file.name:
            assert "EnvironmentFile=-/etc/wiredesk/wiredesk.env" in text, file.name


def test_the_environment_file_is_settings() -> None:
    text = (SYSTEMD / "wiredesk.env.example").read_text()
    settings_named(set(re.findall(r"^(?:# )?([A-Z_]+)=", text, re.M)))
