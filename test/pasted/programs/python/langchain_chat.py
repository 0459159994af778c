"""Calls with LangChain's `ChatAnthropic`."""

import forms
from langchain_anthropic import ChatAnthropic
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate


def summarize(spec):
    params = spec["params"]
    options = {"timeout": spec["timeoutMs"] / 1000} if "timeoutMs" in spec else {}
    if spec["apiKey"] is not None:
        options["api_key"] = spec["apiKey"]
    model = ChatAnthropic(
        model=params["model"],
        max_tokens=params.get("max_tokens", 1024),
        base_url=spec["baseURL"],
        max_retries=spec["maxRetries"],
        default_headers=spec["headers"] or None,
        betas=spec["betas"] or None,
        **options,
    )
    chain = ChatPromptTemplate.from_messages([("human", "{text}")]) | model
    if spec["stream"]:
        return "".join((chain | StrOutputParser()).stream({"text": "Hello"}))
    return chain.invoke({"text": "Hello"})


def answer(spec):
    try:
        return {"print": str(summarize(spec))}
    except Exception as error:
        return forms.of_error(error)


forms.serve(answer)
