package collector // import "sevenstep/collector"

// recent is a map with a bound: of the keys that were set, it keeps at least the last `half` and at most twice as many.
type recent[Key comparable, Value any] struct {
	half     int
	new, old map[Key]Value
}

func newRecent[Key comparable, Value any](most int) recent[Key, Value] {
	return recent[Key, Value]{half: max(most/2, 1)}
}

func (r *recent[Key, Value]) get(key Key) (Value, bool) {
	if value, found := r.new[key]; found {
		return value, true
	}
	value, found := r.old[key]
	return value, found
}

func (r *recent[Key, Value]) set(key Key, value Value) {
	if r.new == nil {
		r.new = make(map[Key]Value)
	}
	r.new[key] = value
	if len(r.new) >= r.half {
		r.new, r.old = nil, r.new
	}
}

// take returns the value of the key, which is gone then.
func (r *recent[Key, Value]) take(key Key) (Value, bool) {
	value, found := r.get(key)
	delete(r.new, key)
	delete(r.old, key)
	return value, found
}

func (r *recent[Key, Value]) empty() bool { return len(r.new) == 0 && len(r.old) == 0 }

func (r *recent[Key, Value]) clear() { r.new, r.old = nil, nil }
