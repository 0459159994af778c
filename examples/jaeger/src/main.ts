// `npm run jaeger`: runs Jaeger on its usual ports until Ctrl-C.
import { interruptSignal, reportFailedStart } from './interrupted.ts';
import { servePages } from './pages.ts';
import { DEFAULT_PORTS, portsFrom } from './ports.ts';
import { hasPage, startJaeger } from './start.ts';
import { assertPortsFree } from './taken-ports.ts';

const interrupted = interruptSignal();
try {
  const ports = portsFrom(DEFAULT_PORTS, process.env);
  await assertPortsFree(ports);
  const pages = await servePages();
  const jaeger = await startJaeger(ports, console.log, interrupted).catch((problem) => {
    pages.close();
    throw problem;
  });
  interrupted.addEventListener('abort', () => jaeger.stop());
  const page = (await hasPage(jaeger))
    ? jaeger.queryUrl
    : 'none in this build: set JAEGER_UI_ASSETS to the folder of a built Jaeger UI';
  console.log(`Jaeger (${jaeger.command.origin}) is up.
  traces in   ${jaeger.otlpUrl}   (OTEL_EXPORTER_OTLP_ENDPOINT)
  query API   ${jaeger.queryUrl}/api/traces/<id>
  page        ${page}
  diagnoses   ${pages.url}
Stop it with Ctrl-C.`);
  const code = await jaeger.ended;
  process.exitCode = interrupted.aborted ? 0 : (code ?? 1);
  pages.close();
} catch (problem) {
  reportFailedStart(problem, interrupted);
}
