"""Calls of an agent of AG2; its `TelemetryMiddleware` writes the spans."""

import os

# The framework's spans, without those of the SDK below it.
os.environ["ANTHROPIC_OPEN_TELEMETRY"] = "false"

import asyncio  # noqa: E402

import spans  # noqa: E402
from ag2 import Agent  # noqa: E402
from ag2.config.anthropic import AnthropicConfig  # noqa: E402
from ag2.middleware.builtin.telemetry import TelemetryMiddleware  # noqa: E402

# The span of the agent has the error again.
PROVIDER = spans.provider(lambda span: not span.name.startswith("invoke_agent"))
NAMED = ("model", "max_tokens")


def agent_of(spec):
    given = spec["params"]
    betas = {"anthropic-beta": ",".join(spec["betas"])} if spec["betas"] else {}
    config = AnthropicConfig(
        model=given["model"],
        max_tokens=given.get("max_tokens", 1024),
        api_key=spec["apiKey"],
        base_url=spec["baseURL"],
        max_retries=spec["maxRetries"],
        timeout=spec["timeoutMs"] / 1000 if "timeoutMs" in spec else None,
        default_headers={**spec["headers"], **betas} or None,
        streaming=spec["stream"],
        # Also the messages: AG2 makes its own.
        extra_body={name: value for name, value in given.items() if name not in NAMED},
    )
    # Without options, which name the provider and the model, as its documentation shows it.
    return Agent("assistant", config=config, middleware=[TelemetryMiddleware(tracer_provider=PROVIDER)])


async def within_limits(spec):
    if "abortAfterMs" in spec:
        task = asyncio.create_task(agent_of(spec).ask("Hello"))
        await asyncio.sleep(spec["abortAfterMs"] / 1000)
        task.cancel()
        await asyncio.wait([task])
        return
    async with asyncio.timeout(spec["deadlineMs"] / 1000 if "deadlineMs" in spec else None):
        await agent_of(spec).ask("Hello")


spans.serve(lambda spec: asyncio.run(within_limits(spec)), PROVIDER.force_flush)
