// The table of cells: which SDK, on which OpenTelemetry, loaded by which module system; and which of them CI runs.
import { sharedVersion } from '../support/packages.ts';

/** How an application loads the SDK. */
const MODULE_SYSTEMS = ['cjs', 'esm'] as const;
export type ModuleSystem = (typeof MODULE_SYSTEMS)[number];

/** Whose the call spans are: the SDK's own, adopted; ours, where the SDK makes none or its tracing is off. */
export type SpanKind = 'adopted' | 'owned';

/** A line of the OpenTelemetry SDK: the package that has the tracer provider, and what goes with it. */
export interface OtelLine {
  readonly name: string;
  readonly sdk: '@opentelemetry/sdk-trace-base' | '@opentelemetry/sdk-trace';
  readonly packages: Readonly<Record<string, string>>;
}

/** The last whose spans do not call `onEnding` of their processors. */
const OTEL_2_2: OtelLine = {
  name: '2.2',
  sdk: '@opentelemetry/sdk-trace-base',
  packages: {
    '@opentelemetry/api': '1.9.1',
    '@opentelemetry/context-async-hooks': '2.2.0',
    '@opentelemetry/core': '2.2.0',
    '@opentelemetry/sdk-trace-base': '2.2.0',
  },
};

const OTEL_2: OtelLine = {
  name: '2.x',
  sdk: '@opentelemetry/sdk-trace-base',
  packages: {
    '@opentelemetry/api': '1.9.1',
    '@opentelemetry/context-async-hooks': '2.12.0',
    '@opentelemetry/core': '2.12.0',
    '@opentelemetry/sdk-trace-base': '2.12.1',
  },
};

/** Its tracer provider needs API 1.10, and is no longer in `sdk-trace-base`. */
const OTEL_3: OtelLine = {
  name: '3.x',
  sdk: '@opentelemetry/sdk-trace',
  packages: {
    '@opentelemetry/api': '1.10.0',
    '@opentelemetry/context-async-hooks': '3.1.1',
    '@opentelemetry/core': '3.1.1',
    '@opentelemetry/sdk-trace': '3.1.1',
  },
};

/** The newest packages of the platforms, which need the newest SDK. */
export const PLATFORMS: Readonly<Record<string, string>> = Object.fromEntries(
  ['aws', 'bedrock', 'foundry', 'vertex']
    .map((cloud) => `@anthropic-ai/${cloud}-sdk`)
    .map((name) => [name, sharedVersion(name)]),
);

interface SdkRow {
  readonly version: string;
  /** Why this version is in the table. */
  readonly why: string;
  readonly kinds: readonly SpanKind[];
  readonly inCi: boolean;
  readonly otel: readonly OtelLine[];
}

/** CI runs it on each of its lines, the others on the first. */
const NEWEST = sharedVersion('@anthropic-ai/sdk');

const OWNED: readonly SpanKind[] = ['owned'];
const BOTH_KINDS: readonly SpanKind[] = ['adopted', 'owned'];
const OTEL_2_ONLY: readonly OtelLine[] = [OTEL_2];
const BOTH_LINES: readonly OtelLine[] = [OTEL_2, OTEL_3];

/** Ordered from the oldest to the newest. Version 0.50.0 does not exist. */
const SDKS: readonly SdkRow[] = [
  { version: '0.50.1', why: 'the oldest', kinds: OWNED, inCi: true, otel: BOTH_LINES },
  { version: '0.54.0', why: 'files', kinds: OWNED, inCi: false, otel: OTEL_2_ONLY },
  { version: '0.57.0', why: 'buildRequest is asynchronous', kinds: OWNED, inCi: false, otel: OTEL_2_ONLY },
  { version: '0.65.0', why: 'the tool runner', kinds: OWNED, inCi: false, otel: OTEL_2_ONLY },
  { version: '0.71.2', why: 'widely installed', kinds: OWNED, inCi: false, otel: OTEL_2_ONLY },
  { version: '0.82.0', why: 'errors have a type; parse', kinds: OWNED, inCi: false, otel: OTEL_2_ONLY },
  { version: '0.90.0', why: 'between', kinds: OWNED, inCi: false, otel: OTEL_2_ONLY },
  { version: '0.100.1', why: 'the last without middleware', kinds: OWNED, inCi: true, otel: OTEL_2_ONLY },
  { version: '0.101.0', why: 'the first with middleware', kinds: OWNED, inCi: true, otel: OTEL_2_ONLY },
  { version: '0.110.0', why: 'backend middleware', kinds: OWNED, inCi: false, otel: OTEL_2_ONLY },
  { version: '0.120.0', why: 'abort listeners are taken off', kinds: OWNED, inCi: false, otel: OTEL_2_ONLY },
  { version: '0.133.0', why: 'the last without own spans', kinds: OWNED, inCi: true, otel: BOTH_LINES },
  { version: '0.134.0', why: 'the first with own spans', kinds: BOTH_KINDS, inCi: true, otel: BOTH_LINES },
  { version: '1.0.0', why: 'the first of 1.x', kinds: BOTH_KINDS, inCi: false, otel: BOTH_LINES },
  { version: NEWEST, why: 'the newest', kinds: BOTH_KINDS, inCi: true, otel: BOTH_LINES },
];

/** Third-party packages that are installed together. */
export interface Installation {
  readonly sdk: string;
  readonly otel: OtelLine;
  /** Package name to version. */
  readonly platforms: Readonly<Record<string, string>>;
}

/** An installation, and one way to load it. */
export interface Cell extends Installation {
  readonly system: ModuleSystem;
  readonly kinds: readonly SpanKind[];
  readonly inCi: boolean;
}

export const CELLS: readonly Cell[] = SDKS.flatMap(({ version, kinds, inCi, otel }) =>
  otel.flatMap((line) =>
    MODULE_SYSTEMS.map((system) => ({
      sdk: version,
      otel: line,
      system,
      platforms: line === OTEL_2 && version === NEWEST ? PLATFORMS : {},
      kinds,
      inCi: inCi && (line === OTEL_2 || version === NEWEST),
    })),
  ),
);

/** The cells of an SDK version that has no row yet: as the newest has them. */
export const cellsLikeNewest = (version: string): readonly Cell[] =>
  CELLS.filter(({ sdk }) => sdk === NEWEST).map((cell) => ({ ...cell, sdk: version }));

/** Lines on which the places of the diagnosis processor are tried, and whether spans call `onEnding` there. */
export const PLACEMENTS: readonly { readonly on: Installation; readonly ending: boolean }[] = [
  { on: { sdk: NEWEST, otel: OTEL_2_2, platforms: {} }, ending: false },
  { on: { sdk: NEWEST, otel: OTEL_2, platforms: PLATFORMS }, ending: true },
  { on: { sdk: NEWEST, otel: OTEL_3, platforms: {} }, ending: true },
];

/** Such as `@anthropic-ai/sdk 1.14.0, OpenTelemetry 2.x, esm`. */
export const cellName = ({ sdk, otel, system }: Cell): string => `sdk ${sdk}, otel ${otel.name}, ${system}`;
