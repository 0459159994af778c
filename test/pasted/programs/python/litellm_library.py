"""Calls with LiteLLM as a library: `litellm.completion`."""

import asyncio

import forms
import litellm


def options(spec):
    params = dict(spec["params"])
    given = {
        "model": f"anthropic/{params.pop('model')}",
        "messages": params.pop("messages"),
        "api_base": spec["baseURL"],
        "api_key": spec["apiKey"],
        "extra_headers": spec["headers"] or None,
        "stream": spec["stream"],
        "max_tokens": 1024,
    }
    if "timeoutMs" in spec:
        given["timeout"] = spec["timeoutMs"] / 1000
    return given


def summarize(spec):
    response = litellm.completion(**options(spec))
    return "".join(chunk.choices[0].delta.content or "" for chunk in response) if spec["stream"] else response


async def summarize_async(spec):
    response = await litellm.acompletion(**options(spec))
    return [chunk async for chunk in response] if spec["stream"] else response


def answer(spec):
    try:
        return {"print": str(summarize(spec))}
    except Exception as error:
        return {**forms.of_error(error), **asynchronous(spec)}


def asynchronous(spec):
    try:
        asyncio.run(summarize_async(spec))
    except Exception as error:
        return {"async": forms.traceback_of(error)}
    return {}


forms.serve(answer)
