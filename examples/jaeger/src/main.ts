// `npm run jaeger`: a Jaeger on its usual ports, until Ctrl-C.
import { servePages } from './pages.ts';
import { DEFAULT_PORTS, portsFrom } from './ports.ts';
import { startJaeger } from './start.ts';
import { assertPortsFree } from './taken-ports.ts';

try {
  const ports = portsFrom(DEFAULT_PORTS, process.env);
  await assertPortsFree(ports);
  const pages = await servePages();
  const jaeger = await startJaeger(ports, console.log).catch((problem) => {
    pages.close();
    throw problem;
  });
  console.log(`Jaeger (${jaeger.command.origin}) is up.`);
  console.log(`  traces in   ${jaeger.otlpUrl}   (OTEL_EXPORTER_OTLP_ENDPOINT)`);
  console.log(`  query API   ${jaeger.queryUrl}/api/traces/<id>`);
  if (jaeger.command.hasPage) console.log(`  page        ${jaeger.queryUrl}`);
  else
    console.log('  page        none in this build: set JAEGER_UI_ASSETS to the folder of a built Jaeger UI');
  console.log(`  diagnoses   ${pages.url}`);
  console.log('Stop it with Ctrl-C.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => jaeger.stop());
  process.exitCode = (await jaeger.ended) ?? 1;
  pages.close();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
