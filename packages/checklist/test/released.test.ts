// Released ids only grow: people alert on them.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pageOf, patterns, RELEASED, RENAMED, RETIRED, rules } from '../src/index.ts';

// Those that were released when this was last changed. Only both figures together grow, at a release.
const FROZEN = { count: 117, sha256: '6561fd1f02c437ad6c2d343a0148343062125ee53be726c47fe05f41236ab74c' };

const docs = new URL('../docs/', import.meta.url);

describe('released ids', () => {
  it('the frozen ones are as they were, in their order', () => {
    const frozen = RELEASED.slice(0, FROZEN.count).join('\n');
    expect(createHash('sha256').update(frozen).digest('hex')).toBe(FROZEN.sha256);
  });

  it('each is there once', () => {
    expect(new Set(RELEASED).size).toBe(RELEASED.length);
  });

  it('each is a rule, a pattern, retired or renamed', () => {
    const known = new Set<string>([...rules, ...patterns].map(({ id }) => id));
    const gone = RELEASED.filter((id) => !known.has(id) && !(id in RETIRED) && !(id in RENAMED));
    expect(gone).toEqual([]);
  });

  it('each rule and pattern is released, at the end of the list', () => {
    const missing = [...rules, ...patterns].map(({ id }) => id).filter((id) => !RELEASED.includes(id));
    expect(missing).toEqual([]);
  });

  it('what is renamed leads to an id that is there', () => {
    const known = new Set<string>([...rules, ...patterns].map(({ id }) => id));
    for (const [old, now] of Object.entries(RENAMED)) {
      expect(known.has(old), old).toBe(false);
      expect(known.has(now), now).toBe(true);
    }
  });
});

describe('pages', () => {
  it('every released id has its page, a retired or renamed one too', () => {
    const missing = RELEASED.filter((id) => !existsSync(new URL(`${id}.md`, docs)));
    expect(missing).toEqual([]);
  });

  it('no page is of an id that was never released', () => {
    const pages = readdirSync(docs).filter((name) => /^[a-z]+\.[a-z_]+\.md$/.test(name));
    expect(pages.filter((name) => !RELEASED.includes(name.slice(0, -3)))).toEqual([]);
  });

  it('a path for every released id, none for another', () => {
    expect(pageOf('limits.near')).toBe('docs/limits.near.md');
    expect(pageOf('request.of_my_own')).toBeUndefined();
    for (const id of RELEASED)
      expect(existsSync(new URL(`../${pageOf(id)}`, import.meta.url)), id).toBe(true);
  });
});
