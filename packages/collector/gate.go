package collector // import "sevenstep/collector"

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// What the gate tells of one span.
type spanKind struct {
	// The span may be of a call or of an HTTP client: the engine may want to see it beside others.
	candidate bool
	// The checklist may find something on the span, or by it on another one of its trace.
	odd bool
	// Something of the span names Claude or Anthropic: without such a span there is no call in the trace.
	claude bool
	// A healthy span of a call, with what counts over many calls.
	call     callKind
	own      bool
	usesTool bool
	answered bool
	request  string
}

// With these the names of attributes begin by which a dialect is known: `MARKS` of the checklist's `dialects/index.ts`.
var marks = map[string]struct{}{
	"_dd": {}, "ag2": {}, "ai": {}, "anthropic": {}, "gen_ai": {}, "genkit:type": {}, "http": {}, "langfuse": {}, "langsmith": {}, "litellm": {}, "llm": {},
	"logfire": {}, "mlflow": {}, "monocle_apptrace": {}, "openinference": {}, "operation": {}, "sentry": {}, "span": {}, "target": {},
	"traceloop": {},
}

// Stop reasons, and other APIs' words for them, that no rule is about.
var usualStops = map[string]struct{}{
	"end_turn": {}, "stop": {}, "stop_sequence": {}, "tool_use": {}, "tool_call": {}, "tool_calls": {}, "tool-calls": {},
}

// Operations of the conventions that are no call of a model: of a span that did not fail, nothing can be found.
var noCalls = map[string]struct{}{
	"execute_tool": {}, "invoke_agent": {}, "create_agent": {}, "invoke_workflow": {},
}

// So few output tokens may be those of an answer without content.
const emptyAnswer = 10

const diagnosisID = "anthropic.diagnosis.id"

// classify looks at a span. It errs on the side of the engine: healthy is only what shows a whole answer and nothing odd.
func classify(span ptrace.Span, scope string) spanKind {
	name := span.Name()
	kind := spanKind{
		candidate: scope == "litellm" || strings.HasPrefix(scope, "openlit.") || strings.HasPrefix(name, "claude_code"),
	}
	g := gate{}
	facts := callFacts{}
	model := kind.candidate
	for key, value := range span.Attributes().All() {
		mark, _, _ := strings.Cut(key, ".")
		if _, found := marks[mark]; found {
			kind.candidate = true
			model = model || mark != "http"
		}
		g.look(key, value)
		facts.look(key, value)
	}
	if !kind.candidate {
		return spanKind{}
	}
	attempts := 0
	for _, event := range span.Events().All() {
		switch event.Name() {
		case "exception":
			g.odd = true
		case "gen_ai.request.attempt":
			attempts++
			g.odd = g.odd || attempts > 1
		}
		for key, value := range event.Attributes().All() {
			g.look(key, value)
		}
	}
	failed := span.Status().Code() == ptrace.StatusCodeError
	switch {
	case failed || g.odd:
		kind.odd = true
	case !model:
		// Of an HTTP client: odd by status or error alone.
	case g.own:
		kind.odd = g.status != 0 && g.status != 200
	case g.noCall:
	default:
		kind.odd = (g.status != 0 && g.status != 200) || !g.usualStop || !g.output
	}
	kind.own = g.own
	if !kind.odd && model {
		kind.call = facts.kind(scope, name, g.named)
		kind.usesTool = facts.usesTool
		kind.answered = !facts.chat || g.usualStop
		kind.request = facts.request()
	}
	if kind.odd || g.named {
		kind.claude = g.named || namesClaude(name) || namesClaude(scope) || namesClaude(span.Status().Message())
	}
	return kind
}

// gate collects what the attributes of one span show.
type gate struct {
	// Something is odd whatever else there is.
	odd bool
	// The span is of this project's instrumentation.
	own bool
	// The operation is no call of a model.
	noCall bool
	// A stop reason that no rule is about.
	usualStop bool
	// More output tokens than an empty answer has.
	output bool
	// Claude or Anthropic is named.
	named  bool
	status int64
}

