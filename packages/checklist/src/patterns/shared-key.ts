// The limit falls by more than this process uses.
import { count, duration } from '../texts/format.ts';
import type { Pattern } from './pattern.ts';

export const sharedKey: Pattern = {
  id: 'limits.shared_key',
  severity: 'info',
  action: 'slow_down',
  retryable: true,
  summary: (figures) =>
    `Others use the same limit: it fell by ${count(figures.count)} requests, this process sent ${count(figures.of)}`,
  cause:
    'Limits belong to the organization, so every service and job of the organization counts, whatever its key.',
  fix: 'Set a workspace limit for each service in the Claude Console, or share one queue; slowing down this process alone may not help.',
  evidence: (figures) => [
    `${figures.what} fell by ${count(figures.count)}`,
    `sent here: ${count(figures.of)}`,
    `in ${duration(figures.seconds)}`,
  ],
  confirm: 'Compare the usage of the organization in the Claude Console with what this process sends.',
  fixedBy: { by: 'outside', where: 'console', sample: 'sharedLimit' },
  sources: ['G3', 'https://platform.claude.com/docs/en/api/rate-limits'],
};
