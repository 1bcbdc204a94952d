"""The image and the compose file keep their promises, as far as their text shows."""

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml  # comes with Apprise

from watcher.engine.daemon import EXIT_WITHIN

TOP = Path(__file__).parents[2]
DOCKERFILE = (TOP / "Dockerfile").read_text(encoding="utf-8")
LINES = re.sub(r"\\\n\s*", " ", DOCKERFILE).splitlines()
BASES = [line.split()[1] for line in LINES if line.startswith("FROM ")]
LAST = LINES[max(number for number, line in enumerate(LINES) if line.startswith("FROM ")) :]
COMPOSE: dict[str, Any] = yaml.safe_load((TOP / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "watcher"}


def argument(instruction: str) -> str:
    """What follows an instruction that stands once in the last stage."""
    [found] = [line for line in LAST if line.startswith(f"{instruction} ")]
    return found.removeprefix(instruction).strip()


def variables() -> dict[str, str]:
    return dict(re.findall(r"(\w+)=(\S+)", argument("ENV")))


def test_both_stages_are_of_one_python_that_the_program_supports():
    assert BASES == ["python:3.13-slim"] * 2
    assert 'requires-python = ">=3.11"' in (TOP / "pyproject.toml").read_text(encoding="utf-8")


def test_uv_is_the_one_of_the_makefile():
    [version] = re.findall(r"^UV_VERSION := (\S+)", (TOP / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert re.findall(r"uv==(\S+)", DOCKERFILE) == [version]


def test_what_is_installed_is_what_is_locked_with_the_driver_of_postgresql():
    syncs = [line for line in LINES if "uv sync" in line]
    assert [line for line in syncs if "--locked --no-dev --extra postgres" not in line] == []
    assert ["--no-install-project" in syncs[0], "--no-editable" in syncs[1]] == [True, True]


def test_the_image_holds_no_build_tool():
    assert [line for line in LAST if re.search(r"\b(uv|pip|apt-get)\b", line)] == []


def test_the_version_is_the_one_of_the_project():
    [version] = re.findall(r'^version = "(.+)"', (TOP / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert f'org.opencontainers.image.version="{version}"' in argument("LABEL")


@pytest.mark.parametrize(
    ("instruction", "value"),
    [
        ("USER", "10001:10001"),
        ("VOLUME", "/data"),
        ("WORKDIR", "/data"),
        ("STOPSIGNAL", "SIGTERM"),
        ("ENTRYPOINT", '["watcher"]'),
        ("CMD", '["run"]'),
    ],
)
def test_the_image_runs_the_daemon_as_promised(instruction: str, value: str):
    assert argument(instruction) == value


def test_the_health_check_is_the_programs_own():
    assert argument("HEALTHCHECK").endswith('CMD ["watcher", "healthcheck"]')


def test_the_folders_that_are_written_belong_to_the_user():
    assert "install -d -o 10001 -g 10001 /data /drops" in argument("RUN")


def test_configuration_and_data_are_where_the_texts_say():
    assert variables()["WATCHER_CONFIG"] == "/config/watcher.toml"
    assert variables()["WATCHER__DATA_DIR"] == "/data"


def test_python_writes_no_bytecode_at_run_time():
    assert variables()["PYTHONDONTWRITEBYTECODE"] == "1"
    assert "UV_COMPILE_BYTECODE=1" in DOCKERFILE


@pytest.mark.parametrize("file", ["Dockerfile", "compose.yaml"])
def test_no_registry_is_named(file: str):
    text = (TOP / file).read_text(encoding="utf-8")
    assert re.findall(r"https?://|docker\.io|ghcr\.io|quay\.io|pypi\.org", text) == []


def test_everything_that_is_copied_is_sent_and_nothing_secret_is():
    kept = [line[1:] for line in (TOP / ".dockerignore").read_text(encoding="utf-8").split() if line.startswith("!")]
    copied = {word for line in LINES if re.match(r"COPY (?!--from)", line) for word in line.split()[1:-1]}
    assert copied == set(kept)
    assert [name for name in ("data", "secrets", ".git", "drops") if any(fnmatch(name, one) for one in kept)] == []


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_and_write_as_little_as_it_can(name: str):
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"][0] == "/tmp"  # noqa: S108 - a mount in a container


@pytest.mark.parametrize("name", OURS)
def test_a_watcher_has_configuration_drops_and_data_where_the_image_expects_them(name: str):
    assert OURS[name]["volumes"] == ["./config:/config:ro", "./drops:/drops", "data:/data"]


@pytest.mark.parametrize("name", OURS)
def test_a_watcher_is_reached_from_this_machine_only(name: str):
    [port] = OURS[name]["ports"]
    inside = OURS[name]["environment"]["WATCHER__METRICS__LISTEN"].rpartition(":")[2]
    assert port == f"127.0.0.1:{inside}:{inside}"


@pytest.mark.parametrize("name", OURS)
def test_a_watcher_has_an_init_and_time_to_end(name: str):
    assert OURS[name]["init"] is True
    assert int(OURS[name]["stop_grace_period"].removesuffix("s")) > EXIT_WITHIN.total_seconds()


def test_secrets_are_files():
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}
    assert {name: list(secret) for name, secret in COMPOSE["secrets"].items()} == {name: ["file"] for name in used}


def test_the_database_belongs_to_a_profile_and_is_waited_for():
    assert SERVICES["db"]["profiles"] == SERVICES["watcher-postgres"]["profiles"] == ["postgres"]
    assert SERVICES["watcher-postgres"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert "profiles" not in SERVICES["watcher"]
    assert "healthcheck" in SERVICES["db"]
