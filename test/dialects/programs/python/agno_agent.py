"""Calls of an agent of Agno with its model `Claude`; OpenInference writes the spans."""

import logging
import os

# The framework's spans, without those of the SDK below it.
os.environ.update(ANTHROPIC_OPEN_TELEMETRY="false", AGNO_TELEMETRY="false")

import spans  # noqa: E402
from agno.agent import Agent  # noqa: E402
from agno.models.anthropic import Claude  # noqa: E402
from openinference.instrumentation.agno import AgnoInstrumentor  # noqa: E402

# They would go to the standard output.
logging.disable()
PROVIDER = spans.provider()
AgnoInstrumentor().instrument(tracer_provider=PROVIDER)
NAMED = ("model", "max_tokens", "temperature", "top_p", "thinking")


def agent_of(spec):
    given = spec["params"]
    options = {name: given[name] for name in NAMED[1:] if name in given}
    if "timeoutMs" in spec:
        options["timeout"] = spec["timeoutMs"] / 1000
    if spec["apiKey"] is not None:
        options["api_key"] = spec["apiKey"]
    model = Claude(
        id=given["model"],
        betas=spec["betas"] or None,
        default_headers=spec["headers"] or None,
        client_params={"base_url": spec["baseURL"], "max_retries": spec["maxRetries"]},
        # Also the messages: Agno makes its own.
        request_params={"extra_body": {name: value for name, value in given.items() if name not in NAMED}},
        **options,
    )
    return Agent(model=model, telemetry=False)


def call(spec):
    if not spec["stream"]:
        return agent_of(spec).run("Hello")
    return spans.read(spec, agent_of(spec).run("Hello", stream=True))


spans.serve(call, PROVIDER.force_flush)
