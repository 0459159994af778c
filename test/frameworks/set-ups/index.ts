// All rows, by the sections of the table.
import type { SetUp } from '../set-up.ts';
import { BUNDLERS } from './bundlers.ts';
import { FRAMEWORKS } from './frameworks.ts';
import { OPENTELEMETRY } from './opentelemetry.ts';
import { RUNTIMES } from './runtimes.ts';
import { VENDORS } from './vendors.ts';
import { WEB } from './web.ts';

export const SECTIONS: ReadonlyMap<string, readonly SetUp[]> = new Map([
  ['OpenTelemetry', OPENTELEMETRY],
  ["Vendors' SDKs", VENDORS],
  ['Frameworks', FRAMEWORKS],
  ['Web frameworks', WEB],
  ['Bundlers and test runners', BUNDLERS],
  ['Runtimes', RUNTIMES],
]);

export const SET_UPS: readonly SetUp[] = [...SECTIONS.values()].flat();
