package collector

import (
	"context"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"sevenstep/collector/internal/metadata"
	"sevenstep/collector/internal/metadatatest"
)

// A call, as OpenTelemetry's instrumentation for Python tells of it.
func addCall(traces ptrace.Traces, trace byte, attributes map[string]any) ptrace.Span {
	scoped := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
	scoped.Scope().SetName("opentelemetry.instrumentation.genai.anthropic")
	span := scoped.Spans().AppendEmpty()
	span.SetName("chat claude-sonnet-5")
	span.SetTraceID(pcommon.TraceID{trace})
	span.SetSpanID(pcommon.SpanID{trace, byte(traces.SpanCount())})
	span.SetStartTimestamp(1_772_600_767_000_000_000)
	span.SetEndTimestamp(1_772_600_768_500_000_000)
	if err := span.Attributes().FromRaw(attributes); err != nil {
		panic(err)
	}
	span.Attributes().PutStr("gen_ai.provider.name", "anthropic")
	span.Attributes().PutStr("gen_ai.operation.name", "chat")
	return span
}

func addFailedCall(traces ptrace.Traces, trace byte) ptrace.Span {
	span := addCall(traces, trace, map[string]any{"error.type": "NotFoundError"})
	span.Status().SetCode(ptrace.StatusCodeError)
	span.Status().SetMessage(`Error code: 404 - {'type': 'error', 'error': {'type': 'not_found_error', 'message': 'model: claude-sonet-5'}}`)
	return span
}

func addHealthyCall(traces ptrace.Traces, trace byte) ptrace.Span {
	return addCall(traces, trace, map[string]any{
		"gen_ai.response.finish_reasons": []any{"stop"}, "gen_ai.usage.output_tokens": 120,
	})
}

type running struct {
	processor.Traces
	sink      *consumertest.TracesSink
	telemetry *componenttest.Telemetry
}

func start(t *testing.T, config *Config) running {
	telemetry := componenttest.NewTelemetry()
	settings := metadatatest.NewSettings(telemetry)
	sink := &consumertest.TracesSink{}
	traces, err := NewFactory().CreateTraces(t.Context(), settings, config, sink)
	require.NoError(t, err)
	require.NoError(t, traces.Start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() {
		require.NoError(t, traces.Shutdown(context.Background()))
		require.NoError(t, telemetry.Shutdown(context.Background()))
	})
	return running{traces, sink, telemetry}
}

// How fast a machine is says nothing.
func defaults() *Config {
	config := createDefaultConfig().(*Config)
	config.SpanTimeout = time.Minute
	return config
}

func textOf(t *testing.T, attributes pcommon.Map, name string) string {
	value, found := attributes.Get(name)
	require.True(t, found, name)
	return value.AsString()
}

