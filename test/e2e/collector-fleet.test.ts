// A whole fleet, thirty times as fast as the clock. Services in Python and Node.js and Claude Code send to a balancer and two gateways that diagnose.
// Jaeger, Prometheus and Alertmanager show the result.
import { setTimeout as delay } from 'node:timers/promises';
import { type Drill, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCollector } from '../../packages/collector/src/run/build.ts';
import { claudeCode } from '../dialects/senders/claude-code.ts';
import { exchange } from '../pasted/converse.ts';
import { callSpec } from '../pasted/situations.ts';
import { hasCollector } from '../support/night.ts';
import { type Fleet, type FleetPorts, freeFleetPorts, startFleet } from './fleet/fleet.ts';
import { type PythonService, startPythonService } from './fleet/python-service.ts';
import { Application } from './stack/application.ts';
import { firstTold, HEALTHY } from './stack/drills.ts';
import { query } from './stack/prometheus-api.ts';
import { faster, INTERVAL, minutes, type RehearsedStack, startRehearsal } from './stack/rehearsal.ts';
import { until } from './stack/until.ts';

const PYTHON = 'summaries';
const NODE = 'checkout';
const CLAUDE_CODE = 'claude-code';

const DECISION_WAIT_SECONDS = 30;
/** A gateway also holds a batch, and spans that are on their way. The service sends its spans each second. */
const IN_FLIGHT_MS = 3_000;

const KEY_REJECTED: Drill = {
  title: 'The key is rejected',
  faults: [{ response: { error: { type: 'authentication_error', message: 'invalid x-api-key' } } }],
};
const OVERLOADED: Drill = {
  title: 'The service is overloaded',
  faults: [{ response: { error: { type: 'overloaded_error', message: 'Overloaded' } } }],
  call: { maxRetries: 0 },
};

interface JaegerSpan {
  readonly operationName: string;
  readonly tags: readonly { readonly key: string; readonly value: unknown }[];
}

