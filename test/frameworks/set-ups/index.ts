// All rows, by the sections of the table.
import type { SetUp } from '../set-up.ts';
import { OPENTELEMETRY } from './opentelemetry.ts';
import { VENDORS } from './vendors.ts';

export const SECTIONS: ReadonlyMap<string, readonly SetUp[]> = new Map([
  ['OpenTelemetry', OPENTELEMETRY],
  ["Vendors' SDKs", VENDORS],
]);

export const SET_UPS: readonly SetUp[] = [...SECTIONS.values()].flat();
