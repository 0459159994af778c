"""Calls with `ChatAnthropic` in a graph of LangGraph. The argument names what writes the spans."""

import os
import sys

# What the framework writes, without the spans of the SDK below it.
os.environ["ANTHROPIC_OPEN_TELEMETRY"] = "false"

import spans  # noqa: E402
from langchain_anthropic import ChatAnthropic  # noqa: E402
from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder  # noqa: E402
from langgraph.graph import START, MessagesState, StateGraph  # noqa: E402

NAMED = ("model", "max_tokens", "messages", "temperature", "top_p", "thinking", "tools")
PROVIDER = spans.provider()


def langsmith():
    """Without LangSmith's own service: it takes the provider that is set."""
    from opentelemetry import trace

    trace.set_tracer_provider(PROVIDER)
    os.environ.update(
        LANGSMITH_TRACING="true",
        LANGSMITH_OTEL_ENABLED="true",
        LANGSMITH_OTEL_ONLY="true",
        LANGSMITH_API_KEY="none",
        LANGSMITH_ENDPOINT="http://127.0.0.1:9",
        LANGCHAIN_REVISION_ID="1",
    )


def openinference():
    from openinference.instrumentation.langchain import LangChainInstrumentor

    LangChainInstrumentor().instrument(tracer_provider=PROVIDER)


def traceloop():
    from opentelemetry.instrumentation.langchain import LangchainInstrumentor

    LangchainInstrumentor().instrument(tracer_provider=PROVIDER)


def model_of(spec):
    params = spec["params"]
    options = {name: params[name] for name in ("temperature", "top_p", "thinking") if name in params}
    if "timeoutMs" in spec:
        options["timeout"] = spec["timeoutMs"] / 1000
    if spec["apiKey"] is not None:
        options["api_key"] = spec["apiKey"]
    model = ChatAnthropic(
        model=params["model"],
        max_tokens=params.get("max_tokens", 1024),
        base_url=spec["baseURL"],
        max_retries=spec["maxRetries"],
        default_headers=spec["headers"] or None,
        betas=spec["betas"] or None,
        model_kwargs={name: value for name, value in params.items() if name not in NAMED},
        **options,
    )
    return model.bind_tools(params["tools"]) if "tools" in params else model


def call(spec):
    messages = spec["params"].get("messages", [])
    if spec["stream"]:
        return spans.read(spec, model_of(spec).stream(messages))
    # Few do, so that the record stays small: each span of a graph has the error again.
    if spec["situation"].startswith("limits.requests"):
        return graph_of(model_of(spec)).invoke({"messages": messages})
    return model_of(spec).invoke(messages)


def graph_of(model):
    chain = ChatPromptTemplate.from_messages([MessagesPlaceholder("messages")]) | model
    graph = StateGraph(MessagesState)
    graph.add_node("ask", lambda state: {"messages": [chain.invoke(state)]})
    graph.add_edge(START, "ask")
    return graph.compile()


def flush():
    if sys.argv[1] == "langsmith":
        from langchain_core.tracers.langchain import get_client, wait_for_all_tracers

        wait_for_all_tracers()
        get_client().flush()
    PROVIDER.force_flush()


{"langsmith": langsmith, "openinference": openinference, "traceloop": traceloop}[sys.argv[1]]()
spans.serve(call, flush)
