// A call of the SDK that nothing observes is told of once, unless calls before it have shown that loading works.
import { SIMULATOR_API_KEY } from '@sevenstep/anthropic-simulator';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';

const fixture = setUp();
const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
beforeEach(() => {
  fixture.telemetry.instrumentation.enable();
  warn.mockClear();
});
afterEach(() => fixture.telemetry.instrumentation.disable());

/** As a copy of the SDK that is not patched sends it. */
const unobserved = async (): Promise<void> => {
  const response = await fetch(`${fixture.simulator.url}/v1/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      'x-api-key': SIMULATOR_API_KEY,
      'x-stainless-package-version': '1.12.0',
    },
    body: JSON.stringify(PARAMS),
  });
  await response.text();
};

test.each([
  [0, 1],
  [19, 1],
  [20, 0],
])('after %i observed calls two that are not make %i warnings', async (observed, warnings) => {
  const client = fixture.client('owned');
  for (let call = 0; call < observed; call += 1) await client.messages.create(PARAMS);
  await unobserved();
  await unobserved();
  expect(warn.mock.calls.map(([, options]) => options)).toEqual(
    Array.from({ length: warnings }, () => expect.objectContaining({ code: 'SEVENSTEP_NOT_OBSERVED' })),
  );
});
