// The processor's options, and their conversion to settings.
import type { MeterProvider } from '@opentelemetry/api';
import type { LoggerProvider } from '@opentelemetry/api-logs';
import {
  type ChecklistOptions,
  createChecklist,
  DEFAULT_THRESHOLDS,
  type Diagnosis,
  type Thresholds,
  withThresholds,
} from '@sevenstep/checklist';
import { findingLogger } from './diagnosis/log-event.ts';
import { diagnosisCounter } from './diagnosis/metric.ts';
import type { DiagnosisSettings } from './diagnosis/settings.ts';
import { createDetectors } from './patterns/index.ts';
import { DEFAULT_PATTERN_THRESHOLDS, type PatternThresholds } from './patterns/thresholds.ts';
import type { ReadableSpanLike } from './spans/span-types.ts';

/** Options of the processor, and of {@link diagnoseCall}. Each has a default that fits most applications. */
export interface DiagnosisSpanProcessorOptions {
  /**
   * Called with each diagnosis and its span, and once per window with the finding of each pattern. Use it for your own log
   * or counter. Its errors, also of an async function, go to
   * OpenTelemetry's diagnostic log without keys. It must not wait.
   *
   * @default undefined
   * @example onDiagnosis: ({ id, fix }) => console.warn(id, fix)
   */
  readonly onDiagnosis?: ((diagnosis: Diagnosis, span: ReadableSpanLike) => void) | undefined;
  /**
   * Your own rules, tried before those of the catalogue.
   *
   * @default []
   */
  readonly rules?: ChecklistOptions['rules'];
  /**
   * The figures at which one call, or many, count as odd.
   *
   * @default {@link DEFAULT_THRESHOLDS} and {@link DEFAULT_PATTERN_THRESHOLDS}
   * @example thresholds: { nearLimitShare: 0.2, toolRounds: 50 }
   */
  readonly thresholds?: Partial<Thresholds & PatternThresholds> | undefined;
  /**
   * Other severities by id; `off` silences a rule or pattern.
   *
   * @default {}
   * @example severity: { 'response.stream_abandoned': 'off', 'service.outage': 'error' }
   */
  readonly severity?: ChecklistOptions['severity'];
  /**
   * Whether to look for patterns over many calls, such as a retry storm.
   *
   * @default true
   */
  readonly manyCalls?: boolean | undefined;
  /**
   * Where `anthropic.client.diagnoses` is counted.
   *
   * @default the global meter provider
   */
  readonly meterProvider?: MeterProvider | undefined;
  /**
   * Where the log event `anthropic.client.diagnosis` goes, once per window for the finding of each pattern.
   *
   * @default the global logger provider
   */
  readonly loggerProvider?: LoggerProvider | undefined;
  /**
   * The URL of a copy of this repository, with a slash at its end. `anthropic.diagnosis.url` then leads to the page of each
   * finding.
   *
   * @default undefined: no `anthropic.diagnosis.url`
   * @example docs: 'https://docs.example.com/sevenstep/'
   */
  readonly docs?: string | undefined;
  /**
   * Whether the description of a failed call's status begins with the diagnosis: `id: summary.`, then the sentence of the
   * error. Backends show the description before any attribute.
   *
   * @default true
   */
  readonly describeStatus?: boolean | undefined;
}

const NAMES: ReadonlySet<string> = new Set([
  'onDiagnosis',
  'rules',
  'thresholds',
  'severity',
  'manyCalls',
  'meterProvider',
  'loggerProvider',
  'docs',
  'describeStatus',
] satisfies (keyof DiagnosisSpanProcessorOptions)[]);

/**
 * @param owner the owner of the options, for error messages.
 * @param inFlight returns the number of calls under way.
 * @param onRuleError called with the error of a rule in `options`.
 * @throws TypeError that names the option and what is wrong with it.
 */
export function resolveOptions(
  owner: string,
  options: DiagnosisSpanProcessorOptions,
  inFlight: () => number,
  onRuleError?: ChecklistOptions['onRuleError'],
): DiagnosisSettings {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${owner}: expected options, got ${options === null ? 'null' : typeof options}`);
  }
  for (const name of Object.keys(options)) {
    if (!NAMES.has(name)) {
      throw new TypeError(`${owner}: unknown option "${name}"; the options are ${[...NAMES].join(', ')}`);
    }
  }
  const { onDiagnosis, meterProvider, loggerProvider, rules, severity, docs } = options;
  const { manyCalls = true, describeStatus = true } = options;
  if (onDiagnosis !== undefined && typeof onDiagnosis !== 'function') {
    throw new TypeError(`onDiagnosis: expected a function, got ${typeof onDiagnosis}`);
  }
  for (const [name, value] of Object.entries({ manyCalls, describeStatus })) {
    if (typeof value !== 'boolean') {
      throw new TypeError(`${name}: expected true or false, got ${String(value)}`);
    }
  }
  if (meterProvider !== undefined && typeof meterProvider?.getMeter !== 'function') {
    throw new TypeError('meterProvider: expected an OpenTelemetry MeterProvider, with getMeter()');
  }
  if (loggerProvider !== undefined && typeof loggerProvider?.getLogger !== 'function') {
    throw new TypeError('loggerProvider: expected an OpenTelemetry LoggerProvider, with getLogger()');
  }
  if (docs !== undefined && !(typeof docs === 'string' && URL.canParse(docs) && docs.endsWith('/'))) {
    throw new TypeError(`docs: expected a URL with a slash at its end, got ${JSON.stringify(docs)}`);
  }
  const all = withThresholds({ ...DEFAULT_THRESHOLDS, ...DEFAULT_PATTERN_THRESHOLDS }, options.thresholds);
  const { nearLimitShare, streamStalledSeconds, slowConsumerSeconds, ...ofPatterns } = all;
  const thresholds = { nearLimitShare, streamStalledSeconds, slowConsumerSeconds };
  const checklist = createChecklist({ rules, severity, thresholds, onRuleError });
  const listener = manyCalls ? createDetectors(ofPatterns, severity ?? {}, inFlight) : undefined;
  return {
    checklist,
    listener,
    onDiagnosis,
    docs,
    describeStatus,
    count: diagnosisCounter(meterProvider),
    log: findingLogger(loggerProvider),
  };
}
