"""Sends spans to `OTEL_EXPORTER_OTLP_ENDPOINT`, and makes one call per line of standard input."""

import json
import sys
import time
import traceback

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor


def provider(keep=lambda span: True):
    made = TracerProvider(resource=Resource.create({"service.name": "app"}))
    made.add_span_processor(Filtered(OTLPSpanExporter(), keep))
    return made


class Filtered(BatchSpanProcessor):
    """Leaves out what is not of calls, so that the record stays small."""

    def __init__(self, exporter, keep):
        super().__init__(exporter)
        self.keep = keep

    def on_end(self, span):
        if self.keep(span):
            super().on_end(span)


def read(spec, chunks):
    """Reads a stream as the application of the spec does."""
    for count, _ in enumerate(chunks, 1):
        if count >= spec.get("stopAfterEvents", sys.maxsize):
            break
        time.sleep(spec.get("pauseBetweenEventsMs", 0) / 1000)


def serve(call, flush):
    """An error of the call is what is looked for; one of the program is answered."""
    replies, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        try:
            try:
                call(json.loads(line))
            except Exception as error:  # noqa: BLE001 - spans tell of it
                print(f"{type(error).__name__}: {error}", file=sys.stderr)
            flush()
            reply = {"done": True}
        except Exception:  # noqa: BLE001 - the runner prints it
            reply = {"failed": traceback.format_exc()}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()
