package collector // import "sevenstep/collector"

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"

	"sevenstep/collector/internal/engine"
	"sevenstep/collector/internal/metadata"
)

// Spans of one trace enter the engine together, up to this number.
const mostTogether = 100

// diagnoser writes diagnoses on spans and log records.
type diagnoser struct {
	pool *engine.Pool
	// Of the option `many_calls`; nil without it, and for logs.
	many      *manyCalls
	timeout   time.Duration
	telemetry *metadata.TelemetryBuilder
	logger    *zap.Logger
	// An error of each kind is logged once: the metric counts them.
	logged sync.Map
}

func newDiagnoser(settings processor.Settings, config *Config) (*diagnoser, error) {
	pool, err := engine.NewPool(config.engineOptions(), config.engines())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", metadata.Type, err)
	}
	telemetry, err := metadata.NewTelemetryBuilder(settings.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	return &diagnoser{
		pool:      pool,
		timeout:   config.SpanTimeout,
		telemetry: telemetry,
		logger:    settings.Logger,
	}, nil
}

func (d *diagnoser) shutdown(context.Context) error {
	d.telemetry.Shutdown()
	return nil
}

// What the script answers: `DiagnosedSpans` of `src/engine/spans.ts`.
type diagnosedSpans struct {
	Spans     []writtenSpan `json:"spans"`
	Diagnoses []counted     `json:"diagnoses"`
	Calls     []*seenCall   `json:"calls"`
	Problems  []string      `json:"problems"`
}

type writtenSpan struct {
	Index       int            `json:"index"`
	Attributes  map[string]any `json:"attributes"`
	Description string         `json:"description"`
}

type diagnosedRecord struct {
	Attributes map[string]any `json:"attributes"`
	Diagnosis  counted        `json:"diagnosis"`
}

type counted struct {
	ID       string `json:"id"`
	Step     int64  `json:"step"`
	Severity string `json:"severity"`
	Action   string `json:"action"`
}

type scopedSpan struct {
	span     ptrace.Span
	scope    string
	resource pcommon.Resource
	kind     spanKind
}

// instrumentation is that which made the span, or adopted it.
func (s scopedSpan) instrumentation() string {
	if s.kind.own {
		return ownScope
	}
	return s.scope
}

// traceSpans are the spans of one trace that may be of calls.
type traceSpans struct {
	id    pcommon.TraceID
	spans []scopedSpan
	odd   bool
	// One of them names Claude.
	claude bool
	// The calls that the engine saw.
	calls []*seenCall
}

func (t *traceSpans) isOdd() bool { return t.odd && t.claude }

func (d *diagnoser) processTraces(ctx context.Context, traces ptrace.Traces) (ptrace.Traces, error) {
	d.diagnoseTraces(ctx, candidateTraces(traces))
	return traces, nil
}

func (d *diagnoser) diagnoseTraces(ctx context.Context, traces []*traceSpans) {
	d.diagnoseOdd(ctx, oddOf(traces))
	if d.many != nil {
		d.look(ctx, traces)
	}
}

func (d *diagnoser) diagnoseOdd(ctx context.Context, found []*traceSpans) {
	if len(found) == 0 {
		return
	}
	// Each trace by itself: no two workers write on the same span.
	queue := make(chan *traceSpans, len(found))
	for _, one := range found {
		queue <- one
	}
	close(queue)
	work := func() {
		for one := range queue {
			d.diagnoseTrace(ctx, one)
		}
	}
	var others sync.WaitGroup
	for range min(d.pool.Size(), len(found)) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
}

// oddOf returns the traces on which the checklist may find something.
func oddOf(traces []*traceSpans) []*traceSpans {
	var odd []*traceSpans
	for _, one := range traces {
		if one.isOdd() {
			odd = append(odd, one)
		}
	}
	return odd
}

