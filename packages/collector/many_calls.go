package collector // import "sevenstep/collector"

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"sevenstep/collector/internal/engine"
)

const (
	// Services that are remembered at once.
	mostServices = 256
	// A longer name is a mistake.
	mostServiceKey = 600
	// One engine that remembers for so many that do not: it does far less.
	enginesPerKeeper = 4
	// Clocks that follow a time server differ by less. `MOST_AHEAD` of the span processor is the same.
	mostAhead = 10 * time.Second
)

// manyCalls looks for patterns over the calls of each service.
type manyCalls struct {
	thresholds *Thresholds
	keepers    []*engine.Keeper
	logger     *zap.Logger

	mutex    sync.Mutex
	services map[string]*service
	made     int
	// Services were forgotten: one that seems new may be one of them.
	forgot bool
	// A call that ended in the future was left out.
	ahead sync.Once
	uses  atomic.Int64
}

func newManyCalls(config *Config, logger *zap.Logger) *manyCalls {
	m := &manyCalls{thresholds: &config.Thresholds, logger: logger, services: map[string]*service{}}
	for range max(1, config.engines()/enginesPerKeeper) {
		m.keepers = append(m.keepers, engine.NewKeeper(config.engineOptions()))
	}
	return m
}

// seenCall is `SeenCall` of `src/engine/seen-calls.ts`.
type seenCall struct {
	Spans       []int           `json:"spans"`
	StartedAt   float64         `json:"startedAt"`
	EndedAt     float64         `json:"endedAt"`
	Fingerprint string          `json:"fingerprint"`
	Failed      bool            `json:"failed"`
	Limited     bool            `json:"limited"`
	UsesTool    bool            `json:"usesTool"`
	Summary     json.RawMessage `json:"summary"`
	// The spans at those places.
	of []scopedSpan
}

// foundPatterns is `FoundPatterns` of `src/engine/many-calls.ts`.
type foundPatterns struct {
	Step        int            `json:"step"`
	Attributes  map[string]any `json:"attributes"`
	Description string         `json:"description"`
	Also        []string       `json:"also"`
	Diagnoses   []counted      `json:"diagnoses"`
}

type step struct {
	Healthy  *healthySums    `json:"healthy,omitempty"`
	Call     json.RawMessage `json:"call"`
	Sentence string          `json:"sentence,omitempty"`
}

// batchCalls are the calls of one service in one batch.
type batchCalls struct {
	healthy []healthyCall
	seen    []*seenCall
}

// look looks for patterns over the calls of a batch, whose traces were diagnosed.
func (d *diagnoser) look(ctx context.Context, traces []*traceSpans) {
	defer d.recoverFrom(ctx, "calls")
	for s, calls := range d.many.callsByService(traces) {
		d.lookAtService(ctx, s, calls)
	}
}

func (d *diagnoser) lookAtService(ctx context.Context, s *service, calls *batchCalls) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	steps, spans := s.stepsOf(calls)
	for len(steps) > 0 {
		count := min(len(steps), mostTogether)
		if !d.enter(ctx, s, steps[:count], spans[:count]) {
			return
		}
		steps, spans = steps[count:], spans[count:]
	}
}

// enter has the engine see calls of a service, and writes what it finds. The result tells whether the engine still remembers the service.
func (d *diagnoser) enter(ctx context.Context, s *service, steps []step, spans [][]scopedSpan) bool {
	given, err := json.Marshal(steps)
	if err != nil {
		d.failed(ctx, "calls", err)
		return true
	}
	start := time.Now()
	answer, lost, err := s.memory.Calls(given, d.timeout)
	if err != nil {
		d.failed(ctx, "calls", err)
	}
	if lost {
		s.reset()
		s.quietUntil = s.heardAt + s.thresholds.WindowSeconds
		return false
	}
	d.entered(ctx, "calls", len(steps), start)
	var found []foundPatterns
	if err := json.Unmarshal([]byte(answer), &found); err != nil {
		d.failed(ctx, "calls", err)
		return true
	}
	for _, one := range found {
		if s.heardAt < s.quietUntil {
			continue
		}
		for _, of := range spans[one.Step] {
			add(of.span, one)
		}
		if one.Attributes != nil {
			d.wrote(ctx, "calls", len(spans[one.Step]))
		}
		for _, diagnosis := range one.Diagnoses {
			d.count(ctx, diagnosis)
		}
	}
	return true
}

