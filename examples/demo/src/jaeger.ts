// Finds a destination for spans in addition to the terminal: OTEL_EXPORTER_OTLP_ENDPOINT, or a Jaeger on its usual ports.

const LOCAL_PAGE = 'http://127.0.0.1:16686';
const LOCAL_OTLP = 'http://127.0.0.1:4318';

export interface Destination {
  /** An OTLP/HTTP endpoint. */
  readonly otlpUrl: string | undefined;
  /** The page that shows a trace, if any. `JAEGER_URL` names another address. */
  readonly pageUrl: string | undefined;
}

export async function findDestination(): Promise<Destination> {
  const configured = process.env.OTEL_EXPORTER_OTLP_ENDPOINT || undefined;
  const page = process.env.JAEGER_URL || LOCAL_PAGE;
  const found = await answers(`${page}/api/services`);
  return {
    otlpUrl: configured ?? (found ? LOCAL_OTLP : undefined),
    pageUrl: found ? page : undefined,
  };
}

const answers = async (url: string): Promise<boolean> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(500) }).catch(() => undefined);
  return response?.ok ?? false;
};
