// Sender id to how many of its captures are known to be diagnosed wrongly. It may only fall: each is a capture that has lost what decides.

export const KNOWN_WRONG: Readonly<Record<string, number>> = {
  // Its proxy's retries are siblings, which no span distinguishes from two calls.
  'litellm-proxy': 6,
  // Its sentence is the same for a body in another encoding and for one that broke off.
  mastra: 1,
  // Only the text of the stack has the cause.
  'python-log': 1,
  // A bare 504 is a gateway's more often than the API's; of a body in another encoding its span has status 200 alone.
  sentry: 4,
  // A body in another encoding ends in the same `EOFException` as one that broke off.
  'spring-ai': 2,
  // "Unexpected end of JSON input" is all that its span has of an event of a stream that cannot be parsed.
  'traceloop-js': 2,
  'two-traceloop-openinference': 2,
};
