// Who is compared: each subject with the packages it needs beside the SDK and OpenTelemetry.
import type { Installation } from '../support/installation.ts';
import { sharedVersion } from '../support/packages.ts';

export interface Row {
  /** As in `suite/subjects.ts`. */
  readonly name: string;
  readonly label: string;
  /** Its packages, beside those that every subject has, or in their place. */
  readonly packages: Readonly<Record<string, string>>;
  /** The subject that does without it, on the same SDK. */
  readonly without: string;
  /** Set to measure only work, not the other measures. */
  readonly only?: 'work';
  /** Whether it is part of the short run. */
  readonly inShort: boolean;
  /** The subject that its process starts, if its name differs. */
  readonly subject?: string;
}

/** The packages of every subject. */
export const COMMON: Readonly<Record<string, string>> = {
  '@anthropic-ai/sdk': sharedVersion('@anthropic-ai/sdk'),
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/context-async-hooks': '2.12.0',
  '@opentelemetry/sdk-metrics': '2.12.0',
  '@opentelemetry/sdk-trace-base': '2.12.1',
};

const OURS = {};
/** Traceloop throws when SDK 1.0 or newer is loaded. This is the newest version with which it loads. */
const SDK_0 = { '@anthropic-ai/sdk': '0.137.0' };

const row = (
  name: string,
  label: string,
  packages: Row['packages'] = OURS,
  more: Partial<Row> = {},
): Row => ({
  name,
  label,
  packages,
  without: 'bare',
  inShort: packages === OURS,
  ...more,
});

export const ROWS: readonly Row[] = [
  row('bare', 'SDK alone'),
  row('floor', 'by hand'),
  row('same', "Sevenstep's, by hand", OURS, { only: 'work', inShort: false }),
  row('owned', 'Sevenstep'),
  row('sdk', "SDK's own spans"),
  row('sameOnSdk', "Sevenstep's on the SDK's, by hand", OURS, { only: 'work', inShort: false }),
  row('adopted', "Sevenstep on the SDK's"),
  row('bare-0', 'SDK 0.137.0 alone', SDK_0, { without: 'bare-0' }),
  row(
    'traceloop',
    'Traceloop',
    { ...SDK_0, '@traceloop/instrumentation-anthropic': '0.27.0' },
    { without: 'bare-0' },
  ),
  row('openinference', 'OpenInference', { '@arizeai/openinference-instrumentation-anthropic': '0.2.8' }),
  row('sentry', 'Sentry', { '@sentry/node': '11.12.0' }),
];

const before = (name: string, subject: string, label: string): Row => row(name, label, OURS, { subject });

/** Another checkout's, beside this one's. */
export const BEFORE: readonly Row[] = [
  before('before', 'owned', 'Sevenstep before'),
  before('adoptedBefore', 'adopted', "Sevenstep before on the SDK's"),
];

/** The installation of a row. Our subjects share one with those that need no packages. */
export const installationOf = ({ name, packages, subject }: Row): Installation =>
  packages === OURS
    ? { name: subject ? 'before' : 'sevenstep', dependencies: COMMON }
    : { name, dependencies: { ...COMMON, ...packages }, withoutOurs: true };

/** The baseline for the size of an installation. */
export const WITHOUT: Readonly<Record<string, Installation>> = {
  bare: { name: 'bare', dependencies: COMMON, withoutOurs: true },
  'bare-0': { name: 'bare-0', dependencies: { ...COMMON, ...SDK_0 }, withoutOurs: true },
};
