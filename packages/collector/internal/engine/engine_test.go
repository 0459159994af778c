package engine

import (
	"sync"
	"testing"
	"time"

	"github.com/grafana/sobek"
	"github.com/stretchr/testify/require"
)

const failedCall = `[{
	"traceId": "01", "spanId": "02", "name": "chat", "scope": "", "start": [1, 0], "end": [2, 0],
	"attributes": {"gen_ai.provider.name": "anthropic", "http.response.status_code": 529, "error.type": "overloaded_error"},
	"status": {"code": 2}, "events": []
}]`

func newPool(t *testing.T, size int) *Pool {
	pool, err := NewPool(Options{DescribeStatus: true}, size)
	require.NoError(t, err)
	return pool
}

func TestWrongOptionsAreNamed(t *testing.T) {
	for problem, options := range map[string]Options{
		`severity["limits.nothing"]: no rule has this id`: {Severity: map[string]string{"limits.nothing": "off"}},
		"nearLimitShare": {Thresholds: map[string]float64{"nearLimitShare": 2}},
		"nothing":        {Thresholds: map[string]float64{"nothing": 2}},
	} {
		_, err := NewPool(options, 1)
		require.ErrorContains(t, err, problem)
	}
}

func TestOptionsReachTheChecklist(t *testing.T) {
	pool, err := NewPool(Options{Severity: map[string]string{"service.overloaded": "info"}, Docs: "https://docs.example/"}, 1)
	require.NoError(t, err)
	answer, err := pool.Spans(failedCall, time.Minute)
	require.NoError(t, err)
	require.Contains(t, answer, `"anthropic.diagnosis.severity":"info"`)
	require.Contains(t, answer, `"anthropic.diagnosis.url":"https://docs.example/packages/checklist/`)
	require.NotContains(t, answer, `"description"`)
}

func TestWhatTakesTooLongIsStopped(t *testing.T) {
	pool := newPool(t, 1)
	stuck := func(e *engine) sobek.Callable {
		value, err := e.vm.RunString("(function () { for (;;) {} })")
		require.NoError(t, err)
		function, _ := sobek.AssertFunction(value)
		return function
	}
	_, err := pool.run("", 20*time.Millisecond, stuck)
	require.ErrorIs(t, err, ErrTimeout)
	requireDiagnosis(t, pool)
}

func TestAPanicIsAnError(t *testing.T) {
	pool := newPool(t, 1)
	_, err := pool.run("", time.Minute, func(*engine) sobek.Callable {
		return func(sobek.Value, ...sobek.Value) (sobek.Value, error) { panic("out of order") }
	})
	require.ErrorContains(t, err, "out of order")
	requireDiagnosis(t, pool)
}

func TestDeepRecursionIsAnError(t *testing.T) {
	pool := newPool(t, 1)
	_, err := pool.run("", time.Minute, func(e *engine) sobek.Callable {
		value, err := e.vm.RunString("(function down() { return down() + 1 })")
		require.NoError(t, err)
		function, _ := sobek.AssertFunction(value)
		return function
	})
	require.Error(t, err)
	requireDiagnosis(t, pool)
}

func TestWhatIsNoJSONIsAnError(t *testing.T) {
	pool := newPool(t, 1)
	_, err := pool.Spans("[", time.Minute)
	require.ErrorContains(t, err, "SyntaxError")
	requireDiagnosis(t, pool)
}

// An answer depends on what was given alone, whichever engine gives it.
func TestEnginesAtOnceAnswerAlike(t *testing.T) {
	pool := newPool(t, 3)
	want, err := pool.Spans(failedCall, time.Minute)
	require.NoError(t, err)
	var calls sync.WaitGroup
	answers := make(chan string, 60)
	for range 6 {
		calls.Go(func() {
			for range 10 {
				answer, err := pool.Spans(failedCall, time.Minute)
				if err != nil {
					answer = err.Error()
				}
				answers <- answer
			}
		})
	}
	calls.Wait()
	close(answers)
	for answer := range answers {
		require.Equal(t, want, answer)
	}
}

func requireDiagnosis(t *testing.T, pool *Pool) {
	answer, err := pool.Spans(failedCall, time.Minute)
	require.NoError(t, err)
	require.Contains(t, answer, `"anthropic.diagnosis.id":"service.overloaded"`)
	require.Contains(t, answer, `"problems":[]`)
}
