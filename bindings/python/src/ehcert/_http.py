"""Blocking HTTP from the standard library, for :func:`ehcert.run`."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from typing import Any

from . import MAX_ANSWER, NO_ANSWER


def post(step: Any, timeout: float) -> "tuple[int, str, bytes]":
    """Sends the request of a step: status, content type, body."""
    headers = {header.name: header.value for header in step.headers}
    data = step.body if step.method == "POST" else None
    request = urllib.request.Request(step.url, data=data, headers=headers, method=step.method)
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=timeout) as answer:
            return answer.status, answer.headers.get("Content-Type", ""), answer.read(MAX_ANSWER + 1)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get("Content-Type", ""), error.read(MAX_ANSWER + 1)
    except (OSError, http.client.HTTPException):
        # The flow knows what it means that nothing came.
        if step.optional:
            return NO_ANSWER
        raise


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: Any) -> None:
        return None
