package engine // import "sevenstep/collector/internal/engine"

import (
	"encoding/json"
	"sync"
	"sync/atomic"
	"time"
)

// Keeper has one engine that remembers the calls of services. It serves one goroutine at a time.
type Keeper struct {
	options Options
	mutex   sync.Mutex
	engine  *engine
	// Grows with each engine that is lost, and with it what that remembered.
	generation int
	numbers    atomic.Int64
	// Numbers of used memories that the engine still has to forget.
	gone      []int64
	goneMutex sync.Mutex
}

// NewKeeper loads nothing yet: a gateway without failures needs no engine that remembers.
func NewKeeper(options Options) *Keeper { return &Keeper{options: options} }

// Memory is what the engine remembers of the calls of one service.
type Memory struct {
	keeper     *Keeper
	number     int64
	generation int
	// An engine may have calls of it.
	used atomic.Bool
	gone atomic.Bool
}

// NewMemory returns an empty memory.
func (k *Keeper) NewMemory() *Memory { return &Memory{keeper: k, number: k.numbers.Add(1)} }

// Forget gives the memory up: nothing enters it any more.
func (m *Memory) Forget() {
	m.gone.Store(true)
	m.keeper.goneMutex.Lock()
	defer m.keeper.goneMutex.Unlock()
	m.leave()
}

// Clear empties the memory. It must not be called beside Calls.
func (m *Memory) Clear() {
	m.keeper.goneMutex.Lock()
	defer m.keeper.goneMutex.Unlock()
	m.leave()
	m.number = m.keeper.numbers.Add(1)
}

// leave has the engine forget the memory with its next calls. Without failures there are none, so the numbers of unused ones would grow
// without bound.
func (m *Memory) leave() {
	if m.used.Swap(false) {
		m.keeper.gone = append(m.keeper.gone, m.number)
	}
}

type givenCalls struct {
	Service int64           `json:"service"`
	Forget  []int64         `json:"forget,omitempty"`
	Steps   json.RawMessage `json:"steps"`
}

// Calls looks for patterns over calls of the service, given as JSON. The time limit begins when the engine is free. `lost` tells that
// the memory is empty again: the engine was lost before, or by these calls. Then they were not looked at.
func (m *Memory) Calls(steps []byte, limit time.Duration) (answer string, lost bool, err error) {
	k := m.keeper
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if m.gone.Load() {
		return "[]", false, nil
	}
	if m.generation != k.generation {
		m.generation = k.generation
		if m.used.Swap(false) {
			return "", true, nil
		}
	}
	if k.engine == nil {
		if k.engine, err = newEngine(k.options); err != nil {
			return "", true, err
		}
	}
	k.goneMutex.Lock()
	if m.gone.Load() {
		k.goneMutex.Unlock()
		return "[]", false, nil
	}
	m.used.Store(true)
	given, err := json.Marshal(givenCalls{m.number, k.gone, steps})
	k.gone = nil
	k.goneMutex.Unlock()
	if err == nil {
		answer, err = k.engine.call(k.engine.calls, string(given), limit)
	}
	if err != nil {
		k.engine = nil
		k.generation++
		m.generation = k.generation
		m.used.Store(false)
	}
	return answer, err != nil, err
}
