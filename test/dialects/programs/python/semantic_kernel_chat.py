"""Calls with Semantic Kernel's chat completion of Anthropic, whose model diagnostics write the spans."""

import asyncio
import os
import sys

os.environ["SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS"] = "true"

import spans  # noqa: E402
from anthropic import AsyncAnthropic  # noqa: E402
from opentelemetry import trace  # noqa: E402
from semantic_kernel.connectors.ai.anthropic import (  # noqa: E402
    AnthropicChatCompletion,
    AnthropicChatPromptExecutionSettings,
)
from semantic_kernel.contents import ChatHistory  # noqa: E402

PROVIDER = spans.provider()
trace.set_tracer_provider(PROVIDER)


class Settings(AnthropicChatPromptExecutionSettings):
    """With what Semantic Kernel has no name for."""

    extra_body: dict | None = None


def settings_of(params):
    known = {name: value for name, value in params.items() if name in Settings.model_fields}
    other = {name: value for name, value in params.items() if name not in known and name != "model"}
    # The history takes text alone.
    messages = known.pop("messages", [])
    if not messages or not all(isinstance(message["content"], str) for message in messages):
        other["messages"] = messages
    if not isinstance(known.get("system", ""), str):
        other["system"] = known.pop("system")
    return Settings(**known, extra_body=other or None)


def history_of(params):
    history = ChatHistory()
    for message in params.get("messages", []):
        if isinstance(message["content"], str):
            history.add_message({"role": message["role"], "content": message["content"]})
    return history


async def complete(spec):
    headers = {**spec["headers"], **({"anthropic-beta": ",".join(spec["betas"])} if spec["betas"] else {})}
    timeout = {"timeout": spec["timeoutMs"] / 1000} if "timeoutMs" in spec else {}
    params = spec["params"]
    async with AsyncAnthropic(
        base_url=spec["baseURL"],
        api_key=spec["apiKey"],
        default_headers=headers,
        max_retries=spec["maxRetries"],
        **timeout,
    ) as client:
        # It insists on a key beside that of the client.
        service = AnthropicChatCompletion(
            ai_model_id=params["model"], api_key=spec["apiKey"] or "none", async_client=client
        )
        arguments = history_of(params), settings_of(params)
        if not spec["stream"]:
            return await service.get_chat_message_contents(*arguments)
        chunks = service.get_streaming_chat_message_contents(*arguments)
        count = 0
        async for _ in chunks:
            count += 1
            if count >= spec.get("stopAfterEvents", sys.maxsize):
                break
            await asyncio.sleep(spec.get("pauseBetweenEventsMs", 0) / 1000)
        await chunks.aclose()


async def within_limits(spec):
    if "abortAfterMs" in spec:
        task = asyncio.create_task(complete(spec))
        await asyncio.sleep(spec["abortAfterMs"] / 1000)
        task.cancel()
        await asyncio.wait([task])
        return
    async with asyncio.timeout(spec["deadlineMs"] / 1000 if "deadlineMs" in spec else None):
        await complete(spec)


spans.serve(lambda spec: asyncio.run(within_limits(spec)), PROVIDER.force_flush)
