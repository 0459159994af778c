// The script that runs in Go: a global object with four functions, whose arguments and results are JSON.
import './polyfills.ts';
import { createChecklist, type Thresholds } from '@sevenstep/checklist';
import { type GivenCalls, ManyCalls, type ManyCallsOptions } from './many-calls.ts';
import { takeProblems } from './opentelemetry.ts';
import { diagnoseRecord, type GivenRecord } from './records.ts';
import { type GivenSpan, spanDiagnoser } from './spans.ts';

/** The processor's options that are data. */
interface EngineOptions extends ManyCallsOptions {
  readonly thresholds?: Partial<Thresholds>;
}

interface Engine {
  /** Sets the options. @returns the problem with them; empty if they are valid */
  configure(options: string): string;
  /** Diagnoses spans of one trace. @returns `{spans, diagnoses, calls, problems}` */
  spans(given: string): string;
  /** Diagnoses a log record. @returns `{attributes, diagnosis}`, or nothing */
  record(given: string): string;
  /** Looks for patterns over the calls of a service, which it keeps. @returns `{step, attributes, also, diagnoses}` of each call with a pattern */
  calls(given: string): string;
}

let docs: string | undefined;
let diagnoseSpans = spanDiagnoser({});
let checklist = createChecklist();
let manyCalls = new ManyCalls({});

const engine: Engine = {
  configure(given) {
    try {
      const { patterns, ...options } = JSON.parse(given) as EngineOptions;
      docs = options.docs;
      diagnoseSpans = spanDiagnoser(options);
      checklist = createChecklist({ severity: options.severity, thresholds: options.thresholds });
      manyCalls = new ManyCalls({ ...options, patterns });
      return '';
    } catch (problem) {
      return problem instanceof Error ? problem.message : String(problem);
    }
  },
  spans(given) {
    const diagnosed = diagnoseSpans(JSON.parse(given) as GivenSpan[]);
    return JSON.stringify({ ...diagnosed, problems: takeProblems() });
  },
  record(given) {
    const diagnosed = diagnoseRecord(checklist, docs, JSON.parse(given) as GivenRecord);
    return diagnosed === undefined ? '' : JSON.stringify(diagnosed);
  },
  calls: (given) => JSON.stringify(manyCalls.see(JSON.parse(given) as GivenCalls)),
};

Object.assign(globalThis, { sevenstep: engine });
