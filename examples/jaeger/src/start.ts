// Starts Jaeger and waits until it accepts traces.
import { findJaeger, JAEGER_FOLDER, type JaegerCommand } from './find.ts';
import { DEFAULT_PORTS, type Ports } from './ports.ts';
import { type Server, startServer } from './server.ts';

export interface Jaeger extends Server {
  readonly command: JaegerCommand;
  /** The page and query API, such as `http://127.0.0.1:16686`. */
  readonly queryUrl: string;
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly otlpUrl: string;
}

/**
 * @param signal stops the start.
 * @throws Error with the end of its output if Jaeger does not start.
 */
export async function startJaeger(
  ports: Ports = DEFAULT_PORTS,
  log: (line: string) => void = () => undefined,
  signal?: AbortSignal,
): Promise<Jaeger> {
  const command = await findJaeger(ports, log, signal);
  const server = await startServer(
    { name: 'Jaeger', folder: JAEGER_FOLDER, ...command, healthUrl: healthUrl(ports) },
    signal,
  );
  return { ...server, ...jaegerUrls(ports), command };
}

export const healthUrl = ({ JAEGER_HEALTH_PORT: port }: Ports): string => `http://127.0.0.1:${port}/status`;

export const jaegerUrls = (ports: Ports): Pick<Jaeger, 'queryUrl' | 'otlpUrl'> => ({
  queryUrl: `http://127.0.0.1:${ports.JAEGER_QUERY_PORT}`,
  otlpUrl: `http://127.0.0.1:${ports.JAEGER_OTLP_HTTP_PORT}`,
});

/** Whether this Jaeger has its page. A build through Go modules has it only if `JAEGER_UI_ASSETS` names its folder. */
export const hasPage = async ({ queryUrl }: Pick<Jaeger, 'queryUrl'>): Promise<boolean> =>
  (await (await fetch(queryUrl)).text()).includes('<script');
