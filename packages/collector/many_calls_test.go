package collector

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"sevenstep/collector/internal/metadata"
)

const pythonScope = "opentelemetry.instrumentation.genai.anthropic"

// A call of a service, which lasted a second and ended at so many seconds.
type serviceCall struct {
	service    string
	scope      string
	end        float64
	trace      byte
	parent     byte
	attributes map[string]any
	failed     bool
}

var spanNumber struct {
	sync.Mutex
	last uint32
}

// put appends the call in a trace of its own, if none is given.
func (c serviceCall) put(traces ptrace.Traces) ptrace.Span {
	spanNumber.Lock()
	spanNumber.last++
	number := spanNumber.last
	spanNumber.Unlock()
	resource := traces.ResourceSpans().AppendEmpty()
	if c.service != "" {
		resource.Resource().Attributes().PutStr("service.name", c.service)
	}
	scoped := resource.ScopeSpans().AppendEmpty()
	scoped.Scope().SetName(c.scope)
	if c.scope == "" {
		scoped.Scope().SetName(pythonScope)
	}
	span := scoped.Spans().AppendEmpty()
	span.SetName("chat claude-sonnet-5")
	span.SetTraceID(pcommon.TraceID{c.trace, byte(number), byte(number >> 8), byte(number >> 16)})
	if c.trace != 0 {
		span.SetTraceID(pcommon.TraceID{c.trace})
	}
	span.SetSpanID(pcommon.SpanID{1, byte(number), byte(number >> 8), byte(number >> 16)})
	if c.parent != 0 {
		span.SetParentSpanID(pcommon.SpanID{c.parent})
	}
	end := pcommon.Timestamp((1_772_600_000 + c.end) * 1e9)
	span.SetStartTimestamp(end - 1e9)
	span.SetEndTimestamp(end)
	if err := span.Attributes().FromRaw(c.attributes); err != nil {
		panic(err)
	}
	span.Attributes().PutStr("gen_ai.provider.name", "anthropic")
	span.Attributes().PutStr("gen_ai.operation.name", "chat")
	if c.failed {
		span.Status().SetCode(ptrace.StatusCodeError)
	}
	return span
}

func refused(service string, end float64) serviceCall {
	return serviceCall{service: service, end: end, failed: true, attributes: map[string]any{
		"error.type": "authentication_error", "http.response.status_code": 401,
	}}
}

func overloaded(service string, end float64) serviceCall {
	return serviceCall{service: service, end: end, failed: true, attributes: map[string]any{
		"error.type": "overloaded_error", "http.response.status_code": 529,
	}}
}

func healthy(service string, end float64) serviceCall {
	return serviceCall{service: service, end: end, attributes: map[string]any{
		"gen_ai.response.finish_reasons": []any{"end_turn"}, "gen_ai.usage.output_tokens": 120,
	}}
}

// A call of this project's instrumentation, whose requests have a fingerprint.
func (c serviceCall) own(fingerprint string) serviceCall {
	c.scope = ownScope
	c.attributes["anthropic.sdk.method"] = "messages.create"
	c.attributes["anthropic.request.fingerprint"] = fingerprint
	return c
}

// send has the processor read calls in one batch, and returns the ids of patterns on each.
func send(t *testing.T, p running, calls ...serviceCall) [][]string {
	traces := ptrace.NewTraces()
	spans := make([]ptrace.Span, 0, len(calls))
	for _, call := range calls {
		spans = append(spans, call.put(traces))
	}
	require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	found := make([][]string, 0, len(calls))
	for _, span := range spans {
		found = append(found, patternsOn(span))
	}
	return found
}

var patternIDs = map[string]bool{
	"identity.fail_fast": true, "request.reproducible": true, "limits.retry_storm": true, "limits.burst": true,
	"limits.shared_key": true, "service.intermittent": true, "service.outage": true, "response.tool_loop_runaway": true,
}

