// The log event of a finding over many calls, through a real logger provider.
import { TraceFlags } from '@opentelemetry/api';
import { logs, SeverityNumber } from '@opentelemetry/api-logs';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { Diagnosis } from '@sevenstep/checklist';
import { EVENTS } from '@sevenstep/semantic-conventions';
import { afterEach, expect, it } from 'vitest';
import { stepsFail } from '../../../test/support/failed-steps.ts';
import { failed, listening, ok, span } from './spans.ts';

const recording = () => {
  const exporter = new InMemoryLogRecordExporter();
  const loggerProvider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
  return { exporter, loggerProvider };
};
const unauthorized = () => failed(401, 'authentication_error', 'invalid x-api-key');
afterEach(() => logs.disable());

it('is emitted once per window, on the call that tripped it, and never for a diagnosis on one call', () => {
  const { exporter, loggerProvider } = recording();
  const { said, end } = listening({ loggerProvider });
  const { spanId } = span(ok(), 0).spanContext();
  for (let i = 0; i < 130; i++) end(span(unauthorized(), 1_000 + i, { traceId: `${i}`.padStart(32, '0') }));
  const records = exporter.getFinishedLogRecords();
  expect(records.map(({ spanContext }) => Number(spanContext?.traceId))).toEqual([4, 64, 124]);
  const finding = said.find(({ id }) => id === 'identity.fail_fast') as Diagnosis;
  expect(records[0]).toMatchObject({
    eventName: 'anthropic.client.diagnosis',
    severityNumber: SeverityNumber.WARN,
    severityText: 'WARN',
    body: finding.summary,
    spanContext: { spanId, traceFlags: TraceFlags.SAMPLED },
    attributes: { 'anthropic.diagnosis.id': finding.id, 'anthropic.diagnosis.fix': finding.fix },
  });
  const { attributes } = EVENTS['anthropic.client.diagnosis'];
  expect(Object.keys(records[0]?.attributes ?? {}).sort()).toEqual([...attributes].sort());
});

it('has the severity that was asked for', () => {
  const { exporter, loggerProvider } = recording();
  const { end } = listening({ loggerProvider, severity: { 'identity.fail_fast': 'error' } });
  for (let i = 0; i < 5; i++) end(span(unauthorized(), 1_000 + i));
  expect(exporter.getFinishedLogRecords()[0]?.severityNumber).toBe(SeverityNumber.ERROR);
});

it('goes to a global provider that is registered late', () => {
  const { end } = listening({ thresholds: { windowSeconds: 10 } });
  for (let i = 0; i < 5; i++) end(span(unauthorized(), 1_000 + i));
  const { exporter, loggerProvider } = recording();
  logs.setGlobalLoggerProvider(loggerProvider);
  for (let i = 0; i < 5; i++) end(span(unauthorized(), 2_000 + i));
  expect(exporter.getFinishedLogRecords()).toHaveLength(1);
});

it('that fails leaves the span tagged, and the finding said', () => {
  stepsFail('emitting a finding');
  const loggerProvider = {
    getLogger: () => {
      throw new Error('from the logs SDK');
    },
  };
  const { end, idsOf } = listening({ loggerProvider });
  const spans = Array.from({ length: 5 }, (_, i) => span(unauthorized(), 1_000 + i));
  end(...spans);
  expect(spans[4]?.written['anthropic.diagnosis.also']).toEqual(['identity.fail_fast']);
  expect(idsOf('identity.fail_fast')).toHaveLength(1);
});

it('names who emits it, and needs no context of its span', () => {
  const { exporter, loggerProvider } = recording();
  const { end } = listening({ loggerProvider });
  for (let i = 0; i < 5; i++) {
    const { spanContext: _, ...bare } = span(unauthorized(), 1_000 + i);
    end(bare as ReturnType<typeof span>);
  }
  const [record] = exporter.getFinishedLogRecords();
  expect(record?.instrumentationScope.name).toBe('@sevenstep/diagnosis-span-processor');
  expect(record?.spanContext).toBeUndefined();
});