// candidateTraces returns, of each trace, the spans that the checklist may want to see.
func candidateTraces(traces ptrace.Traces) []*traceSpans {
	byTrace := make(map[pcommon.TraceID]*traceSpans)
	var inOrder []*traceSpans
	for _, resource := range traces.ResourceSpans().All() {
		for _, scoped := range resource.ScopeSpans().All() {
			scope := scoped.Scope().Name()
			for _, span := range scoped.Spans().All() {
				kind := classify(span, scope)
				if !kind.candidate {
					continue
				}
				one := byTrace[span.TraceID()]
				if one == nil {
					one = &traceSpans{id: span.TraceID()}
					byTrace[one.id] = one
					inOrder = append(inOrder, one)
				}
				one.spans = append(one.spans, scopedSpan{span, scope, resource.Resource(), kind})
				one.odd = one.odd || kind.odd
				one.claude = one.claude || kind.claude
			}
		}
	}
	return inOrder
}

func (d *diagnoser) diagnoseTrace(ctx context.Context, one *traceSpans) {
	// Children end before their parents, whichever came first.
	slices.SortStableFunc(one.spans, func(a, b scopedSpan) int {
		return cmp.Compare(a.span.EndTimestamp(), b.span.EndTimestamp())
	})
	for together := range slices.Chunk(one.spans, mostTogether) {
		one.calls = append(one.calls, d.diagnoseSpans(ctx, together)...)
	}
}

// diagnoseSpans returns the calls that the engine saw.
func (d *diagnoser) diagnoseSpans(ctx context.Context, spans []scopedSpan) []*seenCall {
	defer d.recoverFrom(ctx, "traces")
	given := []byte{'['}
	for i, one := range spans {
		if i > 0 {
			given = append(given, ',')
		}
		given = appendSpan(given, one.span, one.scope)
	}
	given = append(given, ']')
	start := time.Now()
	answer, err := d.pool.Spans(string(given), d.timeout*time.Duration(len(spans)))
	d.entered(ctx, "traces", len(spans), start)
	if err != nil {
		d.failed(ctx, "traces", err)
		return nil
	}
	var diagnosed diagnosedSpans
	if err := json.Unmarshal([]byte(answer), &diagnosed); err != nil {
		d.failed(ctx, "traces", err)
		return nil
	}
	for _, problem := range diagnosed.Problems {
		d.failed(ctx, "traces", &stepError{problem})
	}
	for _, written := range diagnosed.Spans {
		span := spans[written.Index].span
		write(span.Attributes(), written.Attributes)
		if written.Description != "" {
			span.Status().SetMessage(written.Description)
		}
	}
	d.wrote(ctx, "traces", len(diagnosed.Spans))
	for _, one := range diagnosed.Diagnoses {
		d.count(ctx, one)
	}
	for _, call := range diagnosed.Calls {
		for _, place := range call.Spans {
			call.of = append(call.of, spans[place])
		}
	}
	return slices.DeleteFunc(diagnosed.Calls, func(call *seenCall) bool { return len(call.of) == 0 })
}

func (d *diagnoser) processLogs(ctx context.Context, logs plog.Logs) (plog.Logs, error) {
	for _, resource := range logs.ResourceLogs().All() {
		for _, scoped := range resource.ScopeLogs().All() {
			for _, record := range scoped.LogRecords().All() {
				if mayTell(record, scoped.Scope().Name()) {
					d.diagnoseRecord(ctx, record, scoped.Scope().Name())
				}
			}
		}
	}
	return logs, nil
}

// mayTell tells whether a record is of Claude Code, or of an exception that names Claude or Anthropic in its class, message or stack. Reading
// a text takes a hundred times as long as reading a span, and most exceptions of a fleet are of something else.
func mayTell(record plog.LogRecord, scope string) bool {
	if _, found := record.Attributes().Get(diagnosisID); found {
		return false
	}
	if body := record.Body(); body.Type() == pcommon.ValueTypeStr && strings.HasPrefix(body.Str(), "claude_code.") {
		return true
	}
	if strings.HasPrefix(eventName(record), "claude_code.") {
		return true
	}
	isException, named := false, namesClaude(scope)
	for key, value := range record.Attributes().All() {
		if strings.HasPrefix(key, "exception.") {
			isException = true
			named = named || textNamesClaude(value.AsString(), mostText)
		}
	}
	return isException && named
}

