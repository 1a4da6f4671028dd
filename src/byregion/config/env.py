"""The environment, read once, typed, failing at start with a sentence that says how to mend it."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit


class BadEnvironment(RuntimeError):
    """A variable has a value that cannot be used."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over; an empty host keeps them in the outbox."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    sender: str


@dataclass(frozen=True, slots=True)
class Env:
    """All that the platform takes from outside."""

    data: Path
    debug: bool
    secret_key: str
    hosts: list[str]
    database_url: str
    base_url: str
    page_cache: bool
    contact: str
    trusted_proxies: list[str]
    report_worker: str
    report_days: int
    report_megabytes: int
    compute_at_once: int
    compute_burst: int
    compute_per_minute: int
    mail: MailServer
    clamd: str
    reply_address: str

    @classmethod
    def read(cls, environ: dict[str, str] | None = None) -> Env:
        """Read the variables, all of which have a default that suits a trial on one machine."""
        values = dict(os.environ) if environ is None else environ
        data = Path(values.get("BYREGION_DATA", "var")).resolve()
        return cls(
            data=data,
            debug=_flag(values, "BYREGION_DEBUG"),
            secret_key=values.get("BYREGION_SECRET_KEY") or _kept_key(data / "secret-key"),
            hosts=values.get("BYREGION_HOSTS", "localhost,127.0.0.1,[::1]").split(","),
            database_url=values.get("BYREGION_DATABASE_URL", ""),
            base_url=values.get("BYREGION_BASE_URL", "http://localhost:8000").rstrip("/"),
            page_cache=_flag(values, "BYREGION_PAGE_CACHE", default="1"),
            contact=_address(values.get("BYREGION_CONTACT", "")),
            trusted_proxies=_networks(values, "BYREGION_TRUSTED_PROXIES"),
            report_worker=_one_of(values, "BYREGION_REPORT_WORKER", ("thread", "command")),
            report_days=_number(values, "BYREGION_REPORT_DAYS", 30),
            report_megabytes=_number(values, "BYREGION_REPORT_MEGABYTES", 500),
            compute_at_once=_number(values, "BYREGION_COMPUTE_AT_ONCE", 1),
            compute_burst=_number(values, "BYREGION_COMPUTE_BURST", 60),
            compute_per_minute=_number(values, "BYREGION_COMPUTE_PER_MINUTE", 30),
            mail=_mail_server(values.get("BYREGION_MAIL_URL", ""), values),
            clamd=_scanner(values.get("BYREGION_CLAMD", "")),
            reply_address=_reply_address(values.get("BYREGION_REPLY_ADDRESS", "")),
        )


def database(url: str, data: Path) -> dict[str, object]:
    """Turn `postgresql://user:password@host:port/name` into Django's settings; empty is SQLite."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(data / "byregion.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                " PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise BadEnvironment(
            "BYREGION_DATABASE_URL must look like postgresql://user:password@host:5432/name"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def _mail_server(url: str, values: dict[str, str]) -> MailServer:
    # smtp://user:password@host:587, with STARTTLS unless the scheme is smtp+plain
    parts = urlsplit(url)
    if url and (parts.scheme not in {"smtp", "smtp+plain"} or not parts.hostname):
        raise BadEnvironment("BYREGION_MAIL_URL must look like smtp://user:password@host:587")
    sender = values.get("BYREGION_MAIL_FROM") or values.get("BYREGION_CONTACT", "")
    if url and not sender:
        raise BadEnvironment("BYREGION_MAIL_FROM must say which address letters come from")
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or 587,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp",
        sender=sender or "byregion@localhost",
    )


def _scanner(text: str) -> str:
    if text and not re.fullmatch(r"unix:/\S+|[^\s/]+:[0-9]{1,5}", text):
        raise BadEnvironment(
            f"BYREGION_CLAMD must look like unix:/run/clamav/clamd.ctl or host:3310, not {text!r}"
        )
    return text


def _flag(values: dict[str, str], name: str, *, default: str = "0") -> bool:
    text = values.get(name, default).lower()
    if text not in {"0", "1", "true", "false", "yes", "no", ""}:
        raise BadEnvironment(f"{name} must be 1 or 0, not {text!r}")
    return text in {"1", "true", "yes"}


def _number(values: dict[str, str], name: str, default: int) -> int:
    text = values.get(name) or str(default)
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) == 0:
        raise BadEnvironment(f"{name} must be a whole number from 1, not {text!r}")
    return int(text)


def _one_of(values: dict[str, str], name: str, allowed: tuple[str, ...]) -> str:
    text = values.get(name) or allowed[0]
    if text not in allowed:
        raise BadEnvironment(f"{name} must be one of {', '.join(allowed)}, not {text!r}")
    return text


def _networks(values: dict[str, str], name: str) -> list[str]:
    found = [part.strip() for part in values.get(name, "").split(",") if part.strip()]
    for text in found:
        try:
            ip_network(text)
        except ValueError:
            raise BadEnvironment(
                f"{name} must be addresses or networks such as 10.0.0.0/8, not {text!r}"
            ) from None
    return found


def _address(text: str) -> str:
    if text and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise BadEnvironment(f"BYREGION_CONTACT must be an e-mail address, not {text!r}")
    return text


def _reply_address(text: str) -> str:
    # A token of up to 44 letters and a plus come before the @, where 64 letters are allowed.
    if text and not re.fullmatch(r"[^@+\s]{1,19}@[^@\s]+\.[^@\s]+", text):
        raise BadEnvironment(
            "BYREGION_REPLY_ADDRESS must be an e-mail address with at most 19 letters and no + "
            f"before the @, not {text!r}"
        )
    return text


def _kept_key(path: Path) -> str:
    # A trial needs no configuration: the key is made once and kept beside the database.
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(50)
    path.touch(mode=0o600)
    path.write_text(key)
    return key
