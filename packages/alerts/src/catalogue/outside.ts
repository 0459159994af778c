// Alerts on `doctor check --every`, which fire even if no application makes calls.
import type { Alert, ExampleSeries } from './alert.ts';
import { HOUR, MINUTE } from './units.ts';

const STATUS = 'anthropic.check.status';
const FAILS = { 'anthropic.check.state': ['fail'] } as const;

/** If these checks fail, no request gets a response of the API. */
const REACHED = ['connection', 'endpoint'] as const;
const ANSWERED = ['identity', 'request', 'limits', 'service', 'response'] as const;

/** A check in a state: 1 while it holds. @param samples one a minute, in place of a state that holds throughout */
const check = (name: string, state: string, more: Partial<ExampleSeries> = {}): ExampleSeries => ({
  of: STATUS,
  attributes: { 'anthropic.check.name': name, 'anthropic.check.state': state },
  value: 1,
  ...more,
});

const failing = (
  name: string,
  id: string,
  action: string,
  more: Partial<ExampleSeries> = {},
): ExampleSeries => ({
  ...check(name, 'fail', more),
  attributes: {
    'anthropic.check.name': name,
    'anthropic.check.state': 'fail',
    'anthropic.diagnosis.id': id,
    'anthropic.diagnosis.action': action,
  },
});

const DNS = ['connection', 'connection.dns', 'fix_network'] as const;
const KEY = ['identity', 'identity.key_invalid', 'fix_credentials'] as const;

/** The sample of a gauge at each minute. The last 1 is at minute 33 of 35. */
const BLIP = '0+0x28 1+0x4 0+0x10';
/** One failed run of `--every 10m`. */
const LONG = '0+0x24 1+0x10';
/** A failed run of a process that then ends: its last sample counts for five minutes. */
const ENDED = '0+0x28 1';

const FOR = 6 * MINUTE;
const WHY =
  'Six minutes: with `--every 60s` several runs in a row must fail. With an interval above five minutes, one failed run is enough: its result stands until the next. The last result of a replaced doctor stays for five minutes.';
const PER = ['anthropic.check.name'] as const;
const BY = [...PER, 'anthropic.diagnosis.id', 'anthropic.diagnosis.action'] as const;

const labelsOf = ([name, id, action]: readonly [string, string, string]) => ({
  'anthropic.check.name': name,
  'anthropic.diagnosis.id': id,
  'anthropic.diagnosis.action': action,
});

export const outsideAlerts: readonly Alert[] = [
  {
    name: 'AnthropicUnreachable',
    severity: 'page',
    watches:
      'whether the API can be reached from where `doctor check --every` runs, even when no application calls it',
    condition: () => ({
      kind: 'state',
      part: { of: STATUS, where: { ...FAILS, 'anthropic.check.name': REACHED } },
      per: PER,
    }),
    by: BY,
    for: FOR,
    why: WHY,
    summary:
      '{service.name} cannot reach the API: the check {anthropic.check.name} fails with {anthropic.diagnosis.id} ({anthropic.diagnosis.action})',
    doFirst:
      'Run `npx @sevenstep/doctor check` in the same place: it names what fails and the fix. Then see whether calls of applications fail, too.',
    fires: [
      { series: [failing(...DNS)], labels: labelsOf(DNS), value: '1' },
      {
        // One of two doctors of a service cannot reach it.
        series: [
          check('connection', 'pass', { process: { instance: 'one' } }),
          failing(...DNS, { process: { instance: 'other' } }),
        ],
        labels: labelsOf(DNS),
        value: '1',
      },
      { series: [failing(...DNS, { samples: LONG })], labels: labelsOf(DNS), value: '1' },
    ],
    quiet: [
      { because: 'every check passes', series: [check('connection', 'pass'), check('endpoint', 'pass')] },
      {
        because: 'the API answers, and rejects the key',
        series: [check('endpoint', 'pass'), failing(...KEY)],
      },
      {
        because: 'it failed for four minutes, then recovered',
        series: [failing(...DNS, { samples: BLIP })],
      },
      {
        because: 'a doctor ended after a failed run, and its replacement reaches the API',
        series: [
          failing(...DNS, { samples: ENDED, process: { instance: 'before' } }),
          check('connection', 'pass', { from: 30, process: { instance: 'after' } }),
        ],
      },
    ],
    drill: {
      call: { title: 'The connection is reset before a response', faults: [{ connection: 'reset' }] },
      from: 'doctor',
      panels: ['checks', 'check-duration'],
    },
  },
  {
    name: 'AnthropicCheckFailing',
    severity: 'ticket',
    watches:
      'whether the API accepts key and requests where `doctor check --every` runs, even when no application calls it',
    condition: () => ({
      kind: 'state',
      part: { of: STATUS, where: { ...FAILS, 'anthropic.check.name': ANSWERED } },
      per: PER,
    }),
    by: BY,
    for: FOR,
    why: WHY,
    summary:
      '{service.name} reaches the API, but the check {anthropic.check.name} fails with {anthropic.diagnosis.id} ({anthropic.diagnosis.action})',
    doFirst:
      'Run `npx @sevenstep/doctor check` in the same place: it names what fails and the fix. Applications with the same key fail at their next call.',
    fires: [{ series: [failing(...KEY)], labels: labelsOf(KEY), value: '1' }],
    quiet: [
      { because: 'every check passes', series: [check('identity', 'pass'), check('service', 'pass')] },
      {
        because: 'the API cannot be reached, which is another alert',
        series: [failing(...DNS), check('identity', 'skip')],
      },
      { because: 'it failed for four minutes, then recovered', series: [failing(...KEY, { samples: BLIP })] },
    ],
    drill: {
      call: {
        title: 'The key is not accepted',
        faults: [{ response: { error: { type: 'authentication_error', message: 'invalid x-api-key' } } }],
      },
      from: 'doctor',
      panels: ['checks', 'check-duration'],
    },
  },
  {
    name: 'AnthropicChecksGone',
    severity: 'ticket',
    watches: 'whether each `doctor check --every` that sent results within the last hour still sends them',
    condition: () => ({ kind: 'gone', signal: STATUS, window: HOUR }),
    by: [],
    for: 15 * MINUTE,
    why: 'Fifteen minutes: a rollout is shorter.',
    keepFiring: 0,
    summary:
      '{service.name} no longer sends the results of its checks, so no check watches the API from there',
    doFirst:
      'Check whether the process runs, and read its last output. The output says whether its telemetry arrives.',
    action: 'none',
    fires: [{ series: [check('connection', 'pass', { until: 40 })], value: '1' }],
    quiet: [
      { because: 'it sends results, and the checks fail', series: [failing(...DNS)] },
      {
        because: 'another doctor of the service took its place',
        series: [
          check('connection', 'pass', { until: 40, process: { instance: 'before' } }),
          check('connection', 'pass', { from: 42, process: { instance: 'after' } }),
        ],
      },
    ],
    drill: { call: { title: 'A plain answer' }, from: 'doctor', telemetry: 'stopped', panels: [] },
  },
];
