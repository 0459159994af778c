// Sender id to how many of its captures are known to be diagnosed wrongly. It may only fall: each is a capture that has lost what decides.

export const KNOWN_WRONG: Readonly<Record<string, number>> = {
  'ai-sdk-5': 4,
  'ai-sdk-6': 6,
  'ai-sdk-7': 6,
  // Attempts that its proxy repeats are siblings, which no span tells apart from two calls; and it makes 507 a 500.
  'litellm-proxy': 8,
  'python-log': 1,
  sentry: 4,
  'spring-ai': 2,
  'traceloop-js': 2,
  'two-traceloop-openinference': 2,
};
