// `npm run conformance`: prints its cases, their coverage of the GenAI conventions, and every violation. It fails on an undeclared one.
import { secretsIn } from '../support/secrets.ts';
import { SPAN_KINDS } from '../support/telemetry.ts';
import { capture } from './capture.ts';
import { type Finding, findings } from './findings.ts';
import { COVERED_AT_LEAST, GAPS, gapOf } from './gaps.ts';
import { Registry } from './live-check.ts';
import { declared, EVENTS, METRICS, SPANS } from './model.ts';
import { OTHER_SCENARIOS, SCENARIOS, type Scenario } from './scenarios.ts';
import type { Signal } from './signal.ts';
import { checkByWeaver, findWeaver } from './weaver.ts';

const problems: string[] = [];
const usedGaps = new Set<string>();
const registry = new Registry();
const emitted: Signal[] = [];

for (const kind of SPAN_KINDS) {
  console.log(`\n${kind === 'owned' ? "The instrumentation's own spans" : "The SDK's spans, adopted"}`);
  const run = async (scenarios: Readonly<Record<string, Scenario>>): Promise<Signal[]> => {
    const all: Signal[] = [];
    for (const [name, scenario] of Object.entries(scenarios)) {
      const signals = await capture(scenario, kind);
      all.push(...signals);
      const wrong = check(scenario, signals);
      console.log(`  ${wrong.length === 0 ? 'pass' : 'FAIL'}  ${name}: ${countsOf(signals)}`);
      problems.push(...wrong.map((problem) => `${kind}, ${name}: ${problem}`));
    }
    return all;
  };
  const ofSuite = await run(SCENARIOS);
  const all = [...ofSuite, ...(await run(OTHER_SCENARIOS))];
  emitted.push(...all);
  printCoverage(ofSuite);
  printFindings([...ofSuite.flatMap(findings), ...all.flatMap((signal) => registry.check(signal))], kind);
}

const weaver = findWeaver();
if (weaver === undefined) {
  console.log(`\nChecked against the registry by \`live-check.ts\`: ${emitted.length} signals`);
  console.log('  weaver did not run: neither WEAVER nor the PATH has one');
} else {
  const { version, dependencies, violations, advice } = checkByWeaver(weaver, emitted);
  console.log(
    `\nChecked against the registry by \`live-check.ts\` and by ${version}: ${emitted.length} signals`,
  );
  console.log(`  \`registry check\` passes; its dependencies are ${dependencies}`);
  for (const [what, count] of Object.entries(advice)) console.log(`  ${count} × ${what}`);
  console.log(`  \`registry live-check\`: ${violations.length} violations`);
  problems.push(...violations.map(({ id, about, signal }) => `weaver: ${id} on ${signal}: ${about}`));
}

const stale = GAPS.filter(({ id, about }) => !usedGaps.has(`${id} ${about}`));
problems.push(...stale.map(({ id, about }) => `${id} ${about} is no longer found: remove it from the gaps`));

console.log(problems.length === 0 ? '\nConforms, but for the declared gaps.' : `\n${problems.join('\n')}`);
process.exitCode = problems.length === 0 ? 0 : 1;

function countOperations(signals: readonly Signal[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type, attributes } of signals) {
    const operation = type === 'span' ? attributes['gen_ai.operation.name'] : undefined;
    if (typeof operation === 'string') counts[operation] = (counts[operation] ?? 0) + 1;
  }
  return counts;
}

function countsOf(signals: readonly Signal[]): string {
  const operations = Object.entries(countOperations(signals)).map(([name, count]) => `${count} ${name}`);
  const events = signals.filter(({ type }) => type === 'event').length;
  const metrics = new Set(signals.filter(({ type }) => type === 'metric').map(({ name }) => name)).size;
  return `${operations.join(', ')}; events: ${events}; metrics: ${metrics}`;
}

function check({ spans, parts }: Scenario, signals: readonly Signal[]): string[] {
  const counts = countOperations(signals);
  const wrong = Object.entries(spans).filter(([operation, count]) => counts[operation] !== count);
  const content = JSON.stringify(
    signals.filter(({ type }) => type === 'span').map(({ attributes }) => attributes),
  );
  const missing = parts.filter((part) => !content.includes(`\\"type\\":\\"${part}\\"`));
  return [
    ...wrong.map(([operation, count]) => `${counts[operation] ?? 0} spans of ${operation}, not ${count}`),
    ...missing.map((part) => `no part of type ${part}`),
    ...secretsIn(JSON.stringify(signals)),
  ];
}

function printCoverage(signals: readonly Signal[]): void {
  const named = (type: Signal['type']) => signals.filter((signal) => signal.type === type);
  console.log('  coverage');
  for (const [name, model] of Object.entries(SPANS)) {
    const spans = named('span').filter(({ attributes }) =>
      model.operations.includes(String(attributes['gen_ai.operation.name'])),
    );
    const carried = new Set(spans.flatMap(({ attributes }) => Object.keys(attributes)));
    const missing = declared(model).filter((attribute) => !carried.has(attribute));
    const total = declared(model).length;
    const least = COVERED_AT_LEAST[name] ?? 0;
    if (total - missing.length < least) problems.push(`${name} carries fewer than ${least} attributes`);
    console.log(`    ${name}: ${total - missing.length} of ${total} attributes; not: ${missing.join(', ')}`);
  }
  const share = (what: string, names: readonly string[], seen: readonly Signal[]) => {
    const missing = names.filter((name) => !seen.some((signal) => signal.name === name));
    const without = missing.length > 0 ? `; not: ${missing.join(', ')}` : '';
    console.log(`    ${what}: ${names.length - missing.length} of ${names.length}${without}`);
  };
  share('events', Object.keys(EVENTS), named('event'));
  share('metrics', Object.keys(METRICS), named('metric'));
}

function printFindings(found: readonly Finding[], kind: string): void {
  const distinct = new Map(found.map((finding) => [JSON.stringify(finding), finding]));
  const declaredOnes: Record<string, number> = {};
  for (const finding of distinct.values()) {
    const gap = gapOf(finding);
    if (gap) {
      usedGaps.add(`${gap.id} ${gap.about}`);
      const line = `${gap.id} ${gap.about}: ${gap.reason}`;
      declaredOnes[line] = (declaredOnes[line] ?? 0) + 1;
    } else problems.push(`${kind}: ${finding.id} ${finding.about} on ${finding.signal}`);
  }
  console.log(`  violations: ${distinct.size}, declared as`);
  for (const [line, count] of Object.entries(declaredOnes)) console.log(`    ${count} × ${line}`);
}
