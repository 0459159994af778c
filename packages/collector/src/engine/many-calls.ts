// Looks for patterns over the calls of each service. Only this part of the engine keeps calls.
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

/** Calls of one service, in the order of their ends. */
export interface GivenCalls {
  /** The service's number. The Go program has its name. */
  readonly service: number;
  /** Numbers of services to forget. */
  readonly forget?: readonly number[];
  readonly steps: readonly GivenStep[];
}

export interface GivenStep {
  /** Calls that ended before `call` and are only counted. */
  readonly healthy?: HealthyCalls;
  readonly call?: CallSummary;
  /** The status description of a failed call without a diagnosis. */
  readonly sentence?: string;
}

/** Patterns that a call completes, as attributes for its spans. */
export interface FoundPatterns {
  /** The index of its step. */
  readonly step: number;
  /** A diagnosis, for a call without one. */
  readonly attributes?: object;
  readonly description?: string;
  /** Ids to append to the `anthropic.diagnosis.also` of a call with a diagnosis. */
  readonly also?: readonly string[];
  readonly diagnoses: readonly CountedDiagnosis[];
}

/** The processor's options for patterns. */
export interface ManyCallsOptions
  extends Pick<DiagnosisSpanProcessorOptions, 'severity' | 'docs' | 'describeStatus' | 'manyCalls'> {
  readonly patterns?: Partial<PatternThresholds> | undefined;
}

/** The most failed requests to keep per service. In an outage, all requests of a fleet fail. */
const MOST_REQUESTS = 200;

/** Keeps detectors per service. The Go program bounds the number of services. */
export class ManyCalls {
  readonly #options: ManyCallsOptions;
  readonly #thresholds: PatternThresholds;
  readonly #services = new Map<number, PatternDetectors>();

  /** @throws TypeError that names the invalid threshold. */
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
    // Other gateways may see more calls with the same key, so this one cannot know who else uses its limits.
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
