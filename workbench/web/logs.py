"""Logs that can be read by a program and hold nothing of what people are or write.

A line names the view that answered, not the address, because an address may hold a token. Every
answer carries a request id, which the error page shows and the lines repeat.
"""

import json
import logging
import re
import secrets
import time
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal

from flask import Flask, Response, g, has_request_context, request
from flask.logging import wsgi_errors_stream
from sqlalchemy.exc import OperationalError

from workbench.config import Settings

LogStyle = Literal["plain", "json"]
Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

logger = logging.getLogger("workbench")
requests = logging.getLogger("workbench.requests")

ID_HEADER = "X-Request-Id"
# What another program may call a request; anything else could forge a line.
GOOD_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Asked every few seconds or many times a page: lines about them would bury the others.
UNREMARKABLE = {"static", "healthz", "readyz", "metrics"}
PLAIN = "%(asctime)s %(levelname)s %(name)s: %(message)s%(reference)s"


class JsonFormatter(logging.Formatter):
    """Write a record as one line of JSON; of an error, its kind and where, but not its words.

    The words of an exception may quote a label, a name or an address. Those of the database's
    driver when it cannot be reached or written to never do, and are kept.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        if request_id():
            line["request_id"] = request_id()
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class PlainFormatter(logging.Formatter):
    """Write a record for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line, with a traceback below it where there is one."""
        record.reference = f" [{request_id()}]" if request_id() else ""
        return super().format(record)


class Handler(logging.StreamHandler):  # type: ignore[type-arg]  # Generic for type checkers only.
    """Be the one handler of this program, so that a second application replaces the first's."""


def keep_logs(app: Flask, settings: Settings) -> None:
    """Number requests and, in JSON, write a line for each; set the handlers of the process up."""
    configure_logging(settings.log)

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        sent = request.headers.get(ID_HEADER, "")
        # From a stranger the id could be another request's; a declared proxy gives each its own.
        believed = settings.proxies > 0 and GOOD_ID.fullmatch(sent) is not None
        g.request_id = sent if believed else secrets.token_hex(8)

    @app.after_request
    def end(response: Response) -> Response:
        if number := request_id():
            response.headers[ID_HEADER] = number
        if requests.isEnabledFor(logging.INFO) and request.endpoint not in UNREMARKABLE:
            requests.info("request", extra={"fields": _fields(response)})
        return response

    def log_exception(exc_info: Failure) -> None:
        # Flask's own line would hold the address.
        logger.error("A view failed: %s %s", request.method, request.endpoint, exc_info=exc_info)

    app.log_exception = log_exception  # type: ignore[method-assign]  # Flask calls it by this name.


def configure_logging(style: LogStyle) -> None:
    """Send this process's log to standard error in this style."""
    handler = Handler(wsgi_errors_stream)
    handler.setFormatter(JsonFormatter() if style == "json" else PlainFormatter(PLAIN))
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each, Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    logger.setLevel(logging.INFO if style == "json" else logging.WARNING)


def gunicorn_logging(style: LogStyle) -> dict[str, Any]:
    """Give gunicorn's setting for the same style; none for plain lines."""
    if style == "plain":
        return {}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonFormatter}},
        "handlers": {"json": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"level": "WARNING", "handlers": []},
        "loggers": {
            "gunicorn.error": {"level": "WARNING", "handlers": ["json"], "propagate": False}
        },
    }


def request_id() -> str:
    """Give the id of the request being answered; "" outside one."""
    return str(g.get("request_id", "")) if has_request_context() else ""


def _fields(response: Response) -> dict[str, Any]:
    return {
        "method": request.method,
        "endpoint": request.endpoint,
        "status": response.status_code,
        "duration_ms": round((time.perf_counter() - g.began) * 1000, 1) if "began" in g else None,
    }


def _message(record: logging.LogRecord) -> str:
    if record.name.startswith("workbench"):
        return record.getMessage()
    # Of other libraries' lines only the fixed words: the rest may be an address or a value.
    return str(record.msg) if record.args else record.getMessage().split(": ")[0]


def _error(error: BaseException) -> dict[str, Any]:
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename}:{trace.tb_lineno} in {code.co_name}")
        trace = trace.tb_next
    described: dict[str, Any] = {"type": type(error).__qualname__, "traceback": frames}
    if isinstance(error, OperationalError):
        described["reason"] = str(error.orig)
    cause = error.__cause__ or error.__context__
    if cause is not None and not isinstance(error, OperationalError):
        described["cause"] = _error(cause)
    return described
