//go:build unix

package collector

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"sevenstep/collector/internal/metadata"
)

const spansInBatch = 1_000

// A batch as a gateway receives it, decoded, diagnosed and encoded again; `without` leaves the processor out, and `apart` findings over
// many calls.
// `go test -run '^$' -bench . -benchtime 5s` prints the CPU time of a span,
// which a busy machine changes less than spans a second.
func BenchmarkGateway(b *testing.B) {
	for _, percent := range []int{0, 1, 10, 100} {
		for _, name := range []string{"without", "apart", "with"} {
			b.Run(fmt.Sprintf("failed=%d%%/%s", percent, name), func(b *testing.B) {
				encoded := batchOf(b, percent)
				config := defaults()
				config.ManyCalls = name == "with"
				traces, err := NewFactory().CreateTraces(
					b.Context(), processortest.NewNopSettings(metadata.Type), config, consumertest.NewNop())
				require.NoError(b, err)
				before := cpuTime(b)
				b.RunParallel(func(next *testing.PB) {
					for next.Next() {
						batch, err := (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(encoded)
						if err == nil && name != "without" {
							err = traces.ConsumeTraces(b.Context(), batch)
						}
						if err == nil {
							_, err = (&ptrace.ProtoMarshaler{}).MarshalTraces(batch)
						}
						if err != nil {
							b.Error(err)
						}
					}
				})
				used := cpuTime(b) - before
				b.ReportMetric(float64(used.Nanoseconds())/1e3/float64(spansInBatch*b.N), "cpu-us/span")
			})
		}
	}
}

func cpuTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// Half of the spans are of HTTP servers, as around the calls of a service.
func batchOf(b *testing.B, percentFailed int) []byte {
	traces := ptrace.NewTraces()
	for place := range spansInBatch {
		call := place/2 + 1
		switch {
		case place%2 == 1:
			server := addCall(traces, 0, nil)
			server.Attributes().Clear()
			server.SetName("POST /chat")
			server.Attributes().PutStr("http.request.method", "POST")
			server.Attributes().PutStr("url.path", "/chat")
			server.Attributes().PutInt("http.response.status_code", 200)
		case call*percentFailed%100 < percentFailed:
			addFailedCall(traces, 0)
		default:
			span := addHealthyCall(traces, 0)
			span.Attributes().PutStr("gen_ai.request.model", "claude-sonnet-5")
			span.Attributes().PutStr("gen_ai.response.id", "msg_01")
			span.Attributes().PutInt("gen_ai.usage.input_tokens", 2_000)
			span.Attributes().PutStr("server.address", "api.anthropic.com")
		}
		resource := traces.ResourceSpans().At(place)
		resource.Resource().Attributes().PutStr("service.name", "chat")
		span := resource.ScopeSpans().At(0).Spans().At(0)
		span.SetTraceID([16]byte{1, byte(call), byte(call >> 8)})
		span.SetSpanID([8]byte{byte(place), byte(place >> 8), 1})
	}
	encoded, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
	require.NoError(b, err)
	return encoded
}
