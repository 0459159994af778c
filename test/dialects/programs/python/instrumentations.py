"""Sets up OpenTelemetry and one instrumentation of Anthropic's SDK, as its documentation says."""

import os
from dataclasses import dataclass
from typing import Any, Callable


@dataclass
class Instrumentation:
    flush: Callable[[], Any]
    """Sends all that is left."""
    around: Callable = lambda function: function
    """Makes of a function that calls Claude one that is traced."""

    @property
    def around_async(self):
        return self.around


def start(name, http):
    """Switches the instrumentation on, and with `http` that of the HTTP client, too."""
    # On unless this says otherwise.
    os.environ["ANTHROPIC_OPEN_TELEMETRY"] = str(name == "sdk").lower()
    started = START[name]()
    if http:
        from opentelemetry.instrumentation import httpx

        getattr(httpx, "HTTPX2ClientInstrumentor", httpx.HTTPXClientInstrumentor)().instrument()
    return started


def sdk():
    """Anthropic's SDK alone: traces and logs by OTLP, as every set-up of OpenTelemetry's has it."""
    from opentelemetry import _logs, trace
    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk._logs import LoggerProvider
    from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    spans, logs = TracerProvider(), LoggerProvider()
    spans.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    logs.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
    trace.set_tracer_provider(spans)
    _logs.set_logger_provider(logs)

    def flush():
        spans.force_flush()
        logs.force_flush()

    return Instrumentation(flush)


def opentelemetry():
    from opentelemetry.instrumentation.genai.anthropic import AnthropicInstrumentor

    started = sdk()
    AnthropicInstrumentor().instrument()
    return started


def traceloop():
    from opentelemetry.instrumentation.anthropic import AnthropicInstrumentor

    started = sdk()
    AnthropicInstrumentor().instrument()
    return started


def openinference():
    from openinference.instrumentation.anthropic import AnthropicInstrumentor

    started = sdk()
    AnthropicInstrumentor().instrument()
    return started


def logfire():
    import logfire

    logfire.configure(send_to_logfire=False, console=False)
    logfire.instrument_anthropic()
    return Instrumentation(logfire.force_flush)


def langfuse():
    """Generations of the application, which sets the model, as for any API that Langfuse has no integration of."""
    from langfuse import Langfuse, observe
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    client = Langfuse(public_key="pk-lf-test", secret_key="sk-lf-test", span_exporter=OTLPSpanExporter())

    def around(function):
        import inspect

        if inspect.iscoroutinefunction(function):

            async def generate(spec):
                client.update_current_generation(model=spec["params"]["model"])
                return told(await function(spec))
        else:

            def generate(spec):
                client.update_current_generation(model=spec["params"]["model"])
                return told(function(spec))

        return observe(as_type="generation", capture_input=False, capture_output=False, name="claude")(generate)

    def told(message):
        if usage := getattr(message, "usage", None):
            client.update_current_generation(
                usage_details={"input": usage.input_tokens, "output": usage.output_tokens}
            )
        return message

    return Instrumentation(client.flush, around)


def openlit():
    import openlit

    started = sdk()
    # The spans of a call alone, without the HTTP clients' that OpenLIT also patches.
    clients = ["httpx", "requests", "urllib", "urllib3"]
    openlit.init(capture_message_content=False, disable_metrics=True, disable_events=True, disabled_instrumentors=clients)
    return started


def mlflow():
    """Exports by OTLP in place of MLflow's own server."""
    import tempfile
    import time

    os.environ["MLFLOW_TRACKING_URI"] = f"sqlite:///{tempfile.mkdtemp()}/mlflow.db"
    os.environ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] + "/v1/traces"
    os.environ["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] = "http/protobuf"
    # MLflow flushes neither exporter nor processor.
    os.environ["OTEL_BSP_SCHEDULE_DELAY"] = "100"
    import mlflow

    mlflow.anthropic.autolog()
    return Instrumentation(lambda: time.sleep(0.4))


START = {
    "langfuse": langfuse,
    "logfire": logfire,
    "mlflow": mlflow,
    "openinference": openinference,
    "openlit": openlit,
    "opentelemetry": opentelemetry,
    "sdk": sdk,
    "traceloop": traceloop,
}