func (d *diagnoser) diagnoseRecord(ctx context.Context, record plog.LogRecord, scope string) {
	defer d.recoverFrom(ctx, "logs")
	given := appendRecord(nil, record, scope)
	start := time.Now()
	answer, err := d.pool.Record(string(given), d.timeout)
	d.entered(ctx, "logs", 1, start)
	if err != nil {
		d.failed(ctx, "logs", err)
		return
	}
	if answer == "" {
		return
	}
	var diagnosed diagnosedRecord
	if err := json.Unmarshal([]byte(answer), &diagnosed); err != nil {
		d.failed(ctx, "logs", err)
		return
	}
	write(record.Attributes(), diagnosed.Attributes)
	d.wrote(ctx, "logs", 1)
	d.count(ctx, diagnosed.Diagnosis)
}

// write puts the attributes of a diagnosis where the others are.
func write(attributes pcommon.Map, diagnosis map[string]any) {
	attributes.EnsureCapacity(attributes.Len() + len(diagnosis))
	for name, value := range diagnosis {
		switch value := value.(type) {
		case string:
			attributes.PutStr(name, value)
		case bool:
			attributes.PutBool(name, value)
		case float64:
			attributes.PutInt(name, int64(value))
		case []any:
			list := attributes.PutEmptySlice(name)
			for _, one := range value {
				list.AppendEmpty().SetStr(fmt.Sprint(one))
			}
		}
	}
}

type stepError struct{ said string }

func (e *stepError) Error() string { return e.said }

func (d *diagnoser) recoverFrom(ctx context.Context, signal string) {
	if value := recover(); value != nil {
		d.failed(ctx, signal, &engine.PanicError{Value: value})
	}
}

func (d *diagnoser) entered(ctx context.Context, signal string, items int, start time.Time) {
	of := metric.WithAttributes(attribute.String("signal", signal))
	d.telemetry.ProcessorAnthropicdiagnosisEngineDuration.Record(ctx, time.Since(start).Seconds(), of)
	d.telemetry.ProcessorAnthropicdiagnosisItemsRead.Add(ctx, int64(items), of)
}

func (d *diagnoser) wrote(ctx context.Context, signal string, items int) {
	if items > 0 {
		of := metric.WithAttributes(attribute.String("signal", signal))
		d.telemetry.ProcessorAnthropicdiagnosisItemsDiagnosed.Add(ctx, int64(items), of)
	}
}

func (d *diagnoser) count(ctx context.Context, one counted) {
	d.telemetry.ProcessorAnthropicdiagnosisDiagnoses.Add(ctx, 1, metric.WithAttributes(
		attribute.String("anthropic.diagnosis.id", one.ID),
		attribute.Int64("anthropic.diagnosis.step", one.Step),
		attribute.String("anthropic.diagnosis.severity", one.Severity),
		attribute.String("anthropic.diagnosis.action", one.Action),
	))
}

// failed counts an error of the engine. What it was to read passes as it came.
func (d *diagnoser) failed(ctx context.Context, signal string, err error) {
	reason := "exception"
	var panicked *engine.PanicError
	var step *stepError
	switch {
	case errors.Is(err, engine.ErrTimeout):
		reason = "timeout"
	case errors.As(err, &panicked):
		reason = "panic"
	case errors.As(err, &step):
		reason = "step"
	}
	d.telemetry.ProcessorAnthropicdiagnosisEngineErrors.Add(ctx, 1, metric.WithAttributes(
		attribute.String("signal", signal), attribute.String("reason", reason)))
	if _, known := d.logged.LoadOrStore(reason, true); !known {
		d.logger.Error("Not diagnosed; further errors of this kind are only counted", zap.String("reason", reason), zap.Error(err))
	}
}
