// What the pages of the unknown rules show besides, by the rules' ids.
import type { Page } from '../rule.ts';
import { unrecognizedPage } from '../unrecognized.ts';

export const unknownPages: Readonly<Record<string, Page>> = {
  'unknown.unrecognized': unrecognizedPage,
};
