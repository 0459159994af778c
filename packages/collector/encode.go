package collector // import "sevenstep/collector"

import (
	"math"
	"strconv"
	"unicode/utf8"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// Bounds on what is handed to the engine: content is long, and only looked at.
const (
	mostText       = 64 << 10
	mostAttributes = 1_000
	mostItems      = 1_000
	mostEvents     = 100
	mostDepth      = 8
)

// appendSpan appends a span in the form of `GivenSpan` of `src/engine/spans.ts`.
func appendSpan(json []byte, span ptrace.Span, scope string) []byte {
	json = append(json, `{"traceId":"`...)
	json = appendID(json, span.TraceID())
	json = append(json, `","spanId":"`...)
	json = appendID(json, span.SpanID())
	if parent := span.ParentSpanID(); !parent.IsEmpty() {
		json = append(json, `","parentSpanId":"`...)
		json = appendID(json, parent)
	}
	json = append(json, `","name":`...)
	json = appendText(json, span.Name())
	json = append(json, `,"scope":`...)
	json = appendText(json, scope)
	json = append(json, `,"start":`...)
	json = appendTime(json, span.StartTimestamp())
	json = append(json, `,"end":`...)
	json = appendTime(json, span.EndTimestamp())
	json = append(json, `,"attributes":`...)
	json = appendMap(json, span.Attributes(), 0)
	json = append(json, `,"status":{"code":`...)
	json = strconv.AppendInt(json, jsStatus(span.Status().Code()), 10)
	if message := span.Status().Message(); message != "" {
		json = append(json, `,"message":`...)
		json = appendText(json, message)
	}
	json = append(json, `},"events":[`...)
	events := span.Events()
	// The last tells of the failure.
	for i, first := max(0, events.Len()-mostEvents), true; i < events.Len(); i, first = i+1, false {
		if !first {
			json = append(json, ',')
		}
		json = append(json, `{"name":`...)
		json = appendText(json, events.At(i).Name())
		json = append(json, `,"attributes":`...)
		json = appendMap(json, events.At(i).Attributes(), 0)
		json = append(json, '}')
	}
	return append(json, `]}`...)
}

// appendRecord appends a log record in the form of `GivenRecord` of `src/engine/records.ts`.
func appendRecord(json []byte, record plog.LogRecord, scope string) []byte {
	json = append(json, `{"name":`...)
	json = appendText(json, eventName(record))
	json = append(json, `,"scope":`...)
	json = appendText(json, scope)
	if record.Body().Type() != pcommon.ValueTypeEmpty {
		json = append(json, `,"body":`...)
		json = appendValue(json, record.Body(), 0)
	}
	json = append(json, `,"failed":`...)
	json = strconv.AppendBool(json, record.SeverityNumber() >= plog.SeverityNumberError)
	json = append(json, `,"attributes":`...)
	json = appendMap(json, record.Attributes(), 0)
	return append(json, '}')
}

func eventName(record plog.LogRecord) string {
	if name := record.EventName(); name != "" {
		return name
	}
	if name, found := record.Attributes().Get("event.name"); found {
		return name.AsString()
	}
	return ""
}

// jsStatus is the code as OpenTelemetry for JavaScript counts.
func jsStatus(code ptrace.StatusCode) int64 { return int64(code) }

func appendID[ID pcommon.TraceID | pcommon.SpanID](json []byte, id ID) []byte {
	switch id := any(id).(type) {
	case pcommon.TraceID:
		return append(json, id.String()...)
	case pcommon.SpanID:
		return append(json, id.String()...)
	}
	return json
}

func appendTime(json []byte, at pcommon.Timestamp) []byte {
	json = append(json, '[')
	json = strconv.AppendUint(json, uint64(at)/1e9, 10)
	json = append(json, ',')
	json = strconv.AppendUint(json, uint64(at)%1e9, 10)
	return append(json, ']')
}

func appendMap(json []byte, attributes pcommon.Map, depth int) []byte {
	json = append(json, '{')
	count := 0
	for key, value := range attributes.All() {
		if count == mostAttributes {
			break
		}
		if count > 0 {
			json = append(json, ',')
		}
		count++
		json = appendText(json, key)
		json = append(json, ':')
		json = appendValue(json, value, depth+1)
	}
	return append(json, '}')
}

func appendValue(json []byte, value pcommon.Value, depth int) []byte {
	if depth > mostDepth {
		return append(json, "null"...)
	}
	switch value.Type() {
	case pcommon.ValueTypeStr:
		return appendText(json, value.Str())
	case pcommon.ValueTypeInt:
		return strconv.AppendInt(json, value.Int(), 10)
	case pcommon.ValueTypeDouble:
		return appendNumber(json, value.Double())
	case pcommon.ValueTypeBool:
		return strconv.AppendBool(json, value.Bool())
	case pcommon.ValueTypeSlice:
		json = append(json, '[')
		for i := range min(value.Slice().Len(), mostItems) {
			if i > 0 {
				json = append(json, ',')
			}
			json = appendValue(json, value.Slice().At(i), depth+1)
		}
		return append(json, ']')
	case pcommon.ValueTypeMap:
		return appendMap(json, value.Map(), depth)
	default:
		return append(json, "null"...)
	}
}

func appendNumber(json []byte, number float64) []byte {
	if math.IsNaN(number) || math.IsInf(number, 0) {
		return append(json, "null"...)
	}
	return strconv.AppendFloat(json, number, 'g', -1, 64)
}

const hex = "0123456789abcdef"

// appendText appends a string of JSON. A long one keeps its start and its end, where stacks have their cause.
func appendText(json []byte, text string) []byte {
	json = append(json, '"')
	if len(text) > mostText {
		json = appendEscaped(json, text[:mostText/2])
		text = text[len(text)-mostText/2:]
	}
	return append(appendEscaped(json, text), '"')
}

func appendEscaped(json []byte, text string) []byte {
	for i := 0; i < len(text); {
		char := text[i]
		switch {
		case char == '"' || char == '\\':
			json = append(json, '\\', char)
		case char < 0x20:
			json = append(json, '\\', 'u', '0', '0', hex[char>>4], hex[char&0xf])
		case char < utf8.RuneSelf:
			json = append(json, char)
		default:
			letter, size := utf8.DecodeRuneInString(text[i:])
			json = utf8.AppendRune(json, letter)
			i += size
			continue
		}
		i++
	}
	return json
}
