package collector // import "sevenstep/collector"

import (
	"encoding/json"
	"math"
	"sync"
	"sync/atomic"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"sevenstep/collector/internal/engine"
)

// Bounds on what is kept of one service.
const (
	// Half seconds in which calls started.
	mostHalves = 240
	// Requests that were answered, and those that failed, of which the engine remembers as many.
	mostRequests = 1_000
	mostFailing  = 200
	mostRounds   = 500
	// Parts of a window, as in `SlidingCount`; one more for a window that begins within one.
	stretches = 12
)

// service has sums of a service's healthy calls, until its memory in the engine needs them.
type service struct {
	key    string
	memory *engine.Memory
	// When it was asked for last, to forget the one that is silent the longest.
	touched atomic.Int64

	mutex      sync.Mutex
	thresholds *Thresholds
	// Calls before were forgotten, so figures up to this time would be wrong; with isQuiet, from the first call on.
	quietUntil float64
	isQuiet    bool
	// The calls of one instrumentation count: another may see the same calls.
	instrumentation string
	heardAt         float64
	calls           ring
	starts          ring
	// Half seconds in which a call started that met a 429.
	limited    ring
	hasLimited bool
	// By request: how often it was answered, and when a failure of it entered the engine.
	passes  recent[string, pass]
	failing recent[string, float64]
	rounds  recent[pcommon.TraceID, rounds]
}

// A healthy call at hand.
type healthyCall struct {
	scopedSpan
	start, end float64
}

type pass struct {
	count int
	at    float64
}

type rounds struct {
	// All, and those that are not in the engine's memory.
	total, pending int
	// How often the last request came in a row.
	same int
	last string
	at   float64
}

// healthySums are `HealthyCalls` of the span processor.
type healthySums struct {
	Calls  []callSum  `json:"calls,omitempty"`
	Starts []startSum `json:"starts,omitempty"`
	Passes []passSum  `json:"passes,omitempty"`
	Rounds []roundSum `json:"rounds,omitempty"`
}

type callSum struct {
	EndedAt float64 `json:"endedAt"`
	Count   int     `json:"count"`
}

type startSum struct {
	StartedAt float64 `json:"startedAt"`
	Count     int     `json:"count"`
}

type passSum struct {
	Fingerprint string  `json:"fingerprint"`
	Count       int     `json:"count"`
	EndedAt     float64 `json:"endedAt"`
}

type roundSum struct {
	TraceID     string  `json:"traceId"`
	Count       int     `json:"count"`
	Same        int     `json:"same"`
	Fingerprint string  `json:"fingerprint,omitempty"`
	EndedAt     float64 `json:"endedAt"`
}

func newService(key string, memory *engine.Memory, thresholds *Thresholds) *service {
	s := &service{key: key, memory: memory, thresholds: thresholds}
	s.reset()
	return s
}

// reset forgets everything that was counted.
func (s *service) reset() {
	s.calls, s.starts, s.limited = make(ring, stretches+1), make(ring, mostHalves), make(ring, mostHalves)
	s.hasLimited = false
	s.passes = newRecent[string, pass](mostRequests)
	s.failing = newRecent[string, float64](mostFailing)
	s.rounds = newRecent[pcommon.TraceID, rounds](mostRounds)
}

func (s *service) longestWindow() float64 { return 10 * s.thresholds.WindowSeconds }

func (s *service) stretchOf(at float64) int64 {
	return int64(math.Floor(at / (s.thresholds.WindowSeconds / stretches)))
}

func halfOf(at float64) int64 { return int64(math.Floor(at * 2)) }

// mark remembers a call that enters the engine, before others of its batch are looked at.
func (s *service) mark(call *seenCall) {
	if call.Failed && call.Fingerprint != "" {
		s.failing.set(call.Fingerprint, call.EndedAt)
	}
	if call.Limited {
		s.hasLimited = true
		s.limited.add(halfOf(call.StartedAt), 1)
	}
}

// completes tells whether a healthy call may complete a pattern: then it has to enter the engine.
func (s *service) completes(call *healthyCall) bool {
	if call.kind.call != sureCall {
		return false
	}
	if s.isNearLimited(call.start) {
		return true
	}
	if request := call.kind.request; request != "" && !s.failing.empty() {
		if at, found := s.failing.get(request); found {
			if call.end-at <= s.longestWindow() {
				s.failing.set(request, call.end)
				return true
			}
			s.failing.take(request)
		}
	}
	if call.kind.usesTool {
		next := s.nextRounds(call.span.TraceID(), call.kind.request, call.end)
		return next.total >= s.thresholds.ToolRounds || next.same >= s.thresholds.SameToolRounds
	}
	return false
}

