// Every phrase recognises the sentence it was written for, and no other phrase's.
import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../test/support/cpu-time.ts';
import { openEnvelope } from '../src/facts/envelope.ts';
import {
  cloudPhrases,
  findPhrase,
  identityPhrases,
  isApiSentence,
  PHRASES as LISTED,
  limitsPhrases,
  requestPhrases,
} from '../src/phrases/index.ts';
import { PHRASES, type PhraseName, SIGHTINGS } from './sightings.ts';

// Wide phrases that hold for the sentences of closer ones too: the rules of the closer ones win.
const WIDE: ReadonlySet<string> = new Set([
  'fieldValue',
  'modelNotFound',
  'keyRejected',
] satisfies PhraseName[]);

/** Phrases that other programs also write are in separate lists. */
const OWN: ReadonlySet<RegExp> = new Set([
  ...identityPhrases,
  ...requestPhrases,
  ...limitsPhrases,
  ...cloudPhrases,
]);

const NAMES = Object.keys(PHRASES) as PhraseName[];

it('each phrase is in a list, and was seen', () => {
  expect(new Set(LISTED)).toEqual(new Set(Object.values(PHRASES)));
  expect(Object.keys(SIGHTINGS).toSorted()).toEqual(NAMES.toSorted());
});

describe.each(NAMES)('%s', (name) => {
  const pattern = PHRASES[name];
  const { says, seen } = SIGHTINGS[name];

  it('recognises its sentence, and says where it was seen', () => {
    expect(findPhrase(pattern, says)).toBeDefined();
    expect(seen).toMatch(/^(G[0-4]|https:\/\/\S+|@anthropic-ai\/sdk \S+ \S+.*)$/);
  });

  it('recognises no other sentence', () => {
    if (WIDE.has(name)) return;
    const others = NAMES.filter((other) => other !== name && pattern.test(SIGHTINGS[other].says));
    expect(others).toEqual([]);
  });

  it('keeps no state between two uses, and is fast on hostile text', () => {
    expect(pattern.flags).not.toContain('g');
    expect(pattern.flags).not.toContain('y');
    const started = cpuMs();
    for (const text of [
      'a'.repeat(2_000),
      'a.'.repeat(1_000),
      'model '.repeat(330),
      '`tool_use` '.repeat(180),
    ]) {
      pattern.test(text);
    }
    // Milliseconds take the linear ones; a pattern that backtracks without bound takes for ever.
    expect(cpuMs() - started).toBeLessThan(10_000);
  });

  if (OWN.has(pattern)) {
    it('tells that the API, a platform or the SDK wrote it', () => {
      expect(isApiSentence(says)).toBe(true);
    });
  }

  it('survives a plain JSON envelope and the text of the SDK', () => {
    const envelope = JSON.stringify({
      type: 'error',
      error: { type: 'invalid_request_error', message: says },
    });
    expect(openEnvelope(`400 ${envelope}`)).toEqual({
      sentence: says,
      type: 'invalid_request_error',
      status: 400,
    });
  });
});