// add writes what was found on a span: as its diagnosis where it has none, else beside that.
func add(span ptrace.Span, found foundPatterns) {
	if found.Attributes != nil {
		write(span.Attributes(), found.Attributes)
		if found.Description != "" {
			span.Status().SetMessage(found.Description)
		}
		return
	}
	also, known := span.Attributes().Get("anthropic.diagnosis.also")
	if !known || also.Type() != pcommon.ValueTypeSlice {
		also = span.Attributes().PutEmpty("anthropic.diagnosis.also")
		also.SetEmptySlice()
	}
	for _, id := range found.Also {
		also.Slice().AppendEmpty().SetStr(id)
	}
}

// stepsOf returns the calls that have to enter the engine, in the order in which they ended, and their spans. Other calls are counted.
func (s *service) stepsOf(calls *batchCalls) (steps []step, spans [][]scopedSpan) {
	s.choose(calls)
	healthy := s.ownOf(calls.healthy)
	seen := slices.DeleteFunc(calls.seen, func(call *seenCall) bool {
		return !slices.ContainsFunc(call.of, s.isOwn)
	})
	slices.SortStableFunc(seen, func(a, b *seenCall) int { return cmp.Compare(a.EndedAt, b.EndedAt) })
	for _, call := range seen {
		s.mark(call)
	}
	for i := range healthy {
		call := &healthy[i]
		for len(seen) > 0 && seen[0].EndedAt <= call.end {
			steps, spans = append(steps, s.stepOfSeen(seen[0])), append(spans, seen[0].of)
			seen = seen[1:]
		}
		if !s.completes(call) {
			s.add(call)
			continue
		}
		var tools pcommon.TraceID
		if call.kind.usesTool {
			tools = call.span.TraceID()
		}
		steps = append(steps, step{Healthy: s.take(call.start, "", tools), Call: summaryOf(call)})
		spans = append(spans, []scopedSpan{call.scopedSpan})
		s.enter(tools, call.kind.request, call.kind.usesTool, call.end)
	}
	for _, call := range seen {
		steps, spans = append(steps, s.stepOfSeen(call)), append(spans, call.of)
	}
	return steps, spans
}

func (s *service) stepOfSeen(call *seenCall) step {
	span := call.of[0].span
	var failedRequest string
	var tools pcommon.TraceID
	if call.Failed {
		failedRequest = call.Fingerprint
	}
	if call.UsesTool {
		tools = span.TraceID()
	}
	one := step{Healthy: s.take(call.StartedAt, failedRequest, tools), Call: call.Summary}
	if _, found := span.Attributes().Get(diagnosisID); call.Failed && !found {
		one.Sentence = span.Status().Message()
	}
	s.enter(tools, call.Fingerprint, call.UsesTool, call.EndedAt)
	return one
}

// choose settles which instrumentation counts: this project's, else the first that was seen. Of two that see the same calls, each has a
// span of a call, and they may come in different batches.
func (s *service) choose(calls *batchCalls) {
	first, found, newest := "", false, s.heardAt
	heard := false
	look := func(of scopedSpan, end float64) {
		instrumentation := of.instrumentation()
		if !found || instrumentation == ownScope {
			first, found = instrumentation, true
		}
		heard = heard || instrumentation == s.instrumentation
		newest = max(newest, end)
	}
	for i := range calls.healthy {
		look(calls.healthy[i].scopedSpan, calls.healthy[i].end)
	}
	for _, call := range calls.seen {
		for _, of := range call.of {
			look(of, call.EndedAt)
		}
	}
	switch {
	case s.heardAt == 0:
		s.instrumentation = first
		if s.isQuiet {
			s.quietUntil = newest + s.thresholds.WindowSeconds
		}
	case s.instrumentation == first:
	case first == ownScope, !heard && newest-s.heardAt > s.longestWindow():
		// Sums of the other would count calls twice.
		s.reset()
		s.memory.Clear()
		s.quietUntil = newest + s.thresholds.WindowSeconds
		s.instrumentation = first
	case !heard:
		return
	}
	s.heardAt = newest
}

func (s *service) isOwn(of scopedSpan) bool { return of.instrumentation() == s.instrumentation }