describe.runIf(hasCollector)('a fleet', () => {
  let stack: RehearsedStack;
  let fleet: Fleet;
  let ports: FleetPorts;
  let python: PythonService;
  let node: Application;
  let simulator: Simulator;

  /** Spans of a service in Jaeger with a diagnosis, by its id. */
  const diagnosed = async (service: string, id: string): Promise<readonly JaegerSpan[]> => {
    const tags = encodeURIComponent(JSON.stringify({ 'anthropic.diagnosis.id': id }));
    const url = `${stack.queryUrl}/api/traces?service=${service}&tags=${tags}&limit=20000&lookback=1h`;
    const { data } = (await (await fetch(url)).json()) as { data: { spans: JaegerSpan[] }[] };
    return data.flatMap(({ spans }) => spans).filter((span) => tagsOf(span)['anthropic.diagnosis.id'] === id);
  };
  const firstDiagnosed = (service: string, id: string): Promise<JaegerSpan> =>
    until(`${service} has ${id} in Jaeger`, async () => (await diagnosed(service, id))[0], 60_000);
  const firing = (service: string) =>
    query(stack.prometheusUrl, `ALERTS{job="${service}", alertstate="firing"}`);

  beforeAll(async () => {
    const binary = await findCollector(console.log);
    ports = await freeFleetPorts();
    stack = await startRehearsal(console.log, {
      scraped: ports.gateways.map((gateway) => `127.0.0.1:${gateway.COLLECTOR_METRICS_PORT}`),
    });
    fleet = await startFleet({
      binary,
      ports,
      environment: {
        COLLECTOR_BACKEND: stack.otlpUrl,
        COLLECTOR_DECISION_WAIT: faster(DECISION_WAIT_SECONDS),
        COLLECTOR_SPAN_METRICS_INTERVAL: faster(INTERVAL),
      },
    });
    const variables = { ...stack.variables, OTEL_EXPORTER_OTLP_ENDPOINT: fleet.otlpUrl };
    simulator = await startSimulator();
    python = await startPythonService(PYTHON, variables);
    node = new Application(NODE, variables);
    // No processor in the application: the gateways diagnose.
    await node.start(HEALTHY, 'no-diagnoses');
  }, 2_400_000);
  afterAll(async () => {
    await python?.stop();
    await node?.stop();
    await simulator?.close();
    await fleet?.stop();
    await stack?.stop();
  });

  test('nothing is told of healthy services, in Python and Node.js', async () => {
    for (const service of [PYTHON, NODE])
      await until(`${service} is known`, async () => {
        const series = `traces_span_metrics_calls_total{job="${service}"} offset ${minutes(10)}ms`;
        return (await query(stack.prometheusUrl, series)).length > 0 || undefined;
      });
    // Longer than the alerts on silent signals wait.
    await delay(minutes(30));
    // AnthropicMetricsAbsent has no service. It fires until the first one sends metrics.
    const ofServices = stack.told.filter(({ labels }) => labels.job !== undefined);
    expect(ofServices.map(({ labels }) => [labels.alertname, labels.job])).toEqual([]);
  });

  test("a fault of the Python service is on its spans in Jaeger, and the account's team is paged", async () => {
    python.call(KEY_REJECTED);
    const span = await firstDiagnosed(PYTHON, 'identity.key_invalid');
    expect(tagsOf(span)).toMatchObject({
      'anthropic.diagnosis.id': 'identity.key_invalid',
      'anthropic.diagnosis.step': 3,
      'anthropic.diagnosis.action': 'fix_credentials',
      'anthropic.diagnosis.fix': expect.any(String),
    });
    const told = await firstTold(stack, 'AnthropicFleetAccessFailing', 'firing', PYTHON);
    expect(told.labels.anthropic_diagnosis_id).toBe('identity.key_invalid');
    expect(told.annotations.summary).toContain(PYTHON);
    expect(told.annotations.runbook_url).toContain('identity.key_invalid');
    expect(told.to).toBe('account/page');
    expect((await firing(PYTHON)).map(({ metric }) => metric.alertname)).toEqual([
      'AnthropicFleetAccessFailing',
    ]);
  });

  test('a fault of the Node.js service, which the gateways diagnose, is told', async () => {
    node.call({ drill: OVERLOADED, perSecond: 5 });
    const span = await firstDiagnosed(NODE, 'service.overloaded');
    expect(span.operationName).toBe('chat claude-sonnet-5');
    await firstTold(stack, 'AnthropicErrorsBurnFast', 'firing', NODE);
    expect(stack.told.map(({ labels }) => labels.alertname)).not.toContain('AnthropicDiagnosesSilent');
  });

  test('a rejected key of Claude Code is on its spans in Jaeger, and told', async () => {
    simulator.load({ faults: KEY_REJECTED.faults ?? [] });
    const program = claudeCode.program(await claudeCode.install());
    const spec = await callSpec(
      { id: 'identity.key_invalid', truth: 'identity.key_invalid', drill: KEY_REJECTED },
      simulator.url,
    );
    const answer = await exchange(
      {
        ...program,
        env: {
          OTEL_EXPORTER_OTLP_ENDPOINT: fleet.otlpUrl,
          OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
          ...program.env,
        },
      },
      spec,
    );
    expect(answer).toEqual({ done: true });
    expect((await firstDiagnosed(CLAUDE_CODE, 'identity.key_invalid')).operationName).toBe(
      'claude_code.llm_request',
    );
    await firstTold(stack, 'AnthropicFleetAccessFailing', 'firing', CLAUDE_CODE);
  }, 300_000);

  test('a gateway that is killed under load loses no more spans than it held', async () => {
    // Another id than before: what is counted has this one.
    python.call({ title: 'It is overloaded', faults: OVERLOADED.faults ?? [] });
    await delay(3_000);
    const [victim] = fleet.gateways;
    const before = python.calls();
    const calledAt = Date.now();
    await victim.kill();
    await delay(2_000);
    await victim.start();
    await delay(3_000);
    await python.stop();
    const perMs = (python.calls() - before) / (Date.now() - calledAt);
    const made = python.calls();
    const held = Math.ceil(perMs * (minutes(DECISION_WAIT_SECONDS / 60) + IN_FLIGHT_MS));
    const there = await until(
      'the spans',
      async () => {
        const spans = await diagnosed(PYTHON, 'service.overloaded');
        return spans.length >= made ? spans.length : undefined;
      },
      15_000,
    ).catch(async () => (await diagnosed(PYTHON, 'service.overloaded')).length);
    console.log(
      `${made} calls, ${made - there} of their spans lost, of at most ${held} that the gateway held`,
    );
    expect(made).toBeGreaterThan(20);
    expect(made - there).toBeLessThanOrEqual(held);
    expect(there).toBeLessThanOrEqual(made);
  });

  test('what has ended is told as resolved', async () => {
    await firstTold(stack, 'AnthropicFleetAccessFailing', 'resolved', PYTHON);
  });
});

const tagsOf = ({ tags }: JaegerSpan): Record<string, unknown> =>
  Object.fromEntries(tags.map(({ key, value }) => [key, value]));
