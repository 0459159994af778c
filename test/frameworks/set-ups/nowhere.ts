// A row whose application makes one call, to an address without a server: each runtime has its own words for that.
import type { SetUp } from '../set-up.ts';

/** workerd alone does not say why: `Network connection lost.` */
const isSilent = (id: string): boolean => id === 'workerd';

export const nowhere = ({ id, title, files, expect, notes: _, ...rest }: SetUp): SetUp => ({
  ...rest,
  id: `${id}-nowhere`,
  title: `${title}; one call, to an address without a server`,
  files: [files, 'nowhere'].flat(),
  expect: {
    ...expect,
    calls: 1,
    verdicts: [isSilent(id) ? 'connection.unrecognized' : 'connection.refused'],
  },
});
