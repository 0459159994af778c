// Calls under way are counted for the process: another world of it, as Jest makes one for each test file, sees the same number.
import { channel } from 'node:diagnostics_channel';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { callsUnderWay, countCall } from '../src/call/calls-under-way.ts';

test('another world of the process sees the calls of this one', () => {
  const before = callsUnderWay();
  countCall(1);
  const held = channel('sevenstep:calls-under-way');
  const seen = runInNewContext("held[Symbol.for('@sevenstep/calls-under-way.v1')]", { held });
  expect(seen).toBe(before + 1);
  countCall(-1);
  expect(callsUnderWay()).toBe(before);
});