func patternsOn(span ptrace.Span) []string {
	var found []string
	if id, known := span.Attributes().Get(diagnosisID); known && patternIDs[id.Str()] {
		found = append(found, id.Str())
	}
	if also, known := span.Attributes().Get("anthropic.diagnosis.also"); known {
		for _, id := range also.Slice().All() {
			if patternIDs[id.Str()] {
				found = append(found, id.Str())
			}
		}
	}
	return found
}

// The places of calls with a pattern, and the patterns.
func at(found [][]string) map[int][]string {
	places := map[int][]string{}
	for place, ids := range found {
		if len(ids) > 0 {
			places[place] = ids
		}
	}
	return places
}

func times(count int, call func(place int) serviceCall) []serviceCall {
	calls := make([]serviceCall, 0, count)
	for place := range count {
		calls = append(calls, call(place))
	}
	return calls
}

func TestAPatternIsFoundOncePerWindowAcrossBatches(t *testing.T) {
	p := start(t, defaults())
	for place := range 4 {
		require.Empty(t, at(send(t, p, refused("a", float64(place)))))
	}
	require.Equal(t, map[int][]string{1: {"identity.fail_fast"}},
		at(send(t, p, healthy("b", 4), refused("a", 4), refused("a", 5))))
	require.Empty(t, at(send(t, p, refused("a", 30))))
	require.Equal(t, map[int][]string{0: {"identity.fail_fast"}}, at(send(t, p, refused("a", 65))))
	require.Equal(t, int64(2), diagnosesOf(t, p, "identity.fail_fast"))
}

func diagnosesOf(t *testing.T, p running, id string) int64 {
	counted, err := p.telemetry.GetMetric("otelcol_processor_anthropicdiagnosis_diagnoses")
	require.NoError(t, err)
	for _, point := range counted.Data.(metricdata.Sum[int64]).DataPoints {
		if value, _ := point.Attributes.Value("anthropic.diagnosis.id"); value.AsString() == id {
			return point.Value
		}
	}
	return 0
}

func TestServicesCountApart(t *testing.T) {
	p := start(t, defaults())
	inNamespace := func(namespace, environmentName, environment string) ptrace.Traces {
		traces := ptrace.NewTraces()
		for place := range 2 {
			refused("a", float64(place)).put(traces)
			attributes := traces.ResourceSpans().At(place).Resource().Attributes()
			attributes.PutStr("service.namespace", namespace)
			attributes.PutStr(environmentName, environment)
		}
		return traces
	}
	require.Empty(t, at(send(t, p, times(4, func(int) serviceCall { return refused("b", 1) })...)))
	const latest, previous = "deployment.environment.name", "deployment.environment"
	for _, key := range [][3]string{
		{"x", latest, ""}, {"y", latest, ""}, {"y", latest, "test"}, {"z", previous, ""}, {"z", previous, "test"}, {"z", previous, "production"},
	} {
		traces := inNamespace(key[0], key[1], key[2])
		require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	}
	require.Empty(t, at(send(t, p, times(4, func(int) serviceCall { return refused("a", 2) })...)))
	require.Zero(t, diagnosesOf(t, p, "identity.fail_fast"))
}

// Applications that were not told a name share one.
func TestWithoutANameOfTheServiceNothingIsFound(t *testing.T) {
	for _, service := range []string{"", "unknown_service", "unknown_service:python"} {
		p := start(t, defaults())
		require.Empty(t, at(send(t, p, times(20, func(int) serviceCall { return refused(service, 1) })...)))
		require.Equal(t, int64(20), diagnosesOf(t, p, "identity.key_invalid"))
	}
}

func TestManyCallsCanBeLeft(t *testing.T) {
	config := defaults()
	config.ManyCalls = false
	p := start(t, config)
	require.Empty(t, at(send(t, p, times(20, func(int) serviceCall { return refused("a", 1) })...)))
}

