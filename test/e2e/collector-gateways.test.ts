// Two gateways that diagnose, behind one that balances: recorded spans of Python, Node.js and Claude Code, and a gateway that is killed under load.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCollector } from '../../packages/collector/src/run/build.ts';
import { otlpAttributes } from '../../packages/doctor/src/spans/otlp.ts';
import { isRecord, type Json, listOf } from '../../packages/doctor/src/spans/span.ts';
import { hasCollector } from '../support/night.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/otlp-receiver.ts';
import { type CollectorCase, captureCases } from './collector/cases.ts';
import { type Fleet, freeFleetPorts, startFleet } from './fleet/fleet.ts';
import { until } from './stack/until.ts';

const DECISION_WAIT_MS = 1_000;
/** A gateway also holds a batch, and spans that are on their way. */
const IN_FLIGHT_MS = 3_000;

/** The receiver reads JSON as it is. */
const AS_JSON = ['yaml:exporters::otlphttp::encoding: json', 'yaml:exporters::otlphttp::compression: none'];

const ID = 'anthropic.diagnosis.id';

let receiver: OtlpReceiver;
let fleet: Fleet;

const send = async (traces: unknown): Promise<void> => {
  const response = await fetch(`${fleet.otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(traces),
  });
  if (!response.ok) throw new Error(`the balancer answered ${response.status}: ${await response.text()}`);
};

/** Id of each trace that arrived to the ids of the diagnoses on its spans. */
function arrived(): Map<string, string[]> {
  const traces = new Map<string, string[]>();
  for (const line of receiver.lines().split('\n')) {
    if (line === '') continue;
    for (const span of spansOf(JSON.parse(line) as Json)) {
      const ids = traces.get(String(span.traceId)) ?? [];
      traces.set(String(span.traceId), ids);
      const id = otlpAttributes(span.attributes)[ID];
      if (typeof id === 'string') ids.push(id);
    }
  }
  return traces;
}

const spansOf = (traces: Json): Json[] =>
  listOf(traces.resourceSpans).flatMap((group) =>
    listOf(isRecord(group) ? group.scopeSpans : undefined).flatMap((scoped) =>
      listOf(isRecord(scoped) ? scoped.spans : undefined).filter(isRecord),
    ),
  );

const hasAll = (ids: Iterable<string>): boolean => {
  const there = arrived();
  return [...ids].every((id) => there.has(id));
};

/** Without a service there are no metrics of its spans. */
const SERVICE = { attributes: [{ key: 'service.name', value: { stringValue: 'summaries' } }] };

let given = 0;

/** The batch of a case with an id of a trace that no other has. */
function anew({ traces }: CollectorCase): { readonly id: string; readonly traces: Json } {
  given += 1;
  const id = `b${given.toString(16).padStart(31, '0')}`;
  const text = JSON.stringify(traces).replaceAll(/("traceId":")\w+"/g, `$1${id}"`);
  const { resourceSpans } = JSON.parse(text) as Json;
  return {
    id,
    traces: {
      resourceSpans: listOf(resourceSpans).map((group) => ({ ...(group as Json), resource: SERVICE })),
    },
  };
}

const idsOf = ({ expected }: CollectorCase): string[] =>
  Object.values(expected).map(({ attributes }) => String((attributes as Json)[ID]));

describe.runIf(hasCollector)('two gateways behind one that balances', () => {
  const senders = /^(?:otel-python|traceloop-python|openinference-js|sdk-typescript|ai-sdk-7|claude-code) · /;
  const cases = captureCases().filter(
    ({ title, traces }) =>
      senders.test(title) &&
      traces !== undefined &&
      new Set(spansOf(traces).map((one) => one.traceId)).size === 1,
  );
  // Some senders export the key that a client could not send: what comes to the receiver is searched for keys.
  const failed = cases.filter(
    (one) => idsOf(one).length > 0 && !JSON.stringify(one.traces).includes('sk-ant-'),
  );
  const healthy = cases.filter(({ title }) => title.includes(' · healthy.'));

  beforeAll(async () => {
    receiver = await startOtlpReceiver();
    fleet = await startFleet({
      binary: await findCollector(console.log),
      ports: await freeFleetPorts(),
      environment: {
        COLLECTOR_BACKEND: receiver.url,
        COLLECTOR_DECISION_WAIT: `${DECISION_WAIT_MS}ms`,
        COLLECTOR_HEALTHY_PERCENT: '0',
        COLLECTOR_SPAN_METRICS_INTERVAL: '500ms',
      },
      configs: AS_JSON,
    });
  }, 1_800_000);
  afterAll(async () => {
    await fleet?.stop();
    await receiver?.close();
  });

  test('each failed call of every sender arrives with its diagnosis, and both gateways diagnose', async () => {
    expect(failed.length).toBeGreaterThan(400);
    const sent = new Map<string, string[]>();
    for (const one of failed) {
      const { id, traces } = anew(one);
      sent.set(id, idsOf(one).toSorted());
      await send(traces);
    }
    await until('every trace', () => arrived().size >= sent.size || undefined, 120_000).catch(
      () => undefined,
    );
    const there = arrived();
    const different = [...sent].filter(([id, ids]) => (there.get(id) ?? []).toSorted().join() !== ids.join());
    expect(different).toEqual([]);
    for (const { ports } of fleet.gateways) {
      const own = await (await fetch(`http://127.0.0.1:${ports.COLLECTOR_OWN_METRICS_PORT}/metrics`)).text();
      expect(own).toMatch(/processor_anthropicdiagnosis_items_diagnosed\w*\{[^}]*\} [1-9]/);
      expect(own).not.toMatch(/processor_anthropicdiagnosis_engine_errors/);
    }
  }, 300_000);

  test('healthy traces are sampled out, and the metrics of spans count before', async () => {
    expect(healthy.length).toBeGreaterThan(10);
    const ids = new Set<string>();
    for (const one of healthy) {
      const { id, traces } = anew(one);
      ids.add(id);
      await send(traces);
    }
    await delay(3 * DECISION_WAIT_MS);
    expect([...arrived().keys()].filter((id) => ids.has(id))).toEqual([]);
    const metrics = await Promise.all(
      fleet.gateways.map(async ({ ports }) =>
        (await fetch(`http://127.0.0.1:${ports.COLLECTOR_METRICS_PORT}/metrics`)).text(),
      ),
    );
    // The series that the alerts on spans read.
    expect(metrics.join('')).toMatch(
      /traces_span_metrics_calls_total\{anthropic_diagnosis_id="service\.overloaded",[^}]*service_name="summaries"/,
    );
    expect(metrics.join('')).toMatch(/traces_span_metrics_calls_total\{[^}]*status_code="STATUS_CODE_UNSET"/);
  }, 120_000);

  test('a gateway that is killed under load loses no more than it held', async () => {
    const sentAt = new Map<string, number>();
    const [victim] = fleet.gateways;
    let killedAt = 0;
    let upAt = 0;
    const chaos = (async () => {
      await delay(3_000);
      killedAt = Date.now();
      await victim.kill();
      await delay(2_000);
      await victim.start();
      upAt = Date.now();
    })();
    for (let place = 0; upAt === 0 || Date.now() < upAt + 3_000; place++) {
      const one = failed[place % failed.length];
      if (one === undefined) break;
      const { id, traces } = anew(one);
      await send(traces);
      sentAt.set(id, Date.now());
      await delay(10);
    }
    await chaos;
    await until('every trace', () => hasAll(sentAt.keys()) || undefined, 20_000).catch(() => undefined);
    const there = arrived();
    const lost = [...sentAt].filter(([id]) => !there.has(id));
    const before = lost.filter(([, at]) => at < killedAt - DECISION_WAIT_MS - IN_FLIGHT_MS || at > upAt);
    console.log(`${sentAt.size} traces sent, ${lost.length} lost, which the gateway held when it was killed`);
    expect(before).toEqual([]);
    const undiagnosed = [...sentAt.keys()].filter((id) => there.get(id)?.length === 0);
    expect(undiagnosed).toEqual([]);
  }, 300_000);
});
