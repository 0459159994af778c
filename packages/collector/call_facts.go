package collector // import "sevenstep/collector"

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// callKind tells whether a healthy span is of a call of Claude.
type callKind uint8

const (
	noCall callKind = iota
	// It counts where it speaks against a finding, and not where it speaks for one.
	doubtfulCall
	sureCall
)

// The scope of this project's instrumentation, and how that of Claude Code begins.
const (
	ownScope        = "@sevenstep/instrumentation-anthropic"
	claudeCodeScope = "com.anthropic.claude_code"
)

// Operations of the conventions that are calls of a model; `noCalls` are none, and others are in doubt.
var modelCalls = map[string]struct{}{"chat": {}, "text_completion": {}, "generate_content": {}}

// Longer ones are not remembered.
const mostFingerprint = 300

// callFacts collects what the attributes of a span show of its call: what kind of span it is, whose model, and which request.
type callFacts struct {
	// By the mark of a dialect: 1 for a call, -1 for another kind of span.
	byMark int8
	// By `gen_ai.operation.name`, as `byMark`; 0 also for one that is not known.
	byOperation int8
	// 1 for Claude, -1 for another model or provider.
	claude      int8
	clouded     bool
	diagnosed   bool
	usesTool    bool
	hasModel    bool
	chat        bool
	fingerprint string
	provider    string
	host        string
	port        string
}

func (f *callFacts) look(key string, value pcommon.Value) {
	switch key {
	case diagnosisID:
		f.diagnosed = true
	case "anthropic.sdk.method":
		f.mark(value.AsString() != "")
	case "gen_ai.operation.name":
		operation := value.Str()
		f.chat = operation == "chat"
		if _, found := noCalls[operation]; found {
			f.byOperation = -1
		} else if _, found := modelCalls[operation]; found {
			f.byOperation = 1
		}
	case "ai.operationId":
		f.mark(strings.HasSuffix(value.Str(), ".doGenerate") || strings.HasSuffix(value.Str(), ".doStream"))
	case "langfuse.observation.type":
		f.mark(value.Str() == "generation")
	case "langsmith.span.kind":
		f.mark(value.Str() == "llm")
	case "openinference.span.kind":
		f.mark(value.Str() == "LLM")
	case "span.type":
		f.mark(value.Str() == "llm_request" || value.Str() == "inference")
	case "operation.name":
		if value.Str() == "anthropic.request" {
			f.mark(true)
		}
	case "traceloop.span.kind":
		f.byMark = -1
	case "llm.request.type":
		if f.byOperation == 0 {
			f.byOperation = 1
		}
	case "anthropic.message.stop_reason":
		f.usesTool = value.Str() == "tool_use"
	case "anthropic.request.fingerprint":
		f.fingerprint = value.Str()
	case "server.address":
		f.host = value.AsString()
	case "server.port":
		f.port = value.AsString()
	case "gen_ai.provider.name":
		f.provider = value.Str()
		f.lookAtProvider(value.Str())
	case "gen_ai.system", "ai.model.provider", "llm.provider", "llm.system", "_dd.llmobs.model_provider":
		f.lookAtProvider(value.Str())
	case "gen_ai.request.model", "gen_ai.response.model", "ai.model.id", "llm.model_name", "llm.request.model_name",
		"langfuse.observation.model.name", "model", "anthropic.request.model", "_dd.llmobs.model_name", "entity.2.name":
		f.lookAtModel(value.Str())
	}
}

func (f *callFacts) mark(isCall bool) {
	if !isCall {
		f.byMark = -1
	} else if f.byMark == 0 {
		f.byMark = 1
	}
}

func (f *callFacts) lookAtProvider(provider string) {
	lower := strings.ToLower(provider)
	switch {
	case strings.Contains(lower, "anthropic"):
		f.claude = 1
	// Strands Agents puts its own name there.
	case lower == "", lower == "unknown", lower == "strands-agents", strings.Contains(lower, "bedrock"), strings.Contains(lower, "vertex"),
		strings.Contains(lower, "aws"), strings.Contains(lower, "gcp"):
	case f.claude == 0:
		f.claude = -1
	default:
		f.clouded = true
	}
}

func (f *callFacts) lookAtModel(model string) {
	f.hasModel = true
	switch {
	case !namesClaude(model):
		if f.claude == 0 {
			f.claude = -1
		}
	case f.claude == -1:
		// A gateway to many vendors, or a framework in the place of the provider.
		f.claude, f.clouded = 1, true
	default:
		f.claude = 1
	}
}

// kind tells whether the span, which is healthy, is of a call. named: whether anything of it names Claude.
func (f *callFacts) kind(scope, name string, named bool) callKind {
	isClaudeCode := strings.HasPrefix(name, "claude_code") || strings.HasPrefix(scope, claudeCodeScope)
	switch {
	case f.byMark == -1, f.byOperation == -1, f.claude == -1:
		return noCall
	// An attempt of this project's instrumentation, a raw request of LiteLLM, and what Claude Code does beside its calls.
	case (scope == ownScope || isClaudeCode) && f.byMark == 0, scope == "litellm" && !f.hasModel:
		return noCall
	case (f.byMark == 1 || f.byOperation == 1) && !f.clouded && !f.diagnosed && (f.claude == 1 || isClaudeCode || namesClaude(scope)):
		return sureCall
	case named || f.claude == 1 || f.byMark == 1 || f.byOperation == 1:
		return doubtfulCall
	default:
		return noCall
	}
}

// request stands for the request and where it went, as `fingerprint` of the span processor's `CallSummary`.
func (f *callFacts) request() string {
	if f.fingerprint == "" {
		return ""
	}
	request := f.fingerprint + " " + orUndefined(f.provider) + " " + orUndefined(f.host) + ":" + orUndefined(f.port)
	if len(request) > mostFingerprint {
		return ""
	}
	return request
}

func orUndefined(text string) string {
	if text == "" {
		return "undefined"
	}
	return text
}