// add counts a healthy call that does not enter the engine.
func (s *service) add(call *healthyCall) {
	s.calls.add(s.stretchOf(call.end), 1)
	if call.kind.call != sureCall {
		return
	}
	s.starts.add(halfOf(call.start), 1)
	if request := call.kind.request; request != "" && call.kind.answered {
		known, _ := s.passes.get(request)
		if call.end-known.at > s.longestWindow() {
			known.count = 0
		}
		s.passes.set(request, pass{known.count + 1, call.end})
	}
	if call.kind.usesTool {
		next := s.nextRounds(call.span.TraceID(), call.kind.request, call.end)
		next.pending++
		s.rounds.set(call.span.TraceID(), next)
	}
}

// enter counts the round of a call that enters the engine; the engine counts the call.
func (s *service) enter(trace pcommon.TraceID, request string, usesTool bool, at float64) {
	if usesTool {
		s.rounds.set(trace, s.nextRounds(trace, request, at))
	}
}

func (s *service) nextRounds(trace pcommon.TraceID, request string, at float64) rounds {
	known, _ := s.rounds.get(trace)
	same := 1
	if request != "" && request == known.last {
		same += known.same
	}
	return rounds{known.total + 1, known.pending, same, request, at}
}

// isNearLimited tells whether a call started within a second of one that met a 429.
func (s *service) isNearLimited(start float64) bool {
	if !s.hasLimited {
		return false
	}
	half := halfOf(start)
	return s.limited.get(half) > 0 || s.limited.get(half-1) > 0 || s.limited.get(half+1) > 0
}

// take returns what the engine has to know of healthy calls before it sees a call that started then. It returns nothing twice.
func (s *service) take(startedAt float64, failedRequest string, tools pcommon.TraceID) *healthySums {
	sums := &healthySums{}
	newest := s.calls.newest()
	for i := range s.calls {
		one := &s.calls[i]
		if one.count > 0 && one.at > newest-stretches {
			// The middle: an edge may be rounded into the stretch beside.
			at := (float64(one.at) + 0.5) * s.thresholds.WindowSeconds / stretches
			sums.Calls = append(sums.Calls, callSum{at, one.count})
		}
		one.count = 0
	}
	if s.isNearLimited(startedAt) {
		for half := halfOf(startedAt) - 1; half <= halfOf(startedAt)+1; half++ {
			if count := s.starts.take(half); count > 0 {
				sums.Starts = append(sums.Starts, startSum{float64(half)/2 + 0.25, count})
			}
		}
	}
	if failedRequest != "" {
		if known, found := s.passes.take(failedRequest); found {
			sums.Passes = append(sums.Passes, passSum{failedRequest, known.count, known.at})
		}
	}
	if known, found := s.rounds.get(tools); found && known.pending > 0 {
		sums.Rounds = append(sums.Rounds, roundSum{tools.String(), known.pending, known.same, known.last, known.at})
		known.pending = 0
		s.rounds.set(tools, known)
	}
	if sums.isEmpty() {
		return nil
	}
	return sums
}

func (s *healthySums) isEmpty() bool {
	return len(s.Calls)+len(s.Starts)+len(s.Passes)+len(s.Rounds) == 0
}

// ring counts by a number that grows, such as that of a half second. It keeps the newest.
type ring []struct {
	at    int64
	count int
}

func (r ring) add(at int64, count int) {
	one := &r[r.place(at)]
	if at > one.at {
		one.at, one.count = at, 0
	}
	if at == one.at {
		one.count += count
	}
}

func (r ring) get(at int64) int {
	if one := r[r.place(at)]; one.at == at {
		return one.count
	}
	return 0
}

func (r ring) take(at int64) int {
	count := r.get(at)
	if count > 0 {
		r[r.place(at)].count = 0
	}
	return count
}

func (r ring) newest() int64 {
	newest := int64(math.MinInt64)
	for _, one := range r {
		newest = max(newest, one.at)
	}
	return newest
}

func (r ring) place(at int64) int64 {
	size := int64(len(r))
	return (at%size + size) % size
}

// summaryOf is the call as `CallSummary` of the span processor.
func summaryOf(call *healthyCall) json.RawMessage {
	attributes := map[string]string{}
	if call.kind.usesTool {
		attributes["anthropic.message.stop_reason"] = "tool_use"
	}
	summary, _ := json.Marshal(struct {
		StartedAt   float64           `json:"startedAt"`
		EndedAt     float64           `json:"endedAt"`
		TraceID     string            `json:"traceId"`
		Attributes  map[string]string `json:"attributes"`
		Retries     int               `json:"retries"`
		Failed      bool              `json:"failed"`
		Answered    bool              `json:"answered"`
		Fingerprint string            `json:"fingerprint,omitempty"`
	}{call.start, call.end, call.span.TraceID().String(), attributes, 0, false, call.kind.answered, call.kind.request})
	return summary
}
