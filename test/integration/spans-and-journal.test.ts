// A span tells what happened: each situation's span is compared with the simulator's journal.
import Anthropic from '@anthropic-ai/sdk';
import { runDrill } from '@sevenstep/anthropic-simulator';
import { ATTRIBUTES, type AttributeSpec } from '@sevenstep/semantic-conventions';
import { describe, expect, test } from 'vitest';
import { SITUATIONS } from '../../examples/demo/src/situations.ts';
import { setUp } from '../support/set-up.ts';
import { clientOptionsFor, SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

// Every call is near a limit, so that each span has all details.
const fixture = setUp(() => startTestTelemetry({ nearLimitShare: 1 }));

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  test.each(SITUATIONS.map(({ drill }) => [drill.title, drill] as const))('%s', async (_, drill) => {
    fixture.simulator.load({ faults: drill.faults ?? [] });
    await runDrill(Anthropic, drill, {
      baseURL: fixture.simulator.url,
      clientOptions: clientOptionsFor(kind),
    });
    await fixture.simulator.settled();
    const { call, attributes, attempts } = fixture.telemetry.takeTrace();
    const { journal } = fixture.simulator;
    // A refused connection never reaches the simulator.
    if (drill.call?.target === 'refused') {
      expect(journal).toEqual([]);
      return;
    }
    const last = journal.at(-1);
    expect(attributes['http.request.resend_count'] ?? 0).toBe(journal.length - 1);
    expect(attributes['anthropic.request.id']).toBe(last?.requestId);
    expect(attributes['http.response.status_code']).toBe(last?.status);
    expect(attempts.map((attempt) => attempt.attributes['http.response.status_code'])).toEqual(
      journal.length > 1 ? journal.map(({ status }) => status) : [],
    );
    expect(attempts.map((attempt) => attempt.attributes['anthropic.request.id'])).toEqual(
      journal.length > 1 ? journal.map(({ requestId }) => requestId) : [],
    );
    expect(attempts.map((attempt) => attempt.attributes['anthropic.error.type'])).toEqual(
      journal.length > 1 ? journal.map(({ errorType }) => errorType) : [],
    );
    expect(attempts.every((attempt) => attempt.spanContext().traceId === call.spanContext().traceId)).toBe(
      true,
    );
    if (attributes['anthropic.stream.outcome']) {
      // The SDK hides pings and turns an `error` event into an error.
      const events = last?.eventsSent.filter((type) => type !== 'ping' && type !== 'error') ?? [];
      expect(attributes['anthropic.stream.events']).toBe(events.length);
      expect(attributes['anthropic.stream.last_event']).toBe(events.at(-1));
    }
  });
});

/** Whether a value has the type in the table. */
const FITS: Record<AttributeSpec[0], (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  int: Number.isInteger,
  double: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  'string[]': (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
};

/** Families with a variable part: headers, and rate limits by kind. */
const FAMILIES = /^(http\.response\.header\.[a-z-]+|anthropic\.ratelimit\.[a-z_]+\.(limit|remaining|reset))$/;

test('every attribute that we set is in the table of attributes, with its type', async () => {
  const table: Record<string, AttributeSpec> = ATTRIBUTES;
  for (const { drill } of SITUATIONS) {
    fixture.simulator.load({ faults: drill.faults ?? [] });
    await runDrill(Anthropic, drill, {
      baseURL: fixture.simulator.url,
      clientOptions: clientOptionsFor('owned'),
    });
    for (const span of fixture.telemetry.takeSpans()) {
      for (const [name, value] of Object.entries(span.attributes)) {
        if (FAMILIES.test(name)) continue;
        const type = table[name]?.[0];
        expect(type && FITS[type](value), `${name}: ${JSON.stringify(value)} on "${drill.title}"`).toBe(true);
      }
    }
  }
});
