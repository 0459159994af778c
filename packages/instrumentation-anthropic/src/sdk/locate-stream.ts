// Finds the `Stream` class behind a client class, for SDKs whose files are not loaded one by one (bundles).

/** The few client options used here; all are public. */
type ClientClass = new (options: {
  apiKey: string;
  baseURL: string;
  maxRetries: number;
  logLevel: 'off';
  openTelemetry: false;
  fetch: () => Promise<Response>;
}) => { post(path: string, options: { stream: true }): PromiseLike<object> };

/**
 * Asks a client for a stream, answers it with an empty one from memory, and takes the class of what comes. No
 * request is sent.
 *
 * @param made is told of the client before it is used: its call is nobody's.
 * @throws whatever the client throws, when it is not a client of the SDK.
 */
export async function locateStream(client: unknown, made?: (probe: object) => void): Promise<unknown> {
  const probe = new (client as ClientClass)({
    apiKey: 'none',
    baseURL: 'http://localhost',
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
    fetch: async () => new Response('', { headers: { 'content-type': 'text/event-stream' } }),
  });
  made?.(probe);
  return (await probe.post('/', { stream: true })).constructor;
}
