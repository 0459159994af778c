"""Calls through LiteLLM's proxy, which runs in a thread: its callback `otel` writes the spans."""

import asyncio
import json
import os
import socket
import tempfile
import threading
import time

import spans

CONFIG = {
    "litellm_settings": {"callbacks": ["otel"], "telemetry": False},
    "router_settings": {"disable_cooldowns": True},
}
with tempfile.NamedTemporaryFile("w", suffix=".yaml", delete=False) as file:
    json.dump(CONFIG, file)
os.environ.update(
    CONFIG_FILE_PATH=file.name,
    LITELLM_LOCAL_MODEL_COST_MAP="True",
    LITELLM_MODE="PRODUCTION",
    OTEL_EXPORTER="otlp_http",
    DISABLE_ADMIN_UI="True",
)

import httpx  # noqa: E402 - what it imports reads the environment
import litellm  # noqa: E402
import uvicorn  # noqa: E402
from litellm.proxy import proxy_server  # noqa: E402
from opentelemetry import trace  # noqa: E402

# Without the spans of FastAPI and of the proxy's own services.
PROVIDER = spans.provider(
    lambda span: span.instrumentation_scope.name == "litellm" and "service" not in span.attributes
)
trace.set_tracer_provider(PROVIDER)


def start():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(proxy_server.app, host="127.0.0.1", port=port, log_level="error"))
    threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True).start()
    while not server.started:
        time.sleep(0.1)
    return f"http://127.0.0.1:{port}"


PROXY = start()


def use(spec):
    """Any model, by its own name."""
    headers = {**spec["headers"], **({"anthropic-beta": ",".join(spec["betas"])} if spec["betas"] else {})}
    deployment = {
        "model": "anthropic/*",
        "api_base": spec["baseURL"],
        "api_key": spec["apiKey"],
        "extra_headers": headers or None,
    }
    if "timeoutMs" in spec:
        deployment["timeout"] = spec["timeoutMs"] / 1000
    router = litellm.Router(
        model_list=[{"model_name": "*", "litellm_params": deployment}],
        num_retries=spec["maxRetries"],
        disable_cooldowns=True,
    )
    proxy_server.llm_router = router


def call(spec):
    use(spec)
    # Claude Code asks for the first, most others for the second.
    path = "/v1/messages" if spec["beta"] else "/v1/chat/completions"
    headers = {"authorization": "Bearer none"}
    body = {**spec["params"], "stream": spec["stream"]}
    with httpx.stream("POST", f"{PROXY}{path}", json=body, headers=headers, timeout=60) as response:
        spans.read(spec, response.iter_lines())


def flush():
    # A task of the proxy writes the spans, after the response.
    time.sleep(0.5)
    PROVIDER.force_flush()


spans.serve(call, flush)
