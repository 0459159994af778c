// Checks our registry, and emitted telemetry against it, with the real weaver if it is installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import * as core from './core.ts';
import type { Finding } from './findings.ts';
import { REGISTRY } from './live-check.ts';
import * as genAi from './model.ts';
import type { Signal } from './signal.ts';

/** The weaver that `WEAVER` names, or that of the `PATH`. */
export function findWeaver(): string | undefined {
  const given = process.env.WEAVER;
  const command = given || 'weaver';
  // Other programs have that name, too.
  if (spawnSync(command, ['registry', '--help']).status === 0) return command;
  if (given) throw new Error(`WEAVER: ${given} does not run \`registry\``);
  return undefined;
}

export interface WeaverReport {
  readonly version: string;
  /** The dependencies of our registry that it used. */
  readonly dependencies: string;
  /** Its findings of level `violation`, each once. */
  readonly violations: readonly Finding[];
  /** How often it said less than that, by level and id. */
  readonly advice: Readonly<Record<string, number>>;
}

/** @throws Error when the registry itself does not pass. */
export function checkByWeaver(weaver: string, signals: readonly Signal[]): WeaverReport {
  const folder = mkdtempSync(join(tmpdir(), 'sevenstep-weaver-'));
  try {
    const isReleased = process.env.WEAVER_DEPENDENCIES === 'released';
    const registry = isReleased ? fileURLToPath(REGISTRY) : withStandIns(folder);
    run(weaver, ['registry', 'check', '-r', registry, '--v2']);
    const samples = join(folder, 'samples.json');
    writeFileSync(samples, JSON.stringify(signals.map(sampleOf)));
    // Not `--v2`: what 0.25.1 shows there has no attribute of another registry.
    const what = ['registry', 'live-check', '-r', registry, '--fail-on', 'none'];
    const input = ['--input-source', samples, '--input-format', 'json'];
    const report = run(weaver, [...what, ...input, '--format', 'json', '--no-stream']);
    const found = adviceIn(JSON.parse(report));
    const isViolation = ({ level }: Advice) => level === 'violation';
    return {
      version: execFileSync(weaver, ['--version'], { encoding: 'utf8' }).trim(),
      dependencies: isReleased ? 'the released ones' : 'stand-ins, made of `model.ts` and `core.ts`',
      violations: distinct(found.filter(isViolation)),
      advice: counted(found.filter((one) => !isViolation(one))),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(weaver: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(weaver, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`weaver ${args.slice(0, 2).join(' ')} failed:\n${stdout}\n${stderr}`);
  return stdout;
}

/** Weaver's advice on a sample or a part of it. */
interface Advice {
  readonly level: string;
  readonly id: string;
  readonly message: string;
  readonly signal_name?: string;
}

function adviceIn(part: unknown): Advice[] {
  if (typeof part !== 'object' || part === null) return [];
  const own = (part as { live_check_result?: { all_advice?: Advice[] } }).live_check_result?.all_advice ?? [];
  const parts = Object.entries(part).filter(([name]) => name !== 'live_check_result');
  return [...own, ...parts.flatMap(([, value]) => adviceIn(value))];
}

function distinct(found: readonly Advice[]): Finding[] {
  const all = found.map(({ id, message, signal_name: signal = '' }) => ({ id, about: message, signal }));
  return [...new Map(all.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function counted(found: readonly Advice[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { level, id } of found) counts[`${level} ${id}`] = (counts[`${level} ${id}`] ?? 0) + 1;
  return counts;
}

const attributesOf = ({ attributes }: Signal) =>
  Object.entries(attributes).map(([name, value]) => ({ name, value }));

/** A signal as weaver's JSON has it. */
function sampleOf(signal: Signal): object {
  const attributes = attributesOf(signal);
  const { name } = signal;
  if (signal.type === 'resource') return { resource: { attributes } };
  if (signal.type === 'span') {
    const { kind, isError, isOk } = signal;
    const status = { code: isError ? 'error' : isOk ? 'ok' : 'unset', message: '' };
    return { span: { name, kind, status, attributes, span_events: [], span_links: [] } };
  }
  if (signal.type === 'event')
    return {
      log: { event_name: name, severity_number: signal.severity, severity_text: '', body: '', attributes },
    };
  const { unit, instrument, value } = signal;
  const point = instrument === 'histogram' ? histogramOf(value) : { value };
  return { metric: { name, unit, instrument, data_points: [{ attributes, ...point }] } };
}

function histogramOf(value: unknown): object {
  const { count, sum, buckets } = value as {
    count: number;
    sum?: number;
    buckets: { counts: number[]; boundaries: number[] };
  };
  return { count, sum, bucket_counts: buckets.counts, explicit_bounds: buckets.boundaries };
}

/** Our registry in `folder`, with stand-ins for those that it depends on: what `model.ts` and `core.ts` know of them. */
function withStandIns(folder: string): string {
  const registry = join(folder, 'registry');
  cpSync(REGISTRY, registry, { recursive: true });
  const manifest = parse(readFileSync(join(registry, 'manifest.yaml'), 'utf8'));
  const [genAiUrl, coreUrl]: string[] = manifest.dependencies.map(
    ({ schema_url }: { schema_url: string }) => schema_url,
  );
  const dependencies = [
    { schema_url: genAiUrl, registry_path: join(folder, 'gen-ai') },
    { schema_url: coreUrl, registry_path: join(folder, 'core') },
  ];
  const write = (name: string, content: object) => writeFileSync(join(folder, name), stringify(content));
  for (const name of ['gen-ai', 'core']) mkdirSync(join(folder, name));
  write('registry/manifest.yaml', { ...manifest, dependencies });
  write('core/manifest.yaml', { name: 'core', schema_url: coreUrl });
  write('core/model.yaml', CORE);
  write('gen-ai/manifest.yaml', {
    name: 'gen-ai',
    schema_url: genAiUrl,
    dependencies: dependencies.slice(1),
  });
  write('gen-ai/model.yaml', GEN_AI);
  return registry;
}

const stability = 'development';
const brief = 'As the conventions have it.';
const EXAMPLES: Readonly<Record<string, readonly unknown[]>> = {
  string: ['a'],
  'string[]': [['a']],
  any: ['a'],
};

const defined = (types: Readonly<Record<string, string>>, wrap = (type: string) => type) =>
  Object.entries(types).map(([key, type]) => ({
    key,
    type: wrap(type),
    stability,
    brief,
    examples: EXAMPLES[type] ?? [1],
  }));
const refs = (names: readonly string[], level: string) =>
  names.map((ref) => ({ ref, requirement_level: level }));
const signal = { stability, brief };

const CORE = {
  file_format: 'definition/2',
  attributes: [...defined(core.ATTRIBUTES), ...defined(core.TEMPLATES, (type) => `template[${type}]`)],
  spans: [
    {
      type: 'http.client',
      kind: 'client',
      name: { note: '' },
      ...signal,
      attributes: refs(core.HTTP_CLIENT_SPAN, 'recommended'),
    },
  ],
  entities: Object.entries(core.ENTITIES).map(([type, identity]) => ({
    type,
    ...signal,
    identity: identity.map((ref) => ({ ref })),
  })),
};

const optional = { conditionally_required: 'If known.' };
const GEN_AI = {
  file_format: 'definition/2',
  attributes: defined(genAi.ATTRIBUTES),
  spans: Object.entries(genAi.SPANS).map(([type, model]) => ({
    type,
    kind: model.kind,
    name: { note: '' },
    ...signal,
    attributes: [
      ...refs(model.required, 'required'),
      ...refs([...model.conditionallyRequired, ...model.recommended], 'recommended'),
      ...refs(model.optIn, 'opt_in'),
    ],
  })),
  metrics: Object.entries(genAi.METRICS).map(([name, { instrument, unit, required, attributes }]) => ({
    name,
    instrument,
    unit,
    ...signal,
    attributes: [
      ...refs(required, 'required'),
      ...attributes.map((ref) => ({ ref, requirement_level: optional })),
    ],
  })),
  events: Object.entries(genAi.EVENTS).map(([name, { attributes }]) => ({
    name,
    ...signal,
    attributes: attributes.map((ref) => ({ ref, requirement_level: optional })),
  })),
};
