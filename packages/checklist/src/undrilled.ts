// Rules that no drill shows, each with the reason: what a local server and a plain call cannot bring about.

/** Rule id to the reason why it has no drill. Every other rule has one. */
export const undrilled: Readonly<Record<string, string>> = {
  'connection.dns':
    'needs a resolver that fails; a call can only be pointed at the simulator or at a closed port',
  'connection.unreachable': 'needs a host without a network path to it',
  'connection.tls': 'needs a server with a certificate; the simulator speaks plain HTTP',
  'connection.connect_timeout': 'needs a host that drops packets, and ten seconds',
  'connection.invalid_url':
    'needs a base URL that is none; a call can only be pointed at the simulator or at a closed port',
  'connection.aborted': 'needs a call with a signal of its own',
  'connection.deadline': 'needs a call with a signal of its own',
  'connection.proxy': 'needs a proxy; of a plain 407 the fetch of Node.js says nothing but "fetch failed"',
  'connection.unrecognized': 'needs a failure that is not known yet',
  'response.slow_consumer': 'needs an application that reads slowly for 10 s',
  'response.stream_abandoned': 'needs an application that stops reading',
  'response.tool_input_invalid': 'the stream helper throws it after the call has ended',
  'response.stream_timeout': 'needs a call with a signal of its own',
  'response.stream_stalled': 'needs more than 30 s of silence',
  'response.unrecognized': 'needs a failure that is not known yet',
};