func (g *gate) look(key string, value pcommon.Value) {
	g.named = g.named || namesClaude(key) || valueNamesClaude(value)
	switch key {
	case "exception.message":
		// The SDK's own sentence, which names nobody: `SAYS_ANTHROPIC` of the checklist's `dialects/failure.ts`.
		g.named = g.named || strings.Contains(value.Str(), "Could not resolve authentication method")
	case "anthropic.sdk.method":
		g.own = value.AsString() != ""
	case "gen_ai.operation.name":
		_, g.noCall = noCalls[value.Str()]
	case "http.response.status_code", "http.status_code", "status_code":
		status := numberOf(value)
		g.status = max(g.status, int64(status))
		if status >= 400 {
			g.odd = true
		}
	case "success":
		g.odd = g.odd || value.Type() != pcommon.ValueTypeBool || !value.Bool()
	case "attempt", "total_attempts":
		g.odd = g.odd || numberOf(value) != 1
	case "anthropic.message.content_blocks", "anthropic.stream.output_characters":
		g.odd = g.odd || numberOf(value) == 0
	case "anthropic.stream.outcome":
		g.odd = g.odd || value.Str() != "completed"
	case "langfuse.observation.level":
		g.odd = g.odd || (value.Str() != "DEFAULT" && value.Str() != "DEBUG")
	case "ai.response.text":
		g.odd = g.odd || value.AsString() == ""
	case "gen_ai.output.messages":
		g.odd = g.odd || hasNoContent(value)
	case "anthropic.stream.longest_gap", "anthropic.stream.consumer_wait", "http.request.resend_count":
		g.odd = true
	default:
		g.lookAtName(key, value)
	}
}

// lookAtName looks at what several dialects have under several names.
func (g *gate) lookAtName(key string, value pcommon.Value) {
	lower := strings.ToLower(key)
	switch {
	case strings.Contains(lower, "error"), strings.HasPrefix(lower, "exception"),
		strings.HasPrefix(lower, "anthropic.retry"), strings.Contains(lower, "ratelimit"):
		g.odd = true
	case strings.Contains(lower, "finish_reason"), strings.Contains(lower, "finishreason"),
		strings.Contains(lower, "stop_reason"), strings.Contains(lower, "stopreason"):
		usual := isUsualStop(value)
		g.usualStop = usual
		g.odd = g.odd || !usual
	case strings.Contains(lower, "output_tokens"), strings.Contains(lower, "completion_tokens"),
		strings.Contains(lower, "outputtokens"), strings.Contains(lower, "completiontokens"),
		strings.Contains(lower, "token_count.completion"):
		g.output = g.output || numberOf(value) > emptyAnswer
	}
}

// hasNoContent tells whether an answer, which is JSON, may be one without text and tools.
func hasNoContent(value pcommon.Value) bool {
	text := value.AsString()
	return strings.Contains(text, `"content":""`) || !(strings.Contains(text, `"text"`) || strings.Contains(text, `"tool_call"`))
}

// isUsualStop takes one word, a list of them, or such a list as JSON.
func isUsualStop(value pcommon.Value) bool {
	switch value.Type() {
	case pcommon.ValueTypeSlice:
		for _, one := range value.Slice().All() {
			if !isUsualStop(one) {
				return false
			}
		}
		return value.Slice().Len() > 0
	case pcommon.ValueTypeStr:
		_, found := usualStops[strings.ToLower(strings.Trim(value.Str(), `[]"`))]
		return found
	default:
		return false
	}
}

func numberOf(value pcommon.Value) float64 {
	switch value.Type() {
	case pcommon.ValueTypeInt:
		return float64(value.Int())
	case pcommon.ValueTypeDouble:
		return value.Double()
	default:
		// Some write numbers as strings: as odd as none.
		return -1
	}
}

// A name stands at the start of a value; content behind it is long.
const namedWithin = 2_000

func valueNamesClaude(value pcommon.Value) bool {
	switch value.Type() {
	case pcommon.ValueTypeStr:
		return namesClaude(value.Str())
	case pcommon.ValueTypeSlice:
		for _, one := range value.Slice().All() {
			if valueNamesClaude(one) {
				return true
			}
		}
	}
	return false
}

func namesClaude(text string) bool { return textNamesClaude(text, namedWithin) }

// textNamesClaude tells whether the start of a text has one of the two names in it, in capitals or not.
func textNamesClaude(text string, within int) bool {
	if len(text) > within {
		text = text[:within]
	}
	for i := 0; i+6 <= len(text); i++ {
		switch text[i] | 0x20 {
		case 'c':
			if strings.EqualFold(text[i:i+6], "claude") {
				return true
			}
		case 'a':
			if i+9 <= len(text) && strings.EqualFold(text[i:i+9], "anthropic") {
				return true
			}
		}
	}
	return false
}
