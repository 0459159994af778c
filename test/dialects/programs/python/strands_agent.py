"""Calls of an agent of Strands with its provider for Anthropic; Strands writes the spans."""

import os

# Its own spans, without those of the SDK below it.
os.environ["ANTHROPIC_OPEN_TELEMETRY"] = "false"

import asyncio  # noqa: E402
import sys  # noqa: E402

import spans  # noqa: E402
from opentelemetry import trace  # noqa: E402
from strands import Agent  # noqa: E402
from strands.models.anthropic import AnthropicModel  # noqa: E402

# Each span of the agent has the error again.
PROVIDER = spans.provider(lambda span: span.name == "chat")
trace.set_tracer_provider(PROVIDER)


def agent_of(spec):
    given = spec["params"]
    betas = {"anthropic-beta": ",".join(spec["betas"])} if spec["betas"] else {}
    options = {
        "base_url": spec["baseURL"],
        "max_retries": spec["maxRetries"],
        "default_headers": {**spec["headers"], **betas},
    }
    if "timeoutMs" in spec:
        options["timeout"] = spec["timeoutMs"] / 1000
    if spec["apiKey"] is not None:
        options["api_key"] = spec["apiKey"]
    model = AnthropicModel(
        client_args=options,
        model_id=given["model"],
        max_tokens=given.get("max_tokens", 1024),
        # Strands formats the messages anew; those of the situation replace them.
        params={name: value for name, value in given.items() if name not in ("model", "max_tokens")},
    )
    # Its own retries of a rate limit wait for minutes.
    return Agent(model=model, callback_handler=None, retry_strategy=None)


async def run(spec):
    events = agent_of(spec).stream_async("Hello")
    count = 0
    async for event in events:
        if "event" not in event:
            continue
        count += 1
        if count >= spec.get("stopAfterEvents", sys.maxsize):
            break
        await asyncio.sleep(spec.get("pauseBetweenEventsMs", 0) / 1000)
    await events.aclose()


async def within_limits(spec):
    if "abortAfterMs" in spec:
        task = asyncio.create_task(run(spec))
        await asyncio.sleep(spec["abortAfterMs"] / 1000)
        task.cancel()
        await asyncio.wait([task])
        return
    async with asyncio.timeout(spec["deadlineMs"] / 1000 if "deadlineMs" in spec else None):
        await run(spec)


spans.serve(lambda spec: asyncio.run(within_limits(spec)), PROVIDER.force_flush)
