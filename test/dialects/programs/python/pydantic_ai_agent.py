"""Calls of an agent of Pydantic AI with its model for Anthropic; Pydantic AI writes the spans."""

import os

# The framework's spans, without those of the SDK below it.
os.environ["ANTHROPIC_OPEN_TELEMETRY"] = "false"

import asyncio  # noqa: E402
import sys  # noqa: E402

import spans  # noqa: E402
from anthropic import AsyncAnthropic  # noqa: E402
from pydantic_ai import Agent  # noqa: E402
from pydantic_ai.models.anthropic import AnthropicModel  # noqa: E402
from pydantic_ai.models.instrumented import InstrumentationSettings  # noqa: E402
from pydantic_ai.providers.anthropic import AnthropicProvider  # noqa: E402
from pydantic_ai.usage import UsageLimits  # noqa: E402

PROVIDER = spans.provider()
Agent.instrument_all(InstrumentationSettings(tracer_provider=PROVIDER))


async def run(spec):
    given = spec["params"]
    betas = {"anthropic-beta": ",".join(spec["betas"])} if spec["betas"] else {}
    timeout = {"timeout": spec["timeoutMs"] / 1000} if "timeoutMs" in spec else {}
    async with AsyncAnthropic(
        base_url=spec["baseURL"],
        api_key=spec["apiKey"],
        default_headers={**spec["headers"], **betas},
        max_retries=spec["maxRetries"],
        **timeout,
    ) as client:
        settings = {
            "max_tokens": given.get("max_tokens", 1024),
            # Also the messages: Pydantic AI makes its own.
            "extra_body": {name: value for name, value in given.items() if name not in ("model", "max_tokens")},
        }
        model = AnthropicModel(given["model"], provider=AnthropicProvider(anthropic_client=client))
        agent = Agent(model, model_settings=settings, name="assistant")
        limits = UsageLimits(request_limit=1)
        if not spec["stream"]:
            return await agent.run("Hello", usage_limits=limits)
        async with agent.run_stream("Hello", usage_limits=limits) as answer:
            count = 0
            async for _ in answer.stream_text(delta=True, debounce_by=None):
                count += 1
                if count >= spec.get("stopAfterEvents", sys.maxsize):
                    break
                await asyncio.sleep(spec.get("pauseBetweenEventsMs", 0) / 1000)


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
