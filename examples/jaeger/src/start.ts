// Starts Jaeger and waits until it takes traces.
import { findJaeger, JAEGER_FOLDER, type JaegerCommand } from './find.ts';
import { DEFAULT_PORTS, type Ports } from './ports.ts';
import { type Server, startServer } from './server.ts';

export interface Jaeger extends Server {
  readonly command: JaegerCommand;
  /** Page and query API, such as `http://127.0.0.1:16686`. */
  readonly queryUrl: string;
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly otlpUrl: string;
}

/** @throws Error with the end of what Jaeger printed when it does not come up. */
export async function startJaeger(
  ports: Ports = DEFAULT_PORTS,
  log: (line: string) => void = () => undefined,
): Promise<Jaeger> {
  const command = await findJaeger(ports, log);
  const server = await startServer({
    name: 'Jaeger',
    folder: JAEGER_FOLDER,
    ...command,
    healthUrl: healthUrl(ports),
  });
  return { ...server, ...jaegerUrls(ports), command };
}

export const healthUrl = ({ JAEGER_HEALTH_PORT: port }: Ports): string => `http://127.0.0.1:${port}/status`;

export const jaegerUrls = (ports: Ports): Pick<Jaeger, 'queryUrl' | 'otlpUrl'> => ({
  queryUrl: `http://127.0.0.1:${ports.JAEGER_QUERY_PORT}`,
  otlpUrl: `http://127.0.0.1:${ports.JAEGER_OTLP_HTTP_PORT}`,
});
