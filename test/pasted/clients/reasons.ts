// Why a client cannot show a situation, where the same holds for several.

/** The client has one time limit, and no signal to abort a call. */
export const NO_SIGNAL = {
  'connection.aborted': 'nothing aborts a call',
  'connection.deadline': 'the client has one time limit',
  'response.stream_timeout': 'the client has one time limit',
} as const;

/** The client takes a key, and no function that gets one. */
export const NO_KEY_FUNCTION = {
  'identity.credentials_unavailable': 'the client takes no function for the key',
} as const;

/** The application prints what came of the stream, and the client finds nothing wrong with it. */
export const EMPTY_PASSES = {
  'endpoint.stream_without_events': 'the client finds nothing wrong',
  'response.empty': 'nothing is printed',
} as const;

/** The same, of a stream that ends early, too. */
export const STREAM_PASSES: typeof EMPTY_PASSES & { readonly 'response.stream_incomplete': string } = {
  ...EMPTY_PASSES,
  'response.stream_incomplete': 'the client finds nothing wrong',
};

/** The client sends a header with any character in it. */
export const ANY_CHARACTER = { 'request.header_characters': 'the client sends any character' } as const;

/** The client prints the events as they come. */
export const EVENTS_UNREAD = {
  'endpoint.stream_without_events': 'the client reads no events',
  'response.empty': 'the client reads no events',
  'response.stream_incomplete': 'the client reads no events',
  'response.stream_malformed': 'the client reads no events',
} as const;
