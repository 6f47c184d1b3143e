"""Flows in an asyncio program: the network in the caller's loop, long work beside it.

``await ehcert.aio.run(flow, client=httpx.AsyncClient())``. Cancelling the task stops at the next step; the flow stays
where it was and may be run again.
"""

from __future__ import annotations

import asyncio
import inspect
from typing import Any, Awaitable, Callable, Optional, Union

from . import MAX_ANSWER, NO_ANSWER, ContractReview, Flow, FlowStep, _answer, _now, _post, needed

#: Like the callbacks of :func:`ehcert.run`; each may be a coroutine function.
Sign = Callable[[str, str, bytes], Union[bytes, Awaitable[bytes]]]
Accept = Callable[[ContractReview], Union[bool, Awaitable[bool]]]
Store = Callable[[bytes], Union[bytes, Awaitable[bytes]]]
Progress = Callable[[str, int], None]


async def run(
    flow: Flow,
    *,
    client: Any = None,
    sign: Optional[Sign] = None,
    accept: Optional[Accept] = None,
    store: Optional[Store] = None,
    progress: Optional[Progress] = None,
    timeout: float = 30.0,
) -> None:
    """Drives a flow to its end; its outcome is then read from it.

    ``client`` is an ``httpx.AsyncClient``; without one the standard library is used in a thread. Callbacks that are
    no coroutine functions run in a thread, so they may block.
    """
    step = await asyncio.to_thread(flow.step, _now(None))
    while True:
        if progress is not None:
            progress(step.name, step.percent)
        value: Any = None
        if isinstance(step, FlowStep.DONE):
            return
        if isinstance(step, FlowStep.SIGN):
            value = await _call(needed(sign, "sign"), step.key, step.hash, step.digest)
        elif isinstance(step, FlowStep.SHOW_CONTRACT):
            value = await _call(needed(accept, "accept"), step.review)
        elif isinstance(step, FlowStep.HTTP):
            if client is None:
                value = await asyncio.to_thread(_post, step, timeout)
            else:
                value = await _send(client, step, timeout)
        elif isinstance(step, FlowStep.STORE):
            value = await _call(needed(store, "store"), step.keystore)
        elif isinstance(step, FlowStep.WAIT):
            await asyncio.sleep(step.seconds)
        step = await asyncio.to_thread(_answer, flow, step, value)


async def _call(function: Callable[..., Any], *args: Any) -> Any:
    if inspect.iscoroutinefunction(function):
        return await function(*args)
    result = await asyncio.to_thread(function, *args)
    return await result if inspect.isawaitable(result) else result


async def _send(client: Any, step: Any, timeout: float) -> "tuple[int, str, bytes]":
    headers = {header.name: header.value for header in step.headers}
    stream = client.stream(
        step.method, step.url, content=step.body, headers=headers, timeout=timeout, follow_redirects=False
    )
    try:
        return await _read(stream)
    except Exception:
        # The flow knows what it means that nothing came. A cancelled task is no Exception.
        if step.optional:
            return NO_ANSWER
        raise


async def _read(stream: Any) -> "tuple[int, str, bytes]":
    async with stream as answer:
        body = b""
        async for part in answer.aiter_bytes():
            body += part
            if len(body) > MAX_ANSWER:
                break
        return answer.status_code, answer.headers.get("content-type", ""), body[: MAX_ANSWER + 1]
