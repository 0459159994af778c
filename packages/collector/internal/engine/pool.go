package engine // import "sevenstep/collector/internal/engine"

import (
	"time"

	"github.com/grafana/sobek"
)

// Pool has a fixed number of engines, which are loaded when they are needed. What they answer depends on what they are given alone.
type Pool struct {
	options Options
	// Engines that are free; nil stands for one that is not loaded.
	free chan *engine
}

// NewPool loads one engine, so that wrong options are an error here.
func NewPool(options Options, size int) (*Pool, error) {
	first, err := newEngine(options)
	if err != nil {
		return nil, err
	}
	p := &Pool{options: options, free: make(chan *engine, max(size, 1))}
	for range cap(p.free) - 1 {
		p.free <- nil
	}
	p.free <- first
	return p, nil
}

// Size is the number of engines.
func (p *Pool) Size() int { return cap(p.free) }

// Spans diagnoses spans of one trace, given as JSON.
func (p *Pool) Spans(given string, limit time.Duration) (string, error) {
	return p.run(given, limit, func(e *engine) sobek.Callable { return e.spans })
}

// Record diagnoses one log record, given as JSON. The result is empty where there is nothing to write.
func (p *Pool) Record(given string, limit time.Duration) (string, error) {
	return p.run(given, limit, func(e *engine) sobek.Callable { return e.record })
}

// run waits for a free engine. After an error the next call gets a new one: the script was stopped midway.
func (p *Pool) run(given string, limit time.Duration, function func(*engine) sobek.Callable) (result string, err error) {
	e := <-p.free
	defer func() {
		if err != nil {
			e = nil
		}
		p.free <- e
	}()
	if e == nil {
		if e, err = newEngine(p.options); err != nil {
			return "", err
		}
	}
	return e.call(function(e), given, limit)
}
