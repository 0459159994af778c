// Counts what a run left behind: the findings on its spans, and the simulator's journal.
import type { JournalEntry } from '@sevenstep/anthropic-simulator';
import { createChecklist, type Finding, type Thresholds } from '@sevenstep/checklist';
import type { Figures, SpanOfProcess } from './proof.ts';

/** The results of a run. */
interface Left {
  /** Of calls. */
  readonly spans: readonly SpanOfProcess[];
  readonly thresholds: Partial<Thresholds>;
  /** Patterns that the span processor found. */
  readonly patterns: readonly Finding[];
  readonly journal: readonly JournalEntry[];
}

export function figuresOf(id: string, { spans, thresholds, patterns, journal }: Left): Figures {
  const { diagnose } = createChecklist({ thresholds });
  const found = spans.map(({ attributes, durationSeconds }) => {
    const own = Object.entries(attributes).filter(([name]) => !name.startsWith('anthropic.diagnosis.'));
    return diagnose(Object.fromEntries(own), { durationSeconds })?.id;
  });
  const all: readonly string[] = [...found, ...patterns.map((pattern) => pattern.id)].filter(
    (one) => one !== undefined,
  );
  return {
    calls: spans.length,
    found: all.filter((one) => one === id).length,
    others: [...new Set(all.filter((one) => one !== id))].toSorted(),
    answered: found.length > 0 && found.at(-1) === undefined,
    requests: journal.length,
    waits: waitsIn(journal),
    tokens: journal.reduce(
      (sum, { usage }) => sum + (usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0),
      0,
    ),
  };
}

/** How many requests repeat a failed one no sooner than its answer asked. */
function waitsIn(journal: readonly JournalEntry[]): number {
  const failed = journal.flatMap((entry) => {
    const { 'retry-after-ms': ms, 'retry-after': seconds } = entry.headers;
    const asked = ms === undefined ? Number(seconds) * 1000 : Number(ms);
    if (Number.isNaN(asked)) return [];
    // Whole milliseconds, and one more for the time on the way.
    return [{ ...entry, free: entry.startedAt + entry.durationMs + asked - 2 }];
  });
  let waits = 0;
  for (const { attempt, startedAt, requestBytes, path } of journal) {
    const index = failed.findIndex(
      (one) =>
        one.attempt === attempt - 1 &&
        one.requestBytes === requestBytes &&
        one.path === path &&
        one.free <= startedAt,
    );
    if (index < 0) continue;
    failed.splice(index, 1);
    waits += 1;
  }
  return waits;
}
