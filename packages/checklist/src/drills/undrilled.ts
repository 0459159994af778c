// Rules that no drill shows, each with the reason: a local server and a plain call cannot cause them.

/** Rule id to the reason why it has no drill. Every other rule has one. */
export const undrilled: Readonly<Record<string, string>> = {
  'connection.connect_timeout': 'needs a host that drops packets, and ten seconds',
  'connection.dispatcher': 'needs a dispatcher of another undici version',
  'connection.headers_timeout': "takes the five minutes of the HTTP client's own limit",
  'connection.proxy': 'needs a proxy; after a plain 407 the fetch of Node.js says only "fetch failed"',
  'connection.unrecognized': 'needs a failure that is not known yet',
  'unknown.unrecognized': 'needs the span of another instrumentation, without status and code',
  'unknown.recovered':
    'needs the span of another instrumentation, which counts attempts without their reasons',
  'response.body_timeout': "takes the five minutes of the HTTP client's own limit",
  'response.tool_input_invalid': 'comes from the stream helper, after the call has ended',
  'response.unrecognized': 'needs a failure that is not known yet',
};
