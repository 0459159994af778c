// Parts of Node.js are used where a runtime has them, and their absence breaks nothing.
import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { builtinModule, collectionRegistry, warnProcess } from '../src/runtime.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('a module of Node.js', () => {
  expect(builtinModule('node:crypto')?.createHash).toBe(createHash);
});

test.each<[runtime: string, process: unknown]>([
  ['no process', undefined],
  ['a process of another kind', {}],
  [
    'a process that throws on the question',
    {
      getBuiltinModule: () => {
        throw new Error('not at the edge');
      },
    },
  ],
])('with %s there is none, and no warning', (_, process) => {
  vi.stubGlobal('process', process);
  expect(builtinModule('node:crypto')).toBeUndefined();
  expect(warnProcess('x', 'CODE')).toBe(false);
});

test('a warning has its type and its code', () => {
  const emit = vi.spyOn(process, 'emitWarning').mockReturnValue();
  expect(warnProcess('what', 'CODE')).toBe(true);
  expect(emit.mock.calls).toEqual([['what', { type: 'SevenstepWarning', code: 'CODE' }]]);
  expect(emit.mock.contexts).toEqual([process]);
});

test('a registry of what was collected, where the runtime says it', () => {
  expect(collectionRegistry(() => {})).toBeInstanceOf(FinalizationRegistry);
  vi.stubGlobal('FinalizationRegistry', undefined);
  expect(collectionRegistry(() => {})).toBeUndefined();
});
