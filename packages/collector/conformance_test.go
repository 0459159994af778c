package collector

import (
	"bufio"
	"encoding/json"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.uber.org/zap"

	"sevenstep/collector/internal/metadata"
)

// casesVariable names a file of cases, one a line, with what the checklist finds in Node: `test/e2e/collector/cases.ts` writes it.
const casesVariable = "SEVENSTEP_COLLECTOR_CASES"

type conformanceCase struct {
	Title    string             `json:"title"`
	Traces   json.RawMessage    `json:"traces"`
	Logs     json.RawMessage    `json:"logs"`
	Batches  []json.RawMessage  `json:"batches"`
	Calls    *int               `json:"calls"`
	Expected map[string]written `json:"expected"`
}

type written struct {
	Attributes  map[string]any `json:"attributes"`
	Description string         `json:"description"`
}

// In both engines the same stands on every span and every record, byte by byte; and what the gate keeps away has no finding in Node.
func TestConformance(t *testing.T) {
	name := os.Getenv(casesVariable)
	if name == "" {
		t.Skip(casesVariable + " is not set: `npm run test:e2e -- test/e2e/collector-conformance.test.ts` sets it")
	}
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	d, err := newDiagnoser(processortest.NewNopSettings(metadata.Type), defaults())
	require.NoError(t, err)
	// Captures of many applications have one service.
	many, err := newDiagnoser(processortest.NewNopSettings(metadata.Type), defaults())
	require.NoError(t, err)
	many.many = newManyCalls(defaults(), zap.NewNop())

	var cases []conformanceCase
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var one conformanceCase
		require.NoError(t, json.Unmarshal(lines.Bytes(), &one))
		cases = append(cases, one)
	}
	require.NoError(t, lines.Err())

	var next, diagnosed, skipped, different atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for place := next.Add(1) - 1; place < int64(len(cases)); place = next.Add(1) - 1 {
				one := cases[place]
				reads := d
				if one.Batches != nil {
					reads = many
				}
				actual, entered := readBoth(t, reads, one)
				if !entered {
					skipped.Add(1)
				}
				diagnosed.Add(int64(len(one.Expected)))
				want, got := canonical(t, one.Expected), canonical(t, actual)
				if want != got && different.Add(1) <= 20 {
					t.Errorf("%s\n  in Node %s\n  in Go   %s", one.Title, want, got)
				}
			}
		})
	}
	workers.Wait()
	t.Logf("%d cases, %d of them kept away by the gate, %d diagnoses, %d different",
		len(cases), skipped.Load(), diagnosed.Load(), different.Load())
}

func readBoth(t *testing.T, d *diagnoser, one conformanceCase) (map[string]written, bool) {
	actual := map[string]written{}
	entered := false
	batches := one.Batches
	if one.Traces != nil {
		batches = []json.RawMessage{one.Traces}
	}
	for _, batch := range batches {
		traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(batch)
		require.NoError(t, err)
		before := descriptions(traces)
		candidates := candidateTraces(traces)
		entered = entered || len(oddOf(candidates)) > 0
		d.diagnoseTraces(t.Context(), candidates)
		if one.Calls != nil {
			assert.Equal(t, *one.Calls, callsOf(candidates), one.Title)
		}
		for span := range eachSpan(traces) {
			if diagnosis := diagnosisOf(span.Attributes()); len(diagnosis) > 0 {
				w := written{Attributes: diagnosis}
				if description := span.Status().Message(); description != before[span.SpanID()] {
					w.Description = description
				}
				actual[span.SpanID().String()] = w
			}
		}
	}
	if one.Logs == nil {
		return actual, entered
	}
	logs, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs(one.Logs)
	require.NoError(t, err)
	for _, resource := range logs.ResourceLogs().All() {
		for _, scoped := range resource.ScopeLogs().All() {
			for _, record := range scoped.LogRecords().All() {
				entered = entered || mayTell(record, scoped.Scope().Name())
			}
		}
	}
	_, err = d.processLogs(t.Context(), logs)
	require.NoError(t, err)
	place := 0
	for record := range eachRecord(logs) {
		if diagnosis := diagnosisOf(record.Attributes()); len(diagnosis) > 0 {
			actual[strconv.Itoa(place)] = written{Attributes: diagnosis}
		}
		place++
	}
	return actual, entered
}

// callsOf is the number of calls that count over many calls.
func callsOf(traces []*traceSpans) int {
	seen := 0
	calls := &batchCalls{}
	for _, one := range traces {
		seen += len(one.calls)
		for _, of := range one.spans {
			if !one.isOdd() && of.kind.call == sureCall {
				calls.healthy = append(calls.healthy, healthyCall{scopedSpan: of})
			}
		}
	}
	s := newService("", nil, &defaults().Thresholds)
	s.choose(calls)
	return seen + len(s.ownOf(calls.healthy))
}

func eachSpan(traces ptrace.Traces) func(func(ptrace.Span) bool) {
	return func(yield func(ptrace.Span) bool) {
		for _, resource := range traces.ResourceSpans().All() {
			for _, scoped := range resource.ScopeSpans().All() {
				for _, span := range scoped.Spans().All() {
					if !yield(span) {
						return
					}
				}
			}
		}
	}
}

func eachRecord(logs plog.Logs) func(func(plog.LogRecord) bool) {
	return func(yield func(plog.LogRecord) bool) {
		for _, resource := range logs.ResourceLogs().All() {
			for _, scoped := range resource.ScopeLogs().All() {
				for _, record := range scoped.LogRecords().All() {
					if !yield(record) {
						return
					}
				}
			}
		}
	}
}

func descriptions(traces ptrace.Traces) map[pcommon.SpanID]string {
	found := map[pcommon.SpanID]string{}
	for span := range eachSpan(traces) {
		found[span.SpanID()] = span.Status().Message()
	}
	return found
}

func diagnosisOf(attributes pcommon.Map) map[string]any {
	found := map[string]any{}
	for name, value := range attributes.All() {
		if strings.HasPrefix(name, "anthropic.diagnosis.") {
			found[name] = value.AsRaw()
		}
	}
	return found
}

// canonical is JSON with sorted keys.
func canonical(t *testing.T, value any) string {
	text, err := json.Marshal(value)
	require.NoError(t, err)
	return string(text)
}
