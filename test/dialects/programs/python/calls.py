"""Makes Claude calls with Anthropic's SDK: `calls.py <instrumentation> [http] [async]`."""

import asyncio
import gc
import inspect
import json
import sys
import time
import traceback

import anthropic
import instrumentations

INSTRUMENTATION, *OPTIONS = sys.argv[1:]
instrumentation = instrumentations.start(INSTRUMENTATION, http="http" in OPTIONS)


def options(spec):
    return {
        "base_url": spec["baseURL"],
        "api_key": spec["apiKey"],
        "default_headers": spec["headers"],
        "max_retries": spec["maxRetries"],
        **({"timeout": spec["timeoutMs"] / 1000} if "timeoutMs" in spec else {}),
    }


def resource(client, spec):
    return client.beta.messages if spec["beta"] else client.messages


def params(method, spec):
    """The parameters; those that the SDK does not know in `extra_body`."""
    known = inspect.signature(inspect.unwrap(method)).parameters
    given = {**spec["params"], **({"betas": spec["betas"]} if spec["betas"] else {})}
    extra = {name: value for name, value in given.items() if name not in known and "kwargs" not in known}
    return {**{name: value for name, value in given.items() if name not in extra}, "extra_body": extra or None}


def summarize(spec):
    with anthropic.Anthropic(**options(spec)) as client:
        messages = resource(client, spec)
        given = params(messages.create, spec)
        if spec["method"] == "create":
            return messages.create(**given)
        if spec["method"] == "create-streamed":
            return read(messages.create(**given, stream=True), spec)
        with messages.stream(**given) as stream:
            return read(stream, spec)


def read(stream, spec):
    for count, _ in enumerate(stream, 1):
        if count == spec.get("stopAfterEvents"):
            break
        time.sleep(spec.get("pauseBetweenEventsMs", 0) / 1000)


async def summarize_async(client, spec):
    messages = resource(client, spec)
    given = params(messages.create, spec)
    if spec["method"] == "create":
        return await messages.create(**given)
    if spec["method"] == "create-streamed":
        return await read_async(await messages.create(**given, stream=True), spec)
    async with messages.stream(**given) as stream:
        return await read_async(stream, spec)


async def read_async(stream, spec):
    count = 0
    async for _ in stream:
        count += 1
        if count == spec.get("stopAfterEvents"):
            break
        await asyncio.sleep(spec.get("pauseBetweenEventsMs", 0) / 1000)


async def within_limits(spec):
    """Only asynchronous code can leave a call: by cancelling its task, or by a deadline around it."""
    async with anthropic.AsyncAnthropic(**options(spec)) as client:
        if "abortAfterMs" in spec:
            task = asyncio.create_task(summarize_async(client, spec))
            await asyncio.sleep(spec["abortAfterMs"] / 1000)
            task.cancel()
            return await task
        async with asyncio.timeout(spec["deadlineMs"] / 1000 if "deadlineMs" in spec else None):
            return await summarize_async(client, spec)


def call(spec):
    try:
        if "async" in OPTIONS or "abortAfterMs" in spec or "deadlineMs" in spec:
            asyncio.run(instrumentation.around_async(within_limits)(spec))
        else:
            instrumentation.around(summarize)(spec)
    except (Exception, asyncio.CancelledError):  # noqa: BLE001 - the span has it
        pass
    # Some spans end with the stream that nobody reads any more.
    gc.collect()
    instrumentation.flush()


replies, sys.stdout = sys.stdout, sys.stderr  # What libraries print is no reply.
for line in sys.stdin:
    try:
        call(json.loads(line))
        reply = {"done": True}
    except Exception:  # noqa: BLE001 - the runner prints it
        reply = {"failed": traceback.format_exc()}
    replies.write(json.dumps(reply) + "\n")
    replies.flush()
