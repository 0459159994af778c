// Each name that a package exports is declared once, as CONTRIBUTING asks: one name per idea.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { PACKAGE_NAMES } from '../support/packages.ts';

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));

/** The same idea in packages that do not depend on each other, or of which one extends the other's. */
const SHARED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Call: 'one API call, in the instrumentation while it runs, in the doctor as its spans show it',
    Attempt: 'one HTTP request of a call, in the instrumentation and in `doctor check`',
    Json: 'an object of JSON',
    Dialect: 'one of several ways of saying the same, of spans in the checklist, of queries in alerts',
    isLoopback: 'a host that is this machine, in the simulator and in the doctor',
    memoizeLast: 'a function that keeps its last result, in the checklist and in wire',
    proxyUse: 'how a call meets a proxy, in the instrumentation and in `doctor check`',
  }),
);

/** Always imported as `phrases`: `phrases.deadline` has the words for the rule `deadline`. */
const NAMESPACES = /^phrases\//;

const DECLARED =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm;

const declarations = PACKAGE_NAMES.flatMap((name) =>
  readdirSync(`${packages}${name}/src`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !NAMESPACES.test(path))
    .flatMap((path) => {
      const text = readFileSync(`${packages}${name}/src/${path}`, 'utf8');
      // Overloads count as one declaration.
      const names = new Set([...text.matchAll(DECLARED)].map(([, declared = '']) => declared));
      return [...names].map((declared) => ({ declared, file: `${name}/${path}` }));
    }),
);

const filesOf = Map.groupBy(declarations, ({ declared }) => declared);

it('is declared once', () => {
  const twice = [...filesOf].filter(([name, { length }]) => length > 1 && !SHARED.has(name));
  expect(twice.map(([name, found]) => [name, ...found.map(({ file }) => file)])).toEqual([]);
});

it.each([...SHARED])('%s is shared: %s', (name) => {
  expect(filesOf.get(name)?.length).toBeGreaterThan(1);
});