func TestAPatternIsSilenced(t *testing.T) {
	config := defaults()
	config.Severity = map[string]string{"service.outage": "off"}
	p := start(t, config)
	require.Empty(t, at(send(t, p, times(20, func(int) serviceCall { return overloaded("a", 1) })...)))
}

func TestThresholdsReachTheDetectors(t *testing.T) {
	config := defaults()
	config.Thresholds.FailFastRefusals = 2
	p := start(t, config)
	require.Equal(t, map[int][]string{1: {"identity.fail_fast"}}, at(send(t, p, refused("a", 1), refused("a", 2))))
}

// Healthy calls are only counted, whichever batch they were in.
func TestHealthyCallsCountInTheShareOfAnOutage(t *testing.T) {
	for _, one := range []struct {
		healthy int
		found   map[int][]string
	}{{10, map[int][]string{9: {"service.outage"}}}, {11, map[int][]string{}}} {
		p := start(t, defaults())
		for place := range one.healthy {
			send(t, p, healthy("a", float64(place)))
		}
		send(t, p, times(50, func(int) serviceCall { return healthy("other", 1) })...)
		found := send(t, p, times(10, func(int) serviceCall { return overloaded("a", 20) })...)
		require.Equal(t, one.found, at(found))
	}
}

func TestTheWindowMovesOn(t *testing.T) {
	p := start(t, defaults())
	send(t, p, times(100, func(int) serviceCall { return healthy("a", 1) })...)
	send(t, p, times(9, func(int) serviceCall { return overloaded("a", 2) })...)
	require.Empty(t, at(send(t, p, overloaded("a", 90))))
	require.Equal(t, map[int][]string{8: {"service.outage"}},
		at(send(t, p, times(9, func(int) serviceCall { return overloaded("a", 91) })...)))
}

// One machine whose clock is ahead hides nothing of the others.
func TestCallsOfTheFutureAreLeftOut(t *testing.T) {
	core, logs := observer.New(zap.WarnLevel)
	d := newMany(t, zap.New(core))
	now := float64(time.Now().Unix()) - 1_772_600_000
	process(t, d, healthy("a", now+120), healthy("a", now+3_600))
	require.Equal(t, map[int][]string{9: {"service.outage"}},
		at(process(t, d, times(20, func(place int) serviceCall { return overloaded("a", now-20+float64(place)) })...)))
	require.Equal(t, 1, logs.FilterMessageSnippet("end in the future").Len())
	process(t, d, overloaded("b", now+120))
	require.Len(t, at(process(t, d, times(10, func(int) serviceCall { return overloaded("b", now-1) })...)), 1)
}

func TestASuccessInBetweenEndsARow(t *testing.T) {
	p := start(t, defaults())
	require.Empty(t, at(send(t, p, refused("a", 1), refused("a", 2), refused("a", 3), healthy("a", 4), refused("a", 5), refused("a", 6))))
	send(t, p, healthy("a", 7))
	require.Empty(t, at(send(t, p, refused("a", 8), refused("a", 9), refused("a", 10), refused("a", 11))))
	require.Equal(t, map[int][]string{0: {"identity.fail_fast"}}, at(send(t, p, refused("a", 12))))
}

func TestAFindingIsTheDiagnosisOfAHealthyCall(t *testing.T) {
	p := start(t, defaults())
	require.Empty(t, at(send(t, p, overloaded("a", 1).own("f1"))))
	require.Empty(t, at(send(t, p, healthy("a", 2).own("f2"))))
	traces := ptrace.NewTraces()
	span := healthy("a", 3).own("f1").put(traces)
	require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	require.Equal(t, "service.intermittent", textOf(t, span.Attributes(), diagnosisID))
	require.Equal(t, "info", textOf(t, span.Attributes(), "anthropic.diagnosis.severity"))
	require.Equal(t, ptrace.StatusCodeUnset, span.Status().Code())
}

