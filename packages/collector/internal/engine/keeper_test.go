package engine

import (
	"testing"
	"time"

	"github.com/grafana/sobek"
	"github.com/stretchr/testify/require"
)

const refusedCall = `{"call": {
	"startedAt": 1, "endedAt": 2, "traceId": "01", "attributes": {"http.response.status_code": 401}, "retries": 0, "failed": true, "answered": true,
	"diagnosis": {"id": "identity.key_invalid", "check": "identity"}
}}`

func steps(count int) []byte {
	given := []byte{'['}
	for place := range count {
		if place > 0 {
			given = append(given, ',')
		}
		given = append(given, refusedCall...)
	}
	return append(given, ']')
}

func requireFinding(t *testing.T, memory *Memory, count int, found bool) {
	answer, lost, err := memory.Calls(steps(count), time.Minute)
	require.NoError(t, err)
	require.False(t, lost)
	if found {
		require.Contains(t, answer, `"identity.fail_fast"`)
	} else {
		require.Equal(t, "[]", answer)
	}
}

func TestMemoriesAreApartAndForgotten(t *testing.T) {
	keeper := NewKeeper(Options{})
	one, other := keeper.NewMemory(), keeper.NewMemory()
	requireFinding(t, one, 4, false)
	requireFinding(t, other, 4, false)
	requireFinding(t, one, 1, true)
	other.Clear()
	requireFinding(t, other, 4, false)
	one.Forget()
	answer, lost, err := one.Calls(steps(9), time.Minute)
	require.NoError(t, err)
	require.False(t, lost)
	require.Equal(t, "[]", answer)
}

// A gateway of more services than it remembers makes and forgets them all the time.
func TestWhatWasNeverUsedLeavesNothing(t *testing.T) {
	keeper := NewKeeper(Options{})
	for range 100 {
		memory := keeper.NewMemory()
		memory.Clear()
		memory.Forget()
	}
	require.Empty(t, keeper.gone)
	used := keeper.NewMemory()
	requireFinding(t, used, 4, false)
	used.Forget()
	require.Len(t, keeper.gone, 1)
}

func TestPatternThresholdsReachTheScript(t *testing.T) {
	requireFinding(t, NewKeeper(Options{Patterns: map[string]float64{"failFastRefusals": 2}}).NewMemory(), 2, true)
	requireFinding(t, NewKeeper(Options{Severity: map[string]string{"identity.fail_fast": "off"}}).NewMemory(), 9, false)
	_, _, err := NewKeeper(Options{Patterns: map[string]float64{"nothing": 2}}).NewMemory().Calls(steps(1), time.Minute)
	require.ErrorContains(t, err, "nothing")
}

// With an engine every memory in it is lost. Each finds out once.
func TestALostEngineIsToldOf(t *testing.T) {
	keeper := NewKeeper(Options{})
	one, other, unused := keeper.NewMemory(), keeper.NewMemory(), keeper.NewMemory()
	requireFinding(t, one, 4, false)
	requireFinding(t, other, 4, false)

	stuck, err := keeper.engine.vm.RunString("(function () { for (;;) {} })")
	require.NoError(t, err)
	keeper.engine.calls, _ = sobek.AssertFunction(stuck)
	_, lost, err := one.Calls(steps(1), 20*time.Millisecond)
	require.ErrorIs(t, err, ErrTimeout)
	require.True(t, lost)

	requireFinding(t, one, 4, false)
	requireFinding(t, unused, 4, false)
	_, lost, err = other.Calls(steps(5), time.Minute)
	require.NoError(t, err)
	require.True(t, lost)
	requireFinding(t, other, 4, false)
	requireFinding(t, one, 1, true)
}
