"""Calls with Anthropic's Python SDK, with its plain and its asynchronous client."""

import asyncio

import anthropic
import forms

# The format that ANTHROPIC_LOG=debug sets.
DEBUG = forms.listen(
    ["anthropic", "httpx", "httpx2"],
    "[%(asctime)s - %(name)s:%(lineno)d - %(levelname)s] %(message)s",
)


def options(spec):
    return {
        "base_url": spec["baseURL"],
        "api_key": spec["apiKey"],
        "default_headers": spec["headers"],
        "max_retries": spec["maxRetries"],
        "timeout": spec["timeoutMs"] / 1000 if "timeoutMs" in spec else 600,
    }


def resource(client, spec):
    return client.beta.messages if spec["beta"] else client.messages


def params(spec):
    return {**spec["params"], **({"betas": spec["betas"]} if spec["betas"] else {})}


def text_of(events):
    return "".join(
        event.delta.text for event in events if event.type == "content_block_delta" and event.delta.type == "text_delta"
    )


def summarize(spec):
    client = anthropic.Anthropic(**options(spec))
    messages = resource(client, spec)
    if spec["method"] == "create":
        return messages.create(**params(spec))
    if spec["method"] == "create-streamed":
        return text_of(messages.create(**params(spec), stream=True))
    with messages.stream(**params(spec)) as stream:
        return stream.get_final_message()


async def summarize_async(spec):
    client = anthropic.AsyncAnthropic(**options(spec))
    messages = resource(client, spec)
    if spec["method"] == "create":
        return await messages.create(**params(spec))
    if spec["method"] == "create-streamed":
        return text_of([event async for event in await messages.create(**params(spec), stream=True)])
    async with messages.stream(**params(spec)) as stream:
        return await stream.get_final_message()


def answer(spec):
    DEBUG.seek(0)
    DEBUG.truncate()
    try:
        return {"print": str(summarize(spec))}
    except Exception as error:
        debug = DEBUG.getvalue()
        return {**forms.of_error(error), "debug": debug, **asynchronous(spec)}


def asynchronous(spec):
    try:
        asyncio.run(summarize_async(spec))
    except Exception as error:
        return {"async": forms.traceback_of(error)}
    return {}


forms.serve(answer)
