"""What a failed fetch says: the address, what happened, and what to do.

Invariant: every message begins with the address, without credentials, and every failure that a
user can do something about has a hint.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from provenance.errors import FetchError, FetchFailure

if TYPE_CHECKING:
    from provenance.reading.web.addresses import Address
    from provenance.reading.web.options import WebOptions
    from provenance.reading.web.pacing import Budget

__all__ = [
    "broken",
    "name_not_found",
    "network_failure",
    "proxy_failure",
    "redirected",
    "refused_by_proxy",
    "robots_refuse",
    "robots_unknown",
    "status_failure",
    "too_large",
    "too_many_redirects",
    "unsafe_address",
]

SAVE = "open it in a browser, save the page and pass the file"
LATER = "try again later"
_TUNNEL = "Tunnel connection failed: "  # as http.client says it
STATUSES = {
    401: (FetchFailure.FORBIDDEN, "it asks for a name and a password", SAVE),
    402: (FetchFailure.FORBIDDEN, "it asks for payment", SAVE),
    403: (FetchFailure.FORBIDDEN, "the site refuses to give it to programs", SAVE),
    404: (FetchFailure.NOT_FOUND, "there is no such page", "check the address; an archive may still have the page"),
    410: (FetchFailure.GONE, "the page was taken away", "an archive may still have the page"),
    451: (FetchFailure.LEGAL, "it may not be shown here for legal reasons", SAVE),
}


def unsafe_address(address: Address, ip: str, why: str) -> FetchError:
    """The error for a host that is not public."""
    at = "" if ip == address.host else f" is {ip},"
    message = f"{address.url}: {address.host}{at} {'is ' if not at else ''}{why}"
    named = ip if ":" in ip or ip.replace(".", "").isdigit() else "ADDRESS (its IP address)"
    hint = f"only public addresses are fetched; --allow-private {named} where you may reach it"
    return FetchError(message, FetchFailure.UNSAFE_ADDRESS, hint)


def name_not_found(address: Address, error: Exception | None) -> FetchError:
    """The error for a host that has no address."""
    why = f" ({error.strerror.lower()})" if isinstance(error, OSError) and error.strerror else ""
    if isinstance(error, TimeoutError):
        why = " (the name system did not answer)"
    message = f"{address.url}: no host of the name {address.host} was found{why}"
    return FetchError(message, FetchFailure.NAME_NOT_FOUND, "check the spelling, and that this machine is online")


def network_failure(address: Address, error: Exception, budget: Budget, options: WebOptions) -> FetchError:
    """The error for what went wrong on the network."""
    import ssl

    causes = _causes(error)
    if any(isinstance(cause, TimeoutError) or type(cause).__name__.endswith("TimeoutError") for cause in causes):
        return _timed_out(address, causes, budget, options)
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            message = f"{address.url}: its certificate is not valid: {cause.verify_message}"
            hint = "open it in a browser; a certificate authority of your own is named by SSL_CERT_FILE"
            return FetchError(message, FetchFailure.CERTIFICATE, hint)
    if any(isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError) for cause in causes):
        reason = next(cause.reason for cause in causes if isinstance(cause, ssl.SSLError))
        message = f"{address.url}: no secure connection ({(reason or 'TLS failed').lower().replace('_', ' ')})"
        return FetchError(message, FetchFailure.CERTIFICATE, "check that the site answers to https")
    if any(type(cause).__name__ == "NewConnectionError" for cause in causes):
        why = next(
            (cause.strerror for cause in causes if isinstance(cause, OSError) and cause.strerror), "no connection"
        )
        message = f"{address.url}: {address.host} cannot be reached ({why.lower()})"
        return FetchError(message, FetchFailure.NOT_REACHED, "check the address, and that the site is up")
    return broken(address, _what_broke(causes))


def proxy_failure(address: Address, proxy: str, why: str) -> FetchError:
    """The error for a proxy, named by its host and port, that does not do what it is asked for."""
    hint = "check the address in --proxy or PROVENANCE_PROXY, and its name and password"
    return FetchError(f"{address.url}: the proxy {proxy} {why}", FetchFailure.NOT_REACHED, hint)


def refused_by_proxy(error: Exception) -> str | None:
    """What a proxy did instead of connecting; ``None`` where it connected."""
    causes = _causes(error)
    for cause in causes:
        if isinstance(cause, OSError) and str(cause).startswith(_TUNNEL):
            return f"refuses it ({str(cause).removeprefix(_TUNNEL).lower()})"
    if not {type(cause).__name__ for cause in causes} & {"ProxyError", "NewConnectionError", "ConnectTimeoutError"}:
        return None
    why = next((cause.strerror for cause in causes if isinstance(cause, OSError) and cause.strerror), "no answer")
    return f"cannot be reached ({why.lower()})"


def broken(address: Address, what: str) -> FetchError:
    """The error for an answer that is none."""
    return FetchError(f"{address.url}: {what}", FetchFailure.BROKEN_ANSWER, f"{LATER}, or {SAVE}")


def too_large(address: Address, limit: int) -> FetchError:
    """The error for a body over the limit."""
    message = f"{address.url}: larger than {limit:,} bytes"
    return FetchError(message, FetchFailure.TOO_LARGE, "save the page and pass the file, or raise the limit")


def too_many_redirects(address: Address, count: int, *, loop: bool) -> FetchError:
    """The error for a page that is never reached."""
    what = "the redirects go round in a circle" if loop else f"more than {count} redirects"
    hint = f"the site may want cookies, which are not kept; {SAVE}" if loop else SAVE
    return FetchError(f"{address.url}: {what}", FetchFailure.REDIRECTS, hint)


def redirected(error: FetchError, requested: Address) -> FetchError:
    """The error of a later hop, which names the address that was asked for as well."""
    return FetchError(f"{error} (where {requested.url} leads to)", error.failure, error.hint)


def robots_refuse(address: Address) -> FetchError:
    """The error for a page that the site does not want fetched."""
    message = f"{address.url}: the robots.txt of {address.netloc} asks programs not to fetch it"
    return FetchError(message, FetchFailure.ROBOTS, f"--ignore-robots if you have the right to, or {SAVE}")


def robots_unknown(address: Address, failure: FetchError) -> FetchError:
    """The error for a page whose site does not say whether it may be fetched."""
    why = str(failure).removeprefix(f"{address.scheme}://{address.netloc}/robots.txt: ")
    if failure.failure is not FetchFailure.SERVER_ERROR:
        return FetchError(f"{address.url}: {why}", failure.failure, failure.hint)
    message = f"{address.url}: not fetched, for its site does not say whether it may be (robots.txt: {why})"
    return FetchError(message, FetchFailure.ROBOTS, f"{LATER}, or --ignore-robots if you have the right to")


def status_failure(address: Address, status: int, again: float | None, now: float) -> FetchError:
    """The error for an answer other than a page.

    Args:
        address: what was asked for.
        status: the status code.
        again: the seconds until the site wants to be asked again, where it says so.
        now: seconds since 1970.
    """
    hint = LATER
    if again is not None:
        hint = f"{LATER}: the site asks to be left alone until {_date(now + again)}"
    if status == 429:  # noqa: PLR2004 - Too Many Requests
        message = f"{address.url}: 429, too many requests"
        return FetchError(message, FetchFailure.TOO_MANY_REQUESTS, hint)
    if status >= 500:  # noqa: PLR2004 - the server's own errors
        return FetchError(f"{address.url}: {status}, the site is out of order", FetchFailure.SERVER_ERROR, hint)
    failure, what, hint = STATUSES.get(status, (FetchFailure.CLIENT_ERROR, "the site gives no page for it", SAVE))
    return FetchError(f"{address.url}: {status}, {what}", failure, hint)


def _timed_out(address: Address, causes: list[BaseException], budget: Budget, options: WebOptions) -> FetchError:
    """The error for a site that is too slow."""
    if budget.left <= 0:
        what = f"took longer than {budget.seconds:g} seconds in all"
    elif any(type(cause).__name__ == "ConnectTimeoutError" for cause in causes):
        what = f"no connection within {options.connect:g} seconds"
    else:
        what = f"nothing came for {options.silence:g} seconds"
    return FetchError(f"{address.url}: timed out, {what}", FetchFailure.TIMED_OUT, f"{LATER}, or {SAVE}")


def _causes(error: BaseException) -> list[BaseException]:
    """An exception and all that it was raised from."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        cause = waiting.pop(0)
        if isinstance(cause, BaseException) and not any(cause is known for known in found):
            found.append(cause)
            waiting += [cause.__cause__, cause.__context__, *cause.args]
    return found


def _what_broke(causes: list[BaseException]) -> str:
    """What can be said of an answer that is none."""
    names = {type(cause).__name__ for cause in causes}
    if "BrokenBodyError" in names:
        return str(causes[0])
    if "IncompleteRead" in names:
        return "the connection was closed before the whole page had come"
    if names & {
        "RemoteDisconnected",
        "ConnectionResetError",
        "BrokenPipeError",
        "SSLEOFError",
        "ConnectionAbortedError",
    }:
        return "the connection was closed without a whole answer"
    if "LineTooLong" in names or "got more than" in str(causes[0]):
        return "the headers are too long"
    return "what came back is no answer of a web server"


def _date(seconds: float) -> str:
    """A point in time for people."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
    except (OverflowError, ValueError, OSError):
        return "a far day"
