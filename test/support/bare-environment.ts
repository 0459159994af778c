// The environment of a process that a test starts.

/** Ours, without what would configure Node.js, the SDK, OpenTelemetry or another vendor's telemetry. */
export const bareEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(NODE_|ANTHROPIC_|AWS_|OTEL_|SEVENSTEP_|SENTRY_|TRACELOOP_|OPENINFERENCE_)/.test(name),
    ),
  );
