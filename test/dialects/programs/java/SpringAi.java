// Calls with Spring AI, observed by Micrometer and its bridge to OpenTelemetry, as Spring Boot sets them up.

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

public class SpringAi {
  private static final SdkTracerProvider PROVIDER =
      SdkTracerProvider.builder()
          .addSpanProcessor(
              BatchSpanProcessor.builder(
                      OtlpHttpSpanExporter.builder()
                          .setEndpoint(System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT") + "/v1/traces")
                          .build())
                  .build())
          .build();

  public static void main(String[] args) throws Exception {
    ObservationRegistry registry = ObservationRegistry.create();
    OtelTracer tracer =
        new OtelTracer(PROVIDER.get("org.springframework.boot"), new OtelCurrentTraceContext(), event -> {});
    registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      try {
        call(new ObjectMapper().readTree(line), registry);
      } catch (Exception error) {
        System.err.println(error);
      }
      PROVIDER.forceFlush().join(10, TimeUnit.SECONDS);
      System.out.println("{\"done\":true}");
    }
    System.exit(0);
  }

  private static void call(JsonNode spec, ObservationRegistry registry) {
    JsonNode params = spec.get("params");
    Map<String, String> headers = new HashMap<>();
    spec.get("headers").fields().forEachRemaining(one -> headers.put(one.getKey(), one.getValue().asText()));
    AnthropicChatOptions.Builder options = new AnthropicChatOptions.Builder();
    options.baseUrl(spec.get("baseURL").asText()).maxRetries(spec.get("maxRetries").asInt()).customHeaders(headers);
    if (!spec.get("apiKey").isNull()) options.apiKey(spec.get("apiKey").asText());
    if (spec.has("timeoutMs")) options.timeout(Duration.ofMillis(spec.get("timeoutMs").asLong()));
    options.model(params.get("model").asText());
    options.maxTokens(params.path("max_tokens").asInt(1024));
    if (params.has("temperature")) options.temperature(params.get("temperature").asDouble());
    if (params.has("top_p")) options.topP(params.get("top_p").asDouble());
    AnthropicChatModel model =
        AnthropicChatModel.builder().options(options.build()).observationRegistry(registry).build();
    List<Message> messages =
        params.path("messages").isEmpty() ? List.of() : List.of(new UserMessage("Hello"));
    if (spec.get("stream").asBoolean()) read(spec, model.stream(new Prompt(messages)).toIterable());
    else model.call(new Prompt(messages));
  }

  private static void read(JsonNode spec, Iterable<?> chunks) {
    int count = 0;
    for (Object chunk : chunks) {
      count += 1;
      if (count == spec.path("stopAfterEvents").asInt()) break;
      try {
        Thread.sleep(spec.path("pauseBetweenEventsMs").asInt());
      } catch (InterruptedException error) {
        return;
      }
    }
  }
}
