// `npm run jaeger`: a Jaeger on its usual ports, until Ctrl-C.
import { startJaeger } from './start.ts';

try {
  const jaeger = await startJaeger(undefined, console.log);
  console.log(`Jaeger (${jaeger.command.origin}) is up.`);
  console.log(`  traces in   ${jaeger.otlpUrl}   (OTEL_EXPORTER_OTLP_ENDPOINT)`);
  console.log(`  query API   ${jaeger.queryUrl}/api/traces/<id>`);
  if (jaeger.command.hasPage) console.log(`  page        ${jaeger.queryUrl}`);
  else
    console.log('  page        none in this build: set JAEGER_UI_ASSETS to the folder of a built Jaeger UI');
  console.log('Stop it with Ctrl-C.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => jaeger.stop());
  process.exitCode = (await jaeger.ended) ?? 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
