"""An application that logs its errors: `logging` through OpenTelemetry's handler, within a span of its own with `traced`."""

import inspect
import json
import logging
import os
import sys
import time
import traceback
from contextlib import nullcontext

os.environ["ANTHROPIC_OPEN_TELEMETRY"] = str("traced" in sys.argv).lower()

import anthropic  # noqa: E402
from opentelemetry import trace  # noqa: E402
from opentelemetry._logs import set_logger_provider  # noqa: E402
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter  # noqa: E402
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: E402
from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler  # noqa: E402
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor  # noqa: E402
from opentelemetry.sdk.trace import TracerProvider  # noqa: E402
from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: E402

logs = LoggerProvider()
logs.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
set_logger_provider(logs)
traces = TracerProvider()
if "traced" in sys.argv:
    traces.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(traces)
logger = logging.getLogger("shop")
logger.addHandler(LoggingHandler(logger_provider=logs))
logger.propagate = False


def make(spec):
    options = {"timeout": spec["timeoutMs"] / 1000} if "timeoutMs" in spec else {}
    client = anthropic.Anthropic(
        base_url=spec["baseURL"],
        api_key=spec["apiKey"],
        default_headers=spec["headers"],
        max_retries=spec["maxRetries"],
        **options,
    )
    messages = client.beta.messages if spec["beta"] else client.messages
    known = inspect.signature(inspect.unwrap(messages.create)).parameters
    given = {**spec["params"], **({"betas": spec["betas"]} if spec["betas"] else {})}
    params = {name: value for name, value in given.items() if name in known}
    params["extra_body"] = {name: value for name, value in given.items() if name not in known} or None
    if not spec["stream"]:
        messages.create(**params)
        return
    with messages.create(**params, stream=True) as stream:
        for count, _ in enumerate(stream, 1):
            if count == spec.get("stopAfterEvents"):
                break
            time.sleep(spec.get("pauseBetweenEventsMs", 0) / 1000)


def call(spec):
    with traces.get_tracer("shop").start_as_current_span("POST /summaries") if "traced" in sys.argv else nullcontext():
        try:
            make(spec)
        except Exception:  # noqa: BLE001 - it is logged
            logger.exception("The summary failed")
    traces.force_flush()
    logs.force_flush()


for line in sys.stdin:
    try:
        call(json.loads(line))
        reply = {"done": True}
    except Exception:  # noqa: BLE001 - the runner prints it
        reply = {"failed": traceback.format_exc()}
    print(json.dumps(reply), flush=True)
