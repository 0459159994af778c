// Released ids only grow, because people alert on them. Retired and renamed ids can always be found.
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { idsOf } from '../src/ids/history.ts';
import { createChecklist, pageOf, patterns, RELEASED, RENAMED, RETIRED, rules } from '../src/index.ts';
import { checkedSeverities } from '../src/options.ts';
import { digest, historyProblems, type WholeHistory } from './history-problems.ts';
import { renamedPageText, retiredPageText } from './page.ts';

// Those that were released when this was last changed. Only both figures together grow, at a release.
const FROZEN = { count: 117, sha256: '6561fd1f02c437ad6c2d343a0148343062125ee53be726c47fe05f41236ab74c' };

const docs = new URL('../docs/', import.meta.url);
const ids = [...rules, ...patterns].map(({ id }) => id);

describe('released ids', () => {
  it('have a history without gaps', () => {
    const history = { released: RELEASED, retired: RETIRED, renamed: RENAMED };
    expect(historyProblems(history, ids, FROZEN)).toEqual([]);
  });

  it('have a page each, retired and renamed ones too', () => {
    expect(RELEASED.filter((id) => !existsSync(new URL(`${id}.md`, docs)))).toEqual([]);
    for (const id of RELEASED)
      expect(existsSync(new URL(`../${pageOf(id)}`, import.meta.url)), id).toBe(true);
  });

  it('are all that has a page', () => {
    const pages = readdirSync(docs).filter((name) => /^[a-z]+\.[a-z_]+\.md$/.test(name));
    expect(pages.filter((name) => !RELEASED.includes(name.slice(0, -3)))).toEqual([]);
  });
});

// There is no history yet, so this is a made-up one: `slow` was renamed twice and moved, and `odd` was retired.
const HISTORY: WholeHistory = {
  released: [
    'limits.slow',
    'request.odd',
    'limits.slower',
    'service.slow',
    'request.empty',
    'response.empty',
  ],
  retired: { 'request.odd': 'The API takes it since May.' },
  renamed: { 'limits.slow': 'limits.slower', 'limits.slower': 'service.slow' },
};
const HERE = ['service.slow', 'request.empty', 'response.empty'];
const made = idsOf(HISTORY);

describe('an id that was renamed or retired', () => {
  it.each<[id: string, now: string | undefined, page: string | undefined]>([
    ['service.slow', 'service.slow', 'docs/service.slow.md'],
    ['limits.slow', 'service.slow', 'docs/service.slow.md'],
    ['limits.slower', 'service.slow', 'docs/service.slow.md'],
    ['request.odd', 'request.odd', 'docs/request.odd.md'],
    ['request.of_my_own', undefined, undefined],
    ['constructor', undefined, undefined],
  ])('%s is %s today, on %s', (id, now, page) => {
    expect(made.currentId(id)).toBe(now);
    expect(made.pageOf(id)).toBe(page);
  });

  it.each<[typed: string, id: string | undefined]>([
    ['limits.slow', 'limits.slow'],
    [' Request.ODD', 'request.odd'],
    ['odd', 'request.odd'],
    // The old and the new name of one finding.
    ['slow', 'service.slow'],
    ['slower', 'service.slow'],
    // Two findings.
    ['empty', undefined],
    ['slowest', undefined],
  ])('%s is found as %s', (typed, id) => {
    expect(made.findId(typed)).toBe(id);
  });

  it('has a page that leads on, or says why it is over', () => {
    expect(renamedPageText('limits.slow', 'service.slow')).toBe(
      '# limits.slow\n\nThis finding is called [service.slow](service.slow.md) now.\n',
    );
    const page = '# request.odd\n\nThe request is odd.\n';
    const retired = retiredPageText(page, 'The API takes it since May.');
    expect(retired).toBe('# request.odd\n\nRetired: The API takes it since May.\n\nThe request is odd.\n');
    expect(retiredPageText(retired, 'The API takes it since May.')).toBe(retired);
  });

  it("in a user's severities is that of today, or has nothing to change any more", () => {
    const rulesHere = HERE.map((id) => ({ id: id as `limits.${string}` }));
    const given = { 'limits.slow': 'off', 'request.odd': 'info', 'request.empty': 'warning' };
    expect(checkedSeverities(given, rulesHere, made)).toEqual({
      'service.slow': 'off',
      'request.empty': 'warning',
    });
    expect(() => checkedSeverities({ 'limits.slew': 'off' }, rulesHere, made)).toThrow('no rule has this id');
    expect(() => createChecklist({ severity: { 'limits.near': 'off' } })).not.toThrow();
  });

  it('that leads in a circle by mistake ends all the same', () => {
    const circle = idsOf({ released: ['a.b', 'a.c'], renamed: { 'a.b': 'a.c', 'a.c': 'a.b' } });
    expect(circle.pageOf('a.b')).toMatch(/^docs\/a\.[bc]\.md$/);
  });
});

describe('the history fails the build', () => {
  const frozen = { count: 4, sha256: digest(HISTORY.released.slice(0, 4)) };
  const without = (id: string) => HISTORY.released.filter((other) => other !== id);

  it('not as it is', () => {
    expect(historyProblems(HISTORY, HERE, frozen)).toEqual([]);
  });

  it.each<[string, Partial<WholeHistory>, here: readonly string[], problems: readonly string[]]>([
    [
      'when a released id is taken out',
      { released: without('request.odd'), retired: {} },
      HERE,
      ['the first 4 released ids are not what they were'],
    ],
    [
      'when released ids change their places',
      { released: HISTORY.released.toReversed() },
      HERE,
      ['the first 4 released ids are not what they were'],
    ],
    [
      'when a rule is deleted and not retired',
      {},
      ['service.slow', 'request.empty'],
      ['response.empty was released and is gone; retire or rename it'],
    ],
    [
      'when a rule is new and not released',
      {},
      [...HERE, 'limits.new'],
      ['limits.new is not at the end of the released ids'],
    ],
    [
      'when an id is released twice',
      { released: [...HISTORY.released, 'request.odd'] },
      HERE,
      ['request.odd is released twice'],
    ],
    [
      'when a retired id is a rule again',
      {},
      [...HERE, 'request.odd'],
      ['request.odd is more than one of: there, retired, renamed'],
    ],
    [
      'when a renamed id leads nowhere',
      { renamed: { ...HISTORY.renamed, 'limits.slower': 'service.snail' } },
      HERE,
      [
        'limits.slow is renamed to service.snail, which is not there',
        'limits.slower is renamed to service.snail, which is not there',
      ],
    ],
    [
      'when ids lead in a circle',
      { renamed: { 'limits.slow': 'limits.slower', 'limits.slower': 'limits.slow' } },
      HERE,
      [
        'limits.slow is renamed to limits.slow, which is not there',
        'limits.slower is renamed to limits.slower, which is not there',
      ],
    ],
    [
      'when what was never released is renamed',
      { renamed: { ...HISTORY.renamed, 'limits.none': 'service.slow' } },
      HERE,
      ['limits.none was never released, so it cannot be retired or renamed'],
    ],
  ])('%s', (_, change, here, problems) => {
    expect(historyProblems({ ...HISTORY, ...change }, here, frozen)).toEqual(problems);
  });
});
