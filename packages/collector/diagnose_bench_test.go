//go:build unix

package collector

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"sevenstep/collector/internal/metadata"
)

// One call at a time, each with a sentence of its own: an outage repeats one, of which the checklist remembers the last.
// `go test -run '^$' -bench Diagnosis` prints the CPU time of one, which a busy machine changes less than its duration.
func BenchmarkDiagnosis(b *testing.B) {
	d, err := newDiagnoser(processortest.NewNopSettings(metadata.Type), defaults())
	require.NoError(b, err)
	for _, one := range []struct {
		name string
		call func(traces ptrace.Traces, place int)
	}{
		{"rejected", func(traces ptrace.Traces, place int) {
			span := addFailedCall(traces, 1)
			span.Status().SetMessage(fmt.Sprintf(
				`Error code: 404 - {'type': 'error', 'error': {'type': 'not_found_error', 'message': 'model: claude-sonet-%d'}}`, place))
		}},
		{"overloaded", func(traces ptrace.Traces, place int) {
			span := addFailedCall(traces, 1)
			span.Attributes().PutStr("error.type", "InternalServerError")
			span.Status().SetMessage(fmt.Sprintf(
				`Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}, 'request_id': 'req_%d'}`, place))
		}},
		{"disconnected", func(traces ptrace.Traces, place int) {
			span := addFailedCall(traces, 1)
			span.Attributes().PutStr("error.type", "APIConnectionError")
			span.Status().SetMessage("Connection error.")
			thrown := span.Events().AppendEmpty()
			thrown.SetName("exception")
			thrown.Attributes().PutStr("exception.type", "anthropic.APIConnectionError")
			thrown.Attributes().PutStr("exception.message", "Connection error.")
			thrown.Attributes().PutStr("exception.stacktrace", fmt.Sprintf(traceback, place))
		}},
		{"retried", func(traces ptrace.Traces, place int) {
			span := addHealthyCall(traces, 1)
			span.SetSpanID([8]byte{9})
			for attempt, status := range []int64{429, 529, 200} {
				request := addCall(traces, 1, nil)
				request.Attributes().Clear()
				request.SetName("POST")
				request.SetParentSpanID(span.SpanID())
				request.SetStartTimestamp(span.StartTimestamp() + 1_000_000*pcommon.Timestamp(attempt))
				request.SetEndTimestamp(request.StartTimestamp() + 900_000)
				request.Attributes().PutStr("http.request.method", "POST")
				request.Attributes().PutStr("server.address", "api.anthropic.com")
				request.Attributes().PutStr("url.full", "https://api.anthropic.com/v1/messages")
				request.Attributes().PutInt("http.response.status_code", status)
			}
		}},
	} {
		b.Run(one.name, func(b *testing.B) {
			measure(b, func(place int) error {
				traces := ptrace.NewTraces()
				one.call(traces, place)
				_, err := d.processTraces(b.Context(), traces)
				return err
			})
		})
	}
	b.Run("record", func(b *testing.B) {
		measure(b, func(place int) error {
			logs := plog.NewLogs()
			record := logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
			record.SetSeverityNumber(plog.SeverityNumberError)
			record.Attributes().PutStr("exception.type", "anthropic.APIConnectionError")
			record.Attributes().PutStr("exception.message", "Connection error.")
			record.Attributes().PutStr("exception.stacktrace", fmt.Sprintf(traceback, place))
			_, err := d.processLogs(b.Context(), logs)
			return err
		})
	})
}

// measure runs with numbers that grow: no call is the same as another.
func measure(b *testing.B, run func(place int) error) {
	place := 1
	require.NoError(b, run(place))
	before := cpuTime(b)
	for b.Loop() {
		place++
		require.NoError(b, run(place))
	}
	b.ReportMetric(float64((cpuTime(b)-before)/time.Microsecond)/float64(b.N), "cpu-us/op")
}

const traceback = `Traceback (most recent call last):
  File "/app/lib/python3.11/site-packages/httpx/_transports/default.py", line 95, in map_httpcore_exceptions
    yield
  File "/usr/lib/python3.11/contextlib.py", line 158, in __exit__
    self.gen.throw(typ, value, traceback)
  File "/app/lib/python3.11/site-packages/httpcore/_exceptions.py", line 16, in map_exceptions
    raise to_exc(exc) from exc
httpcore.ConnectError: [Errno -2] Name or service not known

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/lib/python3.11/site-packages/anthropic/_base_client.py", line 1456, in _attempt_request
    response = self._client.send(
  File "/usr/lib/python3.11/contextlib.py", line 158, in __exit__
    self.gen.throw(typ, value, traceback)
  File "/app/lib/python3.11/site-packages/httpx/_transports/default.py", line 112, in map_httpcore_exceptions
    raise mapped_exc(message) from exc
httpx.ConnectError: [Errno -2] Name or service not known

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/tickets.py", line %d, in summarize
    return messages.create(**params(spec))
  File "/app/lib/python3.11/site-packages/anthropic/_base_client.py", line 1281, in _request
    response, prepared = self._attempt_request(
  File "/app/lib/python3.11/site-packages/anthropic/_base_client.py", line 1470, in _attempt_request
    raise APIConnectionError(request=request) from err
anthropic.APIConnectionError: Connection error.
`
