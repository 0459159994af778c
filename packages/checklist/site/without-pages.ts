// Leaves out of a bundle what only the pages of rules show, and where phrases were seen.
import type { TsdownPlugin } from 'tsdown';

/** Properties of rules and patterns, as Biome formats them: to the next line that is indented as they are. */
const FOR_PAGES = /^( +)(?:confirm|sample|sources):.*\n(?:\1 .*\n)*(?:\1\],\n)?/gm;
const RECORDS = /[\\/]checklist[\\/]src[\\/](?:rules|patterns)[\\/]/;
/** Properties of phrases. */
const FOR_READERS = /^( +)(?:says|seen):.*\n(?:\1 .*\n)*/gm;
const PHRASES = /[\\/]checklist[\\/]src[\\/]phrases[\\/]/;

/** A third of the code that reads texts would be such words. */
export const WITHOUT_PAGES: TsdownPlugin = {
  name: 'without-pages',
  transform(code, id) {
    if (RECORDS.test(id)) return { code: code.replace(FOR_PAGES, '') };
    return PHRASES.test(id) ? { code: code.replace(FOR_READERS, '') } : undefined;
  },
};
