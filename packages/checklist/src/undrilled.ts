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
  'connection.unrecognized': 'needs a failure that is not known yet',
  'response.stream_timeout': 'needs a call with a signal of its own',
  'response.stream_stalled': 'needs more than 30 s of silence',
  'response.unrecognized': 'needs a failure that is not known yet',
};
