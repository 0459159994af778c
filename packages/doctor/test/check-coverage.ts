// Which findings a live check cannot make, and why; every other one it makes when its drill is planted.

/** Rule id to the reason. */
export const BLIND: Readonly<Record<string, string>> = {
  'connection.aborted': 'the application aborts; no check does',
  'connection.deadline':
    "the application's own deadline; the check's time limit is connection.request_timeout",
  'connection.dispatcher':
    "has no drill: it needs a client with a dispatcher of another version, and the check's has none",
  'connection.headers_timeout': 'has no drill: the check waits less than five minutes',
  'connection.unrecognized': 'has no drill: it needs a failure that is not known yet',
  'identity.credentials_unavailable':
    'a library of a cloud looks for credentials; the check sends a key or a token',
  'request.streaming_required': 'the SDK refuses by itself; the check asks for 32 tokens',
  'response.body_timeout': 'has no drill: the check waits less than five minutes',
  'response.slow_consumer': 'an application that reads slowly; the check reads at once',
  'response.stream_abandoned': 'an application that stops reading; the check reads to the end',
  'response.stream_stalled': 'more than 30 s of silence, which is longer than the check waits by default',
  'response.stream_timeout': "the application's own deadline",
  'response.tool_input_invalid': 'the check offers no tool',
  'response.unrecognized': 'has no drill: it needs a failure that is not known yet',
  'unknown.unrecognized': 'has no drill: a check makes its own spans, which say at which step they failed',
  'unknown.recovered': 'has no drill: a check makes its own spans, which have the reason of each attempt',
};
