// Package engine runs the checklist, which is JavaScript, in an embedded interpreter.
package engine // import "sevenstep/collector/internal/engine"

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/grafana/sobek"
)

// The checklist, the readers of every dialect and the span processor. `npm run build` writes it.
//
//go:embed checklist.js
var script string

// maxCallStack is far above what the script needs, and far below what Go's stack holds.
const maxCallStack = 2_000

// Compiling takes longer than loading: it happens once for all engines.
var compiled = sync.OnceValues(func() (*sobek.Program, error) {
	return sobek.Compile("checklist.js", script, true)
})

// ErrTimeout is returned where the script took longer than its limit.
var ErrTimeout = errors.New("the checklist took longer than its limit")

// PanicError is returned where the interpreter panicked.
type PanicError struct{ Value any }

func (e *PanicError) Error() string { return fmt.Sprintf("the interpreter panicked: %v", e.Value) }

// Options are those of the processor that the script reads.
type Options struct {
	Thresholds     map[string]float64 `json:"thresholds,omitempty"`
	Patterns       map[string]float64 `json:"patterns,omitempty"`
	ManyCalls      bool               `json:"manyCalls"`
	Severity       map[string]string  `json:"severity,omitempty"`
	Docs           string             `json:"docs,omitempty"`
	DescribeStatus bool               `json:"describeStatus"`
}

// engine is one interpreter with the script loaded. It serves one goroutine at a time.
type engine struct {
	vm     *sobek.Runtime
	object *sobek.Object
	spans  sobek.Callable
	record sobek.Callable
	calls  sobek.Callable
}

// newEngine loads the script. The error says what is wrong with the options.
func newEngine(options Options) (*engine, error) {
	program, err := compiled()
	if err != nil {
		return nil, fmt.Errorf("cannot compile the checklist: %w", err)
	}
	vm := sobek.New()
	vm.SetMaxCallStackSize(maxCallStack)
	if _, err := vm.RunProgram(program); err != nil {
		return nil, fmt.Errorf("cannot load the checklist: %w", err)
	}
	object := vm.Get("sevenstep").ToObject(vm)
	e := &engine{vm: vm, object: object}
	e.spans, _ = sobek.AssertFunction(object.Get("spans"))
	e.record, _ = sobek.AssertFunction(object.Get("record"))
	e.calls, _ = sobek.AssertFunction(object.Get("calls"))
	configure, ok := sobek.AssertFunction(object.Get("configure"))
	if !ok || e.spans == nil || e.record == nil || e.calls == nil {
		return nil, errors.New("the script has not the functions configure, spans, record and calls")
	}
	given, err := json.Marshal(options)
	if err != nil {
		return nil, err
	}
	problem, err := configure(object, vm.ToValue(string(given)))
	if err != nil {
		return nil, err
	}
	if text := problem.String(); text != "" {
		return nil, errors.New(text)
	}
	return e, nil
}

// call runs a function of the script. After an error the engine must not be used again: the script was stopped midway.
func (e *engine) call(function sobek.Callable, given string, limit time.Duration) (result string, err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &PanicError{Value: value}
		}
	}()
	start := time.Now()
	timer := time.AfterFunc(limit, func() { e.vm.Interrupt(ErrTimeout) })
	value, err := function(e.object, e.vm.ToValue(given))
	stopped := timer.Stop()
	if err != nil {
		var interrupted *sobek.InterruptedError
		if errors.As(err, &interrupted) {
			return "", ErrTimeout
		}
		return "", err
	}
	if !stopped || time.Since(start) > limit {
		// It ended at its limit: the interrupt would stop the next call. On a busy machine the timer is late.
		return "", ErrTimeout
	}
	return value.String(), nil
}
