"""Calls with LiteLLM as a library, whose callback `otel` writes the spans. A router makes the retries."""

import gc
import os
import time

import spans

os.environ["OTEL_EXPORTER"] = "otlp_http"
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import litellm  # noqa: E402 - it reads the environment
from opentelemetry import trace  # noqa: E402

# As an application that has one: LiteLLM takes it.
PROVIDER = spans.provider()
trace.set_tracer_provider(PROVIDER)
litellm.callbacks = ["otel"]


def router_of(spec):
    """With one deployment, which it asks again."""
    headers = {**spec["headers"], **({"anthropic-beta": ",".join(spec["betas"])} if spec["betas"] else {})}
    deployment = {
        "model": f"anthropic/{spec['params']['model']}",
        "api_base": spec["baseURL"],
        "api_key": spec["apiKey"],
        "extra_headers": headers or None,
    }
    return litellm.Router(
        model_list=[{"model_name": "claude", "litellm_params": deployment}],
        num_retries=spec["maxRetries"],
        disable_cooldowns=True,
    )


def call(spec):
    if not spec["situation"].endswith("recovered"):
        return complete(spec)
    # Without a span around it each attempt is a trace of its own. On that of a service LiteLLM writes itself.
    with trace.get_tracer("app").start_as_current_span("POST /summaries", kind=trace.SpanKind.SERVER):
        return complete(spec)


def complete(spec):
    timeout = {"timeout": spec["timeoutMs"] / 1000} if "timeoutMs" in spec else {}
    response = router_of(spec).completion(**{**spec["params"], "model": "claude"}, stream=spec["stream"], **timeout)
    if spec["stream"]:
        spans.read(spec, response)
    del response
    gc.collect()


def flush():
    # A thread of its own writes the spans of calls that succeed.
    time.sleep(0.3)
    PROVIDER.force_flush()


spans.serve(call, flush)