func TestRequestsThatPassedAreRemembered(t *testing.T) {
	p := start(t, defaults())
	send(t, p, healthy("a", 1).own("f1"), healthy("a", 2).own("f1"))
	traces := ptrace.NewTraces()
	span := overloaded("a", 100).own("f1").put(traces)
	require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	require.Equal(t, []string{"service.intermittent"}, patternsOn(span))
	require.Empty(t, at(send(t, p, overloaded("a", 2_000).own("f1"))))

	// Those of an hour ago are over.
	d := newMany(t, zap.NewNop())
	process(t, d, healthy("b", 1).own("f1"), healthy("b", 2).own("f1"))
	process(t, d, healthy("b", 3_600).own("f1"))
	for _, s := range d.many.services {
		known, found := s.passes.get("f1 anthropic undefined:undefined")
		require.True(t, found)
		require.Equal(t, 1, known.count)
	}
}

func TestABurstCountsHealthyCallsOfItsSecond(t *testing.T) {
	limited := func(end float64) serviceCall {
		call := overloaded("a", end)
		call.attributes = map[string]any{"error.type": "rate_limit_error", "http.response.status_code": 429}
		return call
	}
	p := start(t, defaults())
	send(t, p, times(9, func(int) serviceCall { return healthy("a", 1.2) })...)
	send(t, p, times(9, func(int) serviceCall { return healthy("a", 3) })...)
	require.Equal(t, map[int][]string{0: {"limits.burst"}}, at(send(t, p, limited(1.1))))

	p = start(t, defaults())
	require.Empty(t, at(send(t, p, limited(1.1))))
	send(t, p, times(8, func(int) serviceCall { return healthy("a", 1.2) })...)
	require.Equal(t, map[int][]string{0: {"limits.burst"}}, at(send(t, p, healthy("a", 1.3), healthy("a", 1.4))))
}

func TestAToolLoopIsFoundWithoutAFailure(t *testing.T) {
	round := func(scope string, place int) serviceCall {
		call := healthy("a", float64(place))
		call.scope, call.trace = scope, 7
		call.attributes["gen_ai.response.finish_reasons"] = []any{"tool_use"}
		call.attributes["anthropic.message.stop_reason"] = "tool_use"
		return call
	}
	p := start(t, defaults())
	for place := range 24 {
		require.Empty(t, at(send(t, p, round("com.anthropic.sdk.python", place))))
	}
	require.Equal(t, map[int][]string{0: {"response.tool_loop_runaway"}}, at(send(t, p, round("com.anthropic.sdk.python", 24))))
	require.Empty(t, at(send(t, p, round("com.anthropic.sdk.python", 25))))

	// Rounds are the work of Claude Code.
	p = start(t, defaults())
	require.Empty(t, at(send(t, p, times(30, func(place int) serviceCall {
		call := round("com.anthropic.claude_code.tracing", place)
		delete(call.attributes, "anthropic.message.stop_reason")
		call.attributes["stop_reason"] = "tool_use"
		call.attributes["span.type"] = "llm_request"
		return call
	})...)))
}

// The span of a framework around that of the SDK may come in another batch.
func TestCallsOfOneInstrumentationCount(t *testing.T) {
	p := start(t, defaults())
	for place := range 3 {
		call := refused("a", float64(place))
		require.Empty(t, at(send(t, p, call)))
		call.scope = "opentelemetry.instrumentation.langchain"
		require.Empty(t, at(send(t, p, call)))
	}
	require.Equal(t, map[int][]string{1: {"identity.fail_fast"}}, at(send(t, p, refused("a", 4), refused("a", 5))))
}

func TestACallWithinAnotherCountsOnce(t *testing.T) {
	p := start(t, defaults())
	for range 6 {
		traces := ptrace.NewTraces()
		outer := healthy("a", 1)
		outer.trace = 3
		id := outer.put(traces).SpanID()
		outer.put(traces).SetParentSpanID(id)
		require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	}
	// Six of twelve; with the inner ones it would be ten of 22 at the end.
	found := send(t, p, times(10, func(int) serviceCall { return overloaded("a", 2) })...)
	require.Equal(t, map[int][]string{5: {"service.outage"}}, at(found))
}