// ownOf returns the calls of the service's instrumentation, in the order in which they ended. A call within another is the same.
func (s *service) ownOf(calls []healthyCall) []healthyCall {
	calls = slices.DeleteFunc(calls, func(call healthyCall) bool { return !s.isOwn(call.scopedSpan) })
	ids := make(map[pcommon.SpanID]struct{}, len(calls))
	for i := range calls {
		ids[calls[i].span.SpanID()] = struct{}{}
	}
	calls = slices.DeleteFunc(calls, func(call healthyCall) bool {
		_, within := ids[call.span.ParentSpanID()]
		return within
	})
	byEnd := func(a, b healthyCall) int { return cmp.Compare(a.end, b.end) }
	if !slices.IsSortedFunc(calls, byEnd) {
		slices.SortStableFunc(calls, byEnd)
	}
	return calls
}

// callsByService returns the calls that count. Healthy calls are those of traces that did not enter the engine: what entered it was
// seen there.
func (m *manyCalls) callsByService(traces []*traceSpans) map[*service]*batchCalls {
	found := map[*service]*batchCalls{}
	latest := seconds(pcommon.NewTimestampFromTime(time.Now().Add(mostAhead)))
	var resource pcommon.Resource
	var current *service
	serviceOf := func(of scopedSpan, create bool) *service {
		if of.resource != resource || (current == nil && create) {
			resource, current = of.resource, m.service(of.resource, create)
		}
		return current
	}
	callsOf := func(s *service) *batchCalls {
		calls := found[s]
		if calls == nil {
			calls = &batchCalls{}
			found[s] = calls
		}
		return calls
	}
	for _, one := range traces {
		if one.isOdd() {
			for _, call := range one.calls {
				if s := serviceOf(call.of[0], true); s != nil {
					calls := callsOf(s)
					calls.seen = append(calls.seen, call)
				}
			}
			continue
		}
		for _, of := range one.spans {
			start, end := seconds(of.span.StartTimestamp()), seconds(of.span.EndTimestamp())
			if of.kind.call == noCall {
				continue
			}
			if start > latest || end > latest {
				m.ahead.Do(func() {
					m.logger.Warn("Calls end in the future by the clock of this gateway; findings over many calls leave them out")
				})
				continue
			}
			if s := serviceOf(of, of.kind.claude); s != nil {
				calls := callsOf(s)
				calls.healthy = append(calls.healthy, healthyCall{of, start, end})
			}
		}
	}
	return found
}

// service returns the service of a resource; none where that names no service, or where it is not known and not to be made.
func (m *manyCalls) service(resource pcommon.Resource, create bool) *service {
	var room [128]byte
	key := appendServiceKey(room[:0], resource)
	if len(key) == 0 || len(key) > mostServiceKey {
		return nil
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	s := m.services[string(key)]
	if s == nil && create {
		s = m.makeService(string(key))
	}
	if s != nil {
		s.touched.Store(m.uses.Add(1))
	}
	return s
}

func (m *manyCalls) makeService(key string) *service {
	if len(m.services) >= mostServices {
		m.forgetOne()
	}
	m.made++
	s := newService(key, m.keepers[m.made%len(m.keepers)].NewMemory(), m.thresholds)
	s.isQuiet = m.forgot
	m.services[key] = s
	return s
}

// forgetOne forgets the service that was silent the longest.
func (m *manyCalls) forgetOne() {
	var oldest *service
	for _, s := range m.services {
		if oldest == nil || s.touched.Load() < oldest.touched.Load() {
			oldest = s
		}
	}
	delete(m.services, oldest.key)
	oldest.memory.Forget()
	if !m.forgot {
		m.forgot = true
		m.logger.Warn("More services than are remembered at once; findings over many calls may be missing",
			zap.Int("services", mostServices))
	}
}

// appendServiceKey appends nothing where the name is missing, or that of an SDK that was not told one: many applications share it.
// Conventions before 1.27 have `deployment.environment`, which many SDKs and agents still send.
func appendServiceKey(key []byte, resource pcommon.Resource) []byte {
	attributes := resource.Attributes()
	name, found := attributes.Get("service.name")
	if !found || name.Str() == "" || strings.HasPrefix(name.Str(), "unknown_service") {
		return key
	}
	key = append(key, name.Str()...)
	for _, names := range [...][]string{{"service.namespace"}, {"deployment.environment.name", "deployment.environment"}} {
		key = append(key, 0)
		for _, one := range names {
			if value, found := attributes.Get(one); found {
				key = append(key, value.Str()...)
				break
			}
		}
	}
	return key
}

// seconds since the epoch, as the span processor counts.
func seconds(at pcommon.Timestamp) float64 {
	return float64(uint64(at)/1e9) + float64(uint64(at)%1e9)/1e9
}