func TestAFailedCallIsDiagnosed(t *testing.T) {
	p := start(t, defaults())
	traces := ptrace.NewTraces()
	addFailedCall(traces, 1)
	require.NoError(t, p.ConsumeTraces(t.Context(), traces))

	span := p.sink.AllTraces()[0].ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
	require.Equal(t, "request.model_not_found", textOf(t, span.Attributes(), diagnosisID))
	step, _ := span.Attributes().Get("anthropic.diagnosis.step")
	require.Equal(t, int64(4), step.Int())
	retryable, _ := span.Attributes().Get("anthropic.diagnosis.retryable")
	require.Equal(t, pcommon.ValueTypeBool, retryable.Type())
	evidence, _ := span.Attributes().Get("anthropic.diagnosis.evidence")
	require.Equal(t, pcommon.ValueTypeSlice, evidence.Type())
	require.True(t, strings.HasPrefix(span.Status().Message(), "request.model_not_found: There is no model"))
	require.Equal(t, ptrace.StatusCodeError, span.Status().Code())

	of := attribute.NewSet(attribute.String("signal", "traces"))
	metadatatest.AssertEqualProcessorAnthropicdiagnosisItemsDiagnosed(t, p.telemetry,
		[]metricdata.DataPoint[int64]{{Value: 1, Attributes: of}}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualProcessorAnthropicdiagnosisDiagnoses(t, p.telemetry,
		[]metricdata.DataPoint[int64]{{Value: 1, Attributes: attribute.NewSet(
			attribute.String("anthropic.diagnosis.id", "request.model_not_found"),
			attribute.Int64("anthropic.diagnosis.step", 4),
			attribute.String("anthropic.diagnosis.severity", "error"),
			attribute.String("anthropic.diagnosis.action", "fix_request"),
		)}}, metricdatatest.IgnoreTimestamp())
}

// The failed call of an instrumentation whose attributes begin with the sender's own word, or come only with an answer.
func addCallOf(traces ptrace.Traces, scope, name string, attributes map[string]any) {
	span := addCall(traces, 1, attributes)
	span.Attributes().RemoveIf(func(key string, _ pcommon.Value) bool { return strings.HasPrefix(key, "gen_ai.") })
	span.SetName(name)
	span.Status().SetCode(ptrace.StatusCodeError)
	span.Status().SetMessage(`RateLimitError: Error code: 429 - {'type': 'error', 'error': {'type': 'rate_limit_error', 'message': 'This request would exceed your organization\'s rate limit of 50 requests per minute'}}`)
	scopes := traces.ResourceSpans().At(traces.ResourceSpans().Len() - 1).ScopeSpans()
	scopes.At(0).Scope().SetName(scope)
}

func TestAFailedCallIsSeenByItsScopeOrItsMark(t *testing.T) {
	for _, test := range []struct {
		scope, name string
		attributes  map[string]any
	}{
		{"openlit.instrumentation.anthropic", "chat claude-sonnet-5", map[string]any{}},
		{"mlflow.tracing.provider", "Messages.create", map[string]any{
			"mlflow.spanType": `"CHAT_MODEL"`, "mlflow.llm.provider": `"anthropic"`, "mlflow.llm.model": `"claude-sonnet-5"`,
		}},
	} {
		t.Run(test.scope, func(t *testing.T) {
			p := start(t, defaults())
			traces := ptrace.NewTraces()
			addCallOf(traces, test.scope, test.name, test.attributes)
			require.NoError(t, p.ConsumeTraces(t.Context(), traces))
			span := p.sink.AllTraces()[0].ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
			require.Equal(t, "limits.requests_per_minute", textOf(t, span.Attributes(), diagnosisID))
		})
	}
}

func TestTheDescriptionCanBeLeft(t *testing.T) {
	config := defaults()
	config.DescribeStatus = false
	p := start(t, config)
	traces := ptrace.NewTraces()
	addFailedCall(traces, 1)
	require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	span := p.sink.AllTraces()[0].ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
	require.Equal(t, "request.model_not_found", textOf(t, span.Attributes(), diagnosisID))
	require.True(t, strings.HasPrefix(span.Status().Message(), "Error code: 404"))
}

// Healthy calls, other models' failures and failures of HTTP without a call never enter the engine.
func TestTheRestStaysOutside(t *testing.T) {
	p := start(t, defaults())
	traces := ptrace.NewTraces()
	addHealthyCall(traces, 1)
	addHealthyCall(traces, 2)
	other := addFailedCall(traces, 3)
	other.SetName("chat gpt-6")
	other.Attributes().PutStr("gen_ai.provider.name", "openai")
	traces.ResourceSpans().At(2).ScopeSpans().At(0).Scope().SetName("opentelemetry.instrumentation.openai")
	other.Status().SetMessage("Error code: 404")
	server := addCall(traces, 4, nil)
	server.SetName("GET /health")
	server.Attributes().Clear()
	server.Attributes().PutStr("http.request.method", "GET")
	server.Attributes().PutInt("http.response.status_code", 500)
	server.Status().SetCode(ptrace.StatusCodeError)
	traces.ResourceSpans().At(3).ScopeSpans().At(0).Scope().SetName("opentelemetry.instrumentation.flask")
	before := ptrace.NewTraces()
	traces.CopyTo(before)
	require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	require.Equal(t, before, p.sink.AllTraces()[0])
	_, err := p.telemetry.GetMetric("otelcol_processor_anthropicdiagnosis_items_read")
	require.Error(t, err)
}

// An application that runs the TypeScript processor itself knows more.
func TestADiagnosisStaysAsItIs(t *testing.T) {
	p := start(t, defaults())
	traces := ptrace.NewTraces()
	span := addFailedCall(traces, 1)
	span.Attributes().PutStr(diagnosisID, "limits.burst")
	span.Attributes().PutStr("anthropic.diagnosis.summary", "Many calls at once")
	before := ptrace.NewTraces()
	traces.CopyTo(before)
	require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	require.Equal(t, before, p.sink.AllTraces()[0])
}

func TestWhatTakesTooLongPasses(t *testing.T) {
	config := defaults()
	config.SpanTimeout = time.Nanosecond
	p := start(t, config)
	traces := ptrace.NewTraces()
	addFailedCall(traces, 1)
	before := ptrace.NewTraces()
	traces.CopyTo(before)
	require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	require.Equal(t, before, p.sink.AllTraces()[0])
	metadatatest.AssertEqualProcessorAnthropicdiagnosisEngineErrors(t, p.telemetry,
		[]metricdata.DataPoint[int64]{{Value: 1, Attributes: attribute.NewSet(
			attribute.String("signal", "traces"), attribute.String("reason", "timeout"),
		)}}, metricdatatest.IgnoreTimestamp())
}

func TestOddValuesLoseNoSpan(t *testing.T) {
	p := start(t, defaults())
	traces := ptrace.NewTraces()
	for trace := range byte(8) {
		span := addFailedCall(traces, trace)
		attributes := span.Attributes()
		attributes.PutDouble("gen_ai.usage.output_tokens", math.NaN())
		attributes.PutDouble("anthropic.retry.after", math.Inf(1))
		attributes.PutInt("gen_ai.request.max_tokens", math.MaxInt64)
		attributes.PutStr("gen_ai.request.model", "claude\xff\x00\"\\")
		attributes.PutStr("__proto__", "claude")
		attributes.PutStr("gen_ai.input.messages", strings.Repeat("é", mostText))
		attributes.PutEmptyBytes("anthropic.bytes").FromRaw([]byte{1, 2})
		attributes.PutEmpty("anthropic.nothing")
		deep := attributes.PutEmptyMap("anthropic.deep")
		for range 100 {
			deep = deep.PutEmptyMap("deeper")
		}
		for place := range 2_000 {
			attributes.PutStr("anthropic."+strings.Repeat("x", place%50)+string(rune('a'+place%26)), "x")
		}
		span.SetParentSpanID(span.SpanID())
		span.SetStartTimestamp(span.EndTimestamp() + 1)
		span.Events().AppendEmpty().SetName("exception")
	}
	require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	require.Equal(t, 8, p.sink.SpanCount())
	for span := range eachSpan(p.sink.AllTraces()[0]) {
		textOf(t, span.Attributes(), diagnosisID)
	}
	_, err := p.telemetry.GetMetric("otelcol_processor_anthropicdiagnosis_engine_errors")
	require.Error(t, err)
}

// A trace of more spans than enter the engine at once.
func TestALongTraceIsDiagnosedWhole(t *testing.T) {
	p := start(t, defaults())
	traces := ptrace.NewTraces()
	scoped := ptrace.NewTraces()
	addFailedCall(scoped, 1)
	for place := range 2*mostTogether + 1 {
		scoped.ResourceSpans().At(0).CopyTo(traces.ResourceSpans().AppendEmpty())
		span := traces.ResourceSpans().At(place).ScopeSpans().At(0).Spans().At(0)
		span.SetSpanID(pcommon.SpanID{1, byte(place), byte(place >> 8)})
		span.SetParentSpanID(pcommon.SpanID{2, byte(place), byte(place >> 8)})
	}
	require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	require.Equal(t, 2*mostTogether+1, p.sink.SpanCount())
	for span := range eachSpan(p.sink.AllTraces()[0]) {
		textOf(t, span.Attributes(), diagnosisID)
	}
}

func TestManyBatchesAtOnce(t *testing.T) {
	config := defaults()
	config.Engines = 3
	p := start(t, config)
	var senders sync.WaitGroup
	for sender := range byte(6) {
		senders.Go(func() {
			for range 4 {
				traces := ptrace.NewTraces()
				for trace := range byte(4) {
					addFailedCall(traces, 10*sender+trace)
					addHealthyCall(traces, 10*sender+trace+100)
				}
				if err := p.ConsumeTraces(t.Context(), traces); err != nil {
					t.Error(err)
				}
			}
		})
	}
	senders.Wait()
	require.Equal(t, 6*4*8, p.sink.SpanCount())
	diagnosed := 0
	for _, traces := range p.sink.AllTraces() {
		for span := range eachSpan(traces) {
			if _, found := span.Attributes().Get(diagnosisID); found {
				diagnosed++
			}
		}
	}
	require.Equal(t, 6*4*4, diagnosed)
}

func TestAnExceptionRecordIsDiagnosed(t *testing.T) {
	sink := &consumertest.LogsSink{}
	logsProcessor, err := NewFactory().CreateLogs(t.Context(), processortest.NewNopSettings(metadata.Type), defaults(), sink)
	require.NoError(t, err)
	logs := plog.NewLogs()
	records := logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	of := func(exceptionType, message string) plog.LogRecord {
		record := records.AppendEmpty()
		record.SetSeverityNumber(plog.SeverityNumberError)
		record.Attributes().PutStr("exception.type", exceptionType)
		record.Attributes().PutStr("exception.message", message)
		return record
	}
	of("anthropic.OverloadedError", `Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}`)
	of("psycopg.OperationalError", "connection to server at 10.0.0.7 failed")
	secret := of("anthropic.AuthenticationError", "401 {\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key sk-ant-api03-"+strings.Repeat("Zx9", 20)+"\"}}")
	records.AppendEmpty().Body().SetStr("listening")
	require.NoError(t, logsProcessor.ConsumeLogs(t.Context(), logs))
	require.Equal(t, 4, sink.LogRecordCount())
	require.Equal(t, "service.overloaded", textOf(t, records.At(0).Attributes(), diagnosisID))
	require.Equal(t, "identity.key_invalid", textOf(t, secret.Attributes(), diagnosisID))
	require.NotContains(t, textOf(t, secret.Attributes(), "anthropic.diagnosis.evidence"), "Zx9")
	for _, place := range []int{1, 3} {
		_, found := records.At(place).Attributes().Get(diagnosisID)
		require.False(t, found)
	}
}
