// Calls with Anthropic's Java SDK: one call per line of standard input, and the forms in which Java prints how it failed.
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

final class Summarize {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        PrintStream replies = System.out;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        // Logback's default writes to standard output.
        System.setOut(new PrintStream(logged, true, StandardCharsets.UTF_8));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode call = JSON.readTree(line);
            Map<String, String> forms = new LinkedHashMap<>();
            try {
                forms.put("println", summarize(call));
            } catch (Exception error) {
                forms.put("uncaught", "Exception in thread \"main\" " + stack(error));
                forms.put("e.toString()", "Summary failed: " + error);
                forms.put("e.getMessage()", "Summary failed: " + error.getMessage());
                logged.reset();
                LoggerFactory.getLogger("com.example.ClaudeSummaries").error("Summary of ticket {} failed", 4711, error);
                // One time, so that a second run records the same.
                forms.put("logback", logged.toString(StandardCharsets.UTF_8).replaceFirst("^[\\d:.]+", "09:00:00.455"));
                try {
                    summarizeAsync(call);
                } catch (Exception wrapped) {
                    forms.put("async", "Exception in thread \"main\" " + stack(wrapped));
                }
            }
            replies.println(JSON.writeValueAsString(Map.of("forms", forms)));
            replies.flush();
        }
        System.exit(0);
    }

    private static String summarize(JsonNode call) {
        AnthropicClient client = client(call);
        if (!call.get("stream").asBoolean()) return client.messages().create(params(call)).toString();
        StringBuilder text = new StringBuilder();
        try (StreamResponse<RawMessageStreamEvent> response = client.messages().createStreaming(params(call))) {
            response.stream()
                    .flatMap(event -> event.contentBlockDelta().stream())
                    .flatMap(event -> event.delta().text().stream())
                    .forEach(delta -> text.append(delta.text()));
        }
        return text.toString();
    }

    private static void summarizeAsync(JsonNode call) {
        if (!call.get("stream").asBoolean()) client(call).async().messages().create(params(call)).join();
    }

    private static AnthropicClient client(JsonNode call) {
        AnthropicOkHttpClient.Builder client = AnthropicOkHttpClient.builder()
                .baseUrl(call.get("baseURL").asText())
                .maxRetries(call.get("maxRetries").asInt());
        if (!call.get("apiKey").isNull()) client.apiKey(call.get("apiKey").asText());
        if (call.has("timeoutMs")) client.timeout(Duration.ofMillis(call.get("timeoutMs").asLong()));
        call.get("headers").fields().forEachRemaining(header -> client.putHeader(header.getKey(), header.getValue().asText()));
        call.get("betas").forEach(beta -> client.putHeader("anthropic-beta", beta.asText()));
        return client.build();
    }

    private static MessageCreateParams params(JsonNode call) {
        return MessageCreateParams.builder()
                .model(call.get("params").get("model").asText())
                .maxTokens(1024)
                .addUserMessage("Hello")
                .build();
    }

    private static String stack(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        // Which of the frames of a future are there depends on the moment.
        return text.toString().replaceAll("\tat java\\.base/java\\.util\\.concurrent\\.[^\n]*\n|\t\\.\\.\\. \\d+ more\n", "");
    }
}
