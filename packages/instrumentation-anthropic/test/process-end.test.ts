// The end of the process ends calls: one listener for all instrumentations, before those of others.
import { afterEach, expect, test, vi } from 'vitest';
import { stepsFail } from '../../../test/support/failed-steps.ts';

type Listener = (code: number) => void;

const order: string[] = [];
const other: Listener = () => void order.push('another listener');
afterEach(() => {
  process.off('beforeExit', other);
});

test('each instrumentation that listens is told, first of all, until it stops', async () => {
  stepsFail('ending calls with the process');
  process.on('beforeExit', other);
  const before = process.listeners('beforeExit');
  vi.resetModules();
  const { atProcessEnd } = await import('../src/call/process-end.ts');
  const end = (name: string) => () => void order.push(name);
  const stops = ['one', 'two'].map((name) => atProcessEnd(end(name)));
  atProcessEnd(() => {
    throw new Error('not to reach the process');
  });
  atProcessEnd(end('three'));
  const [ours, ...others] = process.listeners('beforeExit') as readonly Listener[];
  try {
    expect(others).toEqual(before);
    for (const listener of [ours, other]) listener?.(0);
    expect(order.splice(0)).toEqual(['one', 'two', 'three', 'another listener']);
    stops[0]?.();
    ours?.(0);
    expect(order.splice(0)).toEqual(['two', 'three']);
    // The listener stays for whoever listens later.
    atProcessEnd(end('four'));
    ours?.(0);
    expect(order.splice(0)).toEqual(['two', 'three', 'four']);
    expect(process.listeners('beforeExit')).toEqual([ours, ...before]);
  } finally {
    if (ours) process.off('beforeExit', ours);
  }
});

test.each([undefined, {}])(
  'where the platform says nothing of its end, as at the edge, nothing is thrown: %o',
  async (platform) => {
    vi.resetModules();
    const { atProcessEnd } = await import('../src/call/process-end.ts');
    vi.stubGlobal('process', platform);
    try {
      expect(() => atProcessEnd(() => undefined)()).not.toThrow();
    } finally {
      vi.unstubAllGlobals();
    }
  },
);
