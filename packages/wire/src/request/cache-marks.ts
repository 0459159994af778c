// Checks the prompt-cache marks: their number, and the order of their lifetimes.
import type { GivenRequest } from './given-request.ts';
import { isPlainArray, isPlainObject, type Plain, type PlainObject } from './plain.ts';
import type { ReportProblem } from './problem.ts';

interface Mark {
  readonly path: string;
  readonly ttl: Plain | undefined;
}

/** All marks, in the order in which the API reads them. */
function marksOf({ params }: GivenRequest): readonly Mark[] {
  const marks: Mark[] = [];
  const add = (holder: PlainObject, path: string) => {
    if (isPlainObject(holder.cache_control)) marks.push({ path, ttl: holder.cache_control.ttl });
  };
  const each = (items: Plain | undefined, path: string, visit: (item: PlainObject, path: string) => void) => {
    if (!isPlainArray(items)) return;
    items.forEach((item, index) => {
      if (isPlainObject(item)) visit(item, `${path}.${index}`);
    });
  };
  each(params.tools, 'tools', add);
  each(params.system, 'system', add);
  each(params.messages, 'messages', (message, at) =>
    each(message.content, `${at}.content`, (block, path) => {
      // A result comes after its content.
      if (block.type === 'tool_result') each(block.content, `${path}.content`, add);
      add(block, path);
    }),
  );
  return marks;
}

const MOST_MARKS = 4;

export function checkCacheMarks(request: GivenRequest, report: ReportProblem): void {
  const marks = marksOf(request);
  const fifth = marks[MOST_MARKS];
  if (fifth !== undefined) {
    report(
      fifth.path,
      `A maximum of ${MOST_MARKS} blocks with cache_control may be provided. Found ${marks.length}.`,
    );
  }
  const short = marks.findIndex(({ ttl }) => ttl === undefined || ttl === null || ttl === '5m');
  const late = short < 0 ? undefined : marks.slice(short).find(({ ttl }) => ttl === '1h');
  if (late === undefined) return;
  const where = `${late.path}.cache_control.ttl`;
  report(
    where,
    `${where}: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: \`tools\`, \`system\`, \`messages\`.`,
    { source: 'https://github.com/headroomlabs-ai/headroom/issues/2939' },
  );
}
