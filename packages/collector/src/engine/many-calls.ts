// Looks for patterns over the calls of each service: the one part of the engine that remembers calls.
import { describeStatus, diagnosisAttributes, type Finding, withThresholds } from '@sevenstep/checklist';
import {
  DEFAULT_PATTERN_THRESHOLDS,
  type DiagnosisSpanProcessorOptions,
  type PatternThresholds,
} from '@sevenstep/diagnosis-span-processor';
import type { CallSummary } from '../../../diagnosis-span-processor/src/patterns/call-summary.ts';
import type { HealthyCalls } from '../../../diagnosis-span-processor/src/patterns/healthy-calls.ts';
import {
  createDetectors,
  type PatternDetectors,
} from '../../../diagnosis-span-processor/src/patterns/index.ts';
import type { CountedDiagnosis } from './spans.ts';

/** Calls of one service, in the order in which they ended. */
export interface GivenCalls {
  /** Its number; the Go program knows its name. */
  readonly service: number;
  /** Numbers of services that are gone. */
  readonly forget?: readonly number[];
  readonly steps: readonly GivenStep[];
}

export interface GivenStep {
  /** Calls that ended before `call` and are only counted. */
  readonly healthy?: HealthyCalls;
  readonly call?: CallSummary;
  /** The description of the status of a failed call that has no diagnosis. */
  readonly sentence?: string;
}

/** Patterns that a call completes, as attributes to add to its spans. */
export interface FoundPatterns {
  /** The place of its step. */
  readonly step: number;
  /** A diagnosis, for a call that has none. */
  readonly attributes?: object;
  readonly description?: string;
  /** Ids to append to `anthropic.diagnosis.also` of a call that has one. */
  readonly also?: readonly string[];
  readonly diagnoses: readonly CountedDiagnosis[];
}

/** Those of the processor's options that count here. */
export interface ManyCallsOptions
  extends Pick<DiagnosisSpanProcessorOptions, 'severity' | 'docs' | 'describeStatus' | 'manyCalls'> {
  readonly patterns?: Partial<PatternThresholds> | undefined;
}

/** Failed requests of each service: in an outage these are all requests of a fleet. */
const MOST_REQUESTS = 200;

/** The Go program bounds the number of services. */
export class ManyCalls {
  readonly #options: ManyCallsOptions;
  readonly #thresholds: PatternThresholds;
  readonly #services = new Map<number, PatternDetectors>();

  /** @throws TypeError that names the threshold and what is wrong with it. */
  constructor(options: ManyCallsOptions) {
    this.#options = options;
    this.#thresholds = withThresholds(DEFAULT_PATTERN_THRESHOLDS, options.patterns);
  }

  see({ service, forget = [], steps }: GivenCalls): readonly FoundPatterns[] {
    for (const gone of forget) this.#services.delete(gone);
    const detectors = this.#detectorsOf(service);
    return steps.flatMap(({ healthy, call, sentence }, step) => {
      if (healthy !== undefined) detectors.count(healthy);
      const findings = call === undefined ? [] : detectors.see(call);
      return call === undefined ? [] : this.#found(findings, step, call, sentence);
    });
  }

  #detectorsOf(service: number): PatternDetectors {
    const known = this.#services.get(service);
    if (known !== undefined) return known;
    // Other gateways have more calls of the same key: this one cannot know who else uses its limits.
    const made = createDetectors(this.#thresholds, this.#options.severity ?? {}, undefined, MOST_REQUESTS);
    this.#services.set(service, made);
    return made;
  }

  #found(
    findings: readonly Finding[],
    step: number,
    call: CallSummary,
    sentence: string | undefined,
  ): readonly FoundPatterns[] {
    const [first, ...others] = findings;
    if (first === undefined) return [];
    const diagnoses = findings.map(({ id, step: check, severity, action }) => ({
      id,
      step: check,
      severity,
      action,
    }));
    if (call.diagnosis !== undefined) return [{ step, also: findings.map(({ id }) => id), diagnoses }];
    const { docs, describeStatus: describes } = this.#options;
    return [
      {
        step,
        attributes: diagnosisAttributes({ ...first, also: others }, docs),
        ...(describes && call.failed && { description: describeStatus(first, sentence) }),
        diagnoses,
      },
    ];
  }
}
