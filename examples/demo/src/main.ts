// `npm run demo`: runs the real SDK through every situation and shows each diagnosis, in the terminal and in Jaeger.
import '@sevenstep/register/hooks';
import { startSimulator } from '@sevenstep/anthropic-simulator';
import { findDestination } from './jaeger.ts';
import { situationReport, summaryTable } from './report.ts';
import { type Outcome, runSituation } from './run-situation.ts';
import { SITUATIONS } from './situations.ts';
import { startTelemetry } from './telemetry.ts';

const asJson = process.argv.includes('--json');
const print = (text: string) => asJson || console.log(text);

const { otlpUrl, pageUrl } = await findDestination();
const telemetry = startTelemetry(otlpUrl);
// Imported after the instrumentation, as in an application whose telemetry starts first.
const { Anthropic } = await import('@anthropic-ai/sdk');
const simulator = await startSimulator();

print(`${SITUATIONS.length} situations against the fault simulator at ${simulator.url}`);
print(
  otlpUrl
    ? `Spans also go to ${otlpUrl}`
    : 'Spans stay here: no OTEL_EXPORTER_OTLP_ENDPOINT, no Jaeger found',
);

const outcomes: Outcome[] = [];
for (const situation of SITUATIONS) {
  const outcome = await runSituation(situation, Anthropic, simulator, telemetry);
  outcomes.push(outcome);
  print(situationReport(outcome, outcomes.length, pageUrl));
}
await simulator.close();
await telemetry.shutdown();

const wrong = outcomes.filter(({ asExpected }) => !asExpected);
if (asJson) console.log(JSON.stringify(outcomes));
print(`\n${summaryTable(outcomes)}\n`);
print(
  wrong.length === 0
    ? `All ${outcomes.length} situations got the diagnosis expected of them.`
    : `${wrong.length} of ${outcomes.length} situations got another diagnosis than expected.`,
);
process.exitCode = wrong.length === 0 ? 0 : 1;
