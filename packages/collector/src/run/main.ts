// `npm run collector`: runs a Collector with diagnoses until Ctrl-C.
import { portsFrom } from '../../../../examples/jaeger/src/ports.ts';
import { assertPortsFree } from '../../../../examples/jaeger/src/taken-ports.ts';
import { findCollector } from './build.ts';
import { COLLECTOR_PORTS, GATEWAY_CONFIGS, startCollector } from './start.ts';

try {
  const ports = portsFrom(COLLECTOR_PORTS, process.env);
  await assertPortsFree(ports);
  const binary = await findCollector(console.log);
  // Before it is up, it warns about names in the configuration that newer Collectors spell differently.
  let isUp = false;
  const collector = await startCollector(binary, ports, {}, GATEWAY_CONFIGS, (text) => {
    if (isUp) process.stderr.write(text);
  });
  isUp = true;
  const backend = process.env.COLLECTOR_BACKEND || 'http://127.0.0.1:4318';
  console.log('The Collector is up.');
  console.log(
    `  spans and logs in   http://127.0.0.1:${ports.COLLECTOR_OTLP_HTTP_PORT}   (OTEL_EXPORTER_OTLP_ENDPOINT)`,
  );
  console.log(`  diagnosed, out to   ${backend}   (COLLECTOR_BACKEND)`);
  console.log(`  span metrics        http://127.0.0.1:${ports.COLLECTOR_METRICS_PORT}/metrics`);
  console.log(`  its own metrics     http://127.0.0.1:${ports.COLLECTOR_OWN_METRICS_PORT}/metrics`);
  const listens = await fetch(backend).then(
    () => true,
    () => false,
  );
  // By default, the exporter of spans and logs retries for five minutes.
  if (!listens)
    console.log(
      `Nothing listens on ${backend} yet. The Collector tries for five minutes to send spans there.`,
    );
  console.log('Stop it with Ctrl-C.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => collector.stop());
  process.exitCode = (await collector.ended) ?? 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