// An application with a span processor looks for patterns itself.
func TestDiagnosedCallsDoNotCount(t *testing.T) {
	p := start(t, defaults())
	calls := times(20, func(int) serviceCall { return refused("a", 1) })
	for _, call := range calls {
		call.attributes[diagnosisID] = "identity.key_invalid"
	}
	require.Empty(t, at(send(t, p, calls...)))

	send(t, p, overloaded("b", 1).own("f1"))
	diagnosed := healthy("b", 2).own("f1")
	diagnosed.attributes[diagnosisID] = "service.intermittent"
	traces := ptrace.NewTraces()
	span := diagnosed.put(traces)
	before := ptrace.NewTraces()
	traces.CopyTo(before)
	require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	require.Equal(t, before, traces)
	require.Equal(t, []string{"service.intermittent"}, patternsOn(span))
}

func TestHealthyCallsStayOutOfTheEngineThatRemembers(t *testing.T) {
	p := start(t, defaults())
	for range 10 {
		send(t, p, times(100, func(place int) serviceCall { return healthy("a", float64(place)).own(fmt.Sprint(place)) })...)
	}
	_, err := p.telemetry.GetMetric("otelcol_processor_anthropicdiagnosis_items_read")
	require.Error(t, err)
}

func newMany(t *testing.T, logger *zap.Logger) *diagnoser {
	d, err := newDiagnoser(processor.Settings{
		ID: processortest.NewNopSettings(metadata.Type).ID, TelemetrySettings: processortest.NewNopSettings(metadata.Type).TelemetrySettings,
	}, defaults())
	require.NoError(t, err)
	d.logger = logger
	d.many = newManyCalls(defaults(), logger)
	return d
}

func process(t *testing.T, d *diagnoser, calls ...serviceCall) [][]string {
	traces := ptrace.NewTraces()
	var spans []ptrace.Span
	for _, call := range calls {
		spans = append(spans, call.put(traces))
	}
	_, err := d.processTraces(t.Context(), traces)
	require.NoError(t, err)
	var found [][]string
	for _, span := range spans {
		found = append(found, patternsOn(span))
	}
	return found
}

// Figures of what is left would be wrong: ten failures of ten calls, where there were a hundred.
func TestAfterAnErrorOfTheEngineAWindowIsSilent(t *testing.T) {
	core, logs := observer.New(zap.ErrorLevel)
	d := newMany(t, zap.New(core))
	process(t, d, healthy("a", 1), overloaded("a", 1), healthy("b", 1), overloaded("b", 1))
	for _, s := range d.many.services {
		if s.key[0] == 'a' {
			require.False(t, d.enter(t.Context(), s, []step{{Call: json.RawMessage("null")}}, [][]scopedSpan{nil}))
			require.False(t, d.enter(t.Context(), s, []step{{Call: json.RawMessage("null")}}, [][]scopedSpan{nil}))
		}
	}
	require.Equal(t, 1, logs.FilterMessageSnippet("Not diagnosed").Len())
	failures := func(service string, end float64) []serviceCall {
		return times(10, func(int) serviceCall { return overloaded(service, end) })
	}
	// The engine remembers both: the other finds out when it asks.
	require.Empty(t, at(process(t, d, failures("a", 30)...)))
	require.Empty(t, at(process(t, d, failures("b", 30)...)))
	require.Empty(t, at(process(t, d, failures("b", 60)...)))
	require.Len(t, at(process(t, d, failures("a", 200)...)), 1)
	require.Len(t, at(process(t, d, failures("b", 200)...)), 1)
	require.Empty(t, at(process(t, d, failures("c", 200)[:9]...)))
	require.Len(t, at(process(t, d, failures("c", 200)[:1]...)), 1)
}

