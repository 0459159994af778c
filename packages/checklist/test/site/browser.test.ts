// The parts of the front page that need no document: grouping errors, and searching the tables.
import { describe, expect, it } from 'vitest';
import { Groups } from '../../site/browser/groups.ts';
import { pagesOfTerm, type SearchedPage, searchPages } from '../../site/browser/search.ts';
import { diagnoseText, listTerms, lookUp, type TextDiagnosis } from '../../src/text.ts';

const [overloaded] = diagnoseText(
  '529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
);
if (overloaded === undefined) throw new Error('expected a diagnosis');
const found = (start: number, rest: Partial<TextDiagnosis> = {}): TextDiagnosis => ({
  ...overloaded,
  start,
  end: start + 10,
  requestId: undefined,
  time: undefined,
  ...rest,
});

describe('groups', () => {
  it('count the errors of a diagnosis, with first and last time and their request ids', () => {
    const groups = new Groups();
    groups.add([
      found(0, { requestId: 'req_1', time: '03:00' }),
      found(20),
      found(40, { id: 'limits.quota' }),
    ]);
    groups.add([found(60, { requestId: 'req_2', time: '03:10' }), found(80, { requestId: 'req_1' })]);
    expect(groups.errors).toBe(5);
    expect(groups.all).toMatchObject([
      { count: 4, firstTime: '03:00', lastTime: '03:10', requestIds: ['req_1', 'req_2'], moreRequestIds: 0 },
      { count: 1, candidates: [{ id: 'limits.quota' }] },
    ]);
  });

  it('take diagnoses of the same place as candidates of one error', () => {
    const groups = new Groups();
    const likely = { confidence: 'likely' } as const;
    groups.add([found(0, likely), found(0, { ...likely, id: 'limits.quota' }), found(20)]);
    expect(groups.errors).toBe(2);
    expect(groups.all.map(({ candidates }) => candidates.map(({ id }) => id))).toEqual([
      ['service.overloaded', 'limits.quota'],
      ['service.overloaded'],
    ]);
  });

  it('keep few request ids of many errors', () => {
    const groups = new Groups();
    for (let at = 0; at < 1000; at++) groups.add([found(at * 20, { requestId: `req_${at}` })]);
    expect(groups.all).toMatchObject([{ count: 1000, moreRequestIds: 995 }]);
    expect(groups.all[0]?.requestIds).toHaveLength(5);
  });
});

describe('search', () => {
  const terms = listTerms().map(({ kind, term, pages }) => ({
    heading: kind,
    term,
    pages: pages.map(({ id, when }) => ({ id, summary: when })),
  }));
  const pages: readonly SearchedPage[] = [
    {
      id: 'limits.quota',
      summary: 'The spend limit is reached',
      seen: '429 You have reached your usage limits',
    },
    { id: 'limits.near', summary: 'Near the spend limit', seen: 'nothing' },
    { id: 'request.media', summary: 'An image is too large', seen: '400 image exceeds 5 MB' },
  ];
  const ids = (query: string) =>
    [pagesOfTerm(terms, query), searchPages(pages, query)]
      .find(({ length }) => length > 0)
      ?.flatMap((found) => found.pages.map(({ id }) => id)) ?? [];

  it('leads from each term to the pages that `lookUp` has', () => {
    for (const { term } of terms) {
      const wanted = lookUp(term).flatMap(({ pages }) => pages.map(({ id }) => id));
      expect(ids(term).toSorted(), term).toEqual(wanted.toSorted());
    }
  });

  it.each(['HTTP 529', 'status: 529', 'status code 529', ' 529 '])('takes %j as a status', (query) => {
    expect(ids(query)[0]).toBe('service.overloaded');
  });

  it.each(['anthropic.RateLimitError', 'ratelimiterror'])('takes %j as a class', (query) => {
    expect(ids(query)[0]).toMatch(/^limits\./);
  });

  it.each([
    ['words of a message', 'usage limits', ['limits.quota']],
    ['words in any order', 'limit spend', ['limits.quota', 'limits.near']],
    ['an id', 'limits.near', ['limits.near']],
    ['a part of an id', 'media', ['request.media']],
    ['nothing', '  ', []],
    ['a word that is nowhere', 'image nowhere', []],
    ['a text that is too long', 'limit '.repeat(50), []],
  ])('finds %s', (_, query, wanted) => {
    expect(ids(query)).toEqual(wanted);
  });
});
