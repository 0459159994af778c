// The script that runs in Go: one global object with three functions, whose arguments and results are JSON.
import './polyfills.ts';
import { createChecklist, type Thresholds } from '@sevenstep/checklist';
import type { DiagnosisSpanProcessorOptions } from '@sevenstep/diagnosis-span-processor';
import { takeProblems } from './opentelemetry.ts';
import { diagnoseRecord, type GivenRecord } from './records.ts';
import { diagnoseSpans, type GivenSpan } from './spans.ts';

/** Those of the processor's options that are data. */
interface EngineOptions extends Pick<DiagnosisSpanProcessorOptions, 'severity' | 'docs' | 'describeStatus'> {
  readonly thresholds?: Partial<Thresholds>;
}

interface Engine {
  /** Sets the options. @returns what is wrong with them; empty when nothing is */
  configure(options: string): string;
  /** Diagnoses spans of one trace. @returns `{spans, diagnoses, problems}` */
  spans(given: string): string;
  /** Diagnoses one record of a log. @returns `{attributes, diagnosis}`, or nothing */
  record(given: string): string;
}

let options: EngineOptions = {};
let checklist = createChecklist();

const engine: Engine = {
  configure(given) {
    try {
      options = JSON.parse(given) as EngineOptions;
      diagnoseSpans([], options);
      checklist = createChecklist({ severity: options.severity, thresholds: options.thresholds });
      return '';
    } catch (problem) {
      return problem instanceof Error ? problem.message : String(problem);
    }
  },
  spans(given) {
    const diagnosed = diagnoseSpans(JSON.parse(given) as GivenSpan[], options);
    return JSON.stringify({ ...diagnosed, problems: takeProblems() });
  },
  record(given) {
    const diagnosed = diagnoseRecord(checklist, options.docs, JSON.parse(given) as GivenRecord);
    return diagnosed === undefined ? '' : JSON.stringify(diagnosed);
  },
};

Object.assign(globalThis, { sevenstep: engine });