func TestServicesAreBounded(t *testing.T) {
	core, logs := observer.New(zap.WarnLevel)
	d := newMany(t, zap.New(core))
	failures := times(10, func(int) serviceCall { return overloaded("first", 1) })
	process(t, d, failures[:9]...)
	for place := range mostServices + 5 {
		process(t, d, healthy(fmt.Sprintf("service %d", place), 1))
	}
	require.Len(t, d.many.services, mostServices)
	require.Equal(t, 1, logs.FilterMessageSnippet("More services").Len())
	// It was forgotten, and so were its healthy calls, if there were any.
	require.Empty(t, at(process(t, d, failures...)))
	later := times(10, func(int) serviceCall { return overloaded("first", 100) })
	require.Len(t, at(process(t, d, later...)), 1)
}

func TestWhatIsKeptOfAServiceIsBounded(t *testing.T) {
	thresholds := defaults().Thresholds
	s := newService("a", nil, &thresholds)
	traces := ptrace.NewTraces()
	for place := range 20_000 {
		span := healthy("a", float64(place)/10).own(fmt.Sprint(place)).put(traces)
		kind := spanKind{call: sureCall, usesTool: true, answered: true, request: fmt.Sprint(place)}
		call := &healthyCall{scopedSpan{span: span, kind: kind}, float64(place) / 10, float64(place) / 10}
		require.False(t, s.completes(call))
		s.add(call)
		s.mark(&seenCall{Failed: true, Fingerprint: fmt.Sprint("failed ", place), Limited: false})
	}
	require.LessOrEqual(t, len(s.passes.new)+len(s.passes.old), mostRequests)
	require.LessOrEqual(t, len(s.failing.new)+len(s.failing.old), mostFailing)
	require.LessOrEqual(t, len(s.rounds.new)+len(s.rounds.old), mostRounds)
	sums := s.take(0, "", pcommon.TraceID{})
	require.Len(t, sums.Calls, stretches)
	counted := 0
	for _, sum := range sums.Calls {
		counted += sum.Count
	}
	require.InDelta(t, 600, counted, 50)
	require.Nil(t, s.take(0, "", pcommon.TraceID{}))
}

func TestARecentMapForgetsTheOldest(t *testing.T) {
	r := newRecent[int, int](10)
	for key := range 100 {
		r.set(key, key)
		r.set(0, 0)
	}
	_, found := r.get(0)
	require.True(t, found)
	_, found = r.get(80)
	require.False(t, found)
	value, found := r.take(99)
	require.True(t, found)
	require.Equal(t, 99, value)
	_, found = r.get(99)
	require.False(t, found)
}

func TestServicesAtOnce(t *testing.T) {
	config := defaults()
	config.Engines = 2
	p := start(t, config)
	var senders sync.WaitGroup
	for sender := range 6 {
		senders.Go(func() {
			for place := range 8 {
				traces := ptrace.NewTraces()
				service := fmt.Sprint("service ", sender%3)
				overloaded(service, float64(place)).own(fmt.Sprint(sender, place)).put(traces)
				healthy(service, float64(place)).own("same").put(traces)
				if err := p.ConsumeTraces(t.Context(), traces); err != nil {
					t.Error(err)
				}
			}
		})
	}
	senders.Wait()
	require.Equal(t, int64(3), diagnosesOf(t, p, "service.outage"))
}

func TestAServiceWaitsForItsOwnCallsAlone(t *testing.T) {
	d := newMany(t, zap.NewNop())
	process(t, d, healthy("a", 1), healthy("b", 1))
	for _, s := range d.many.services {
		if s.key[0] == 'a' {
			s.mutex.Lock()
			defer s.mutex.Unlock()
		}
	}
	done := make(chan struct{})
	go func() {
		process(t, d, healthy("b", 2))
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		t.Fatal("another service waits")
	}
}
