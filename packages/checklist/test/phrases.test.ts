// Every phrase recognises the sentence it was written for, and no other phrase's.
import { describe, expect, it } from 'vitest';
import { openEnvelope } from '../src/facts/envelope.ts';
import { cloudPhrases } from '../src/phrases/cloud.ts';
import { identityPhrases } from '../src/phrases/identity.ts';
import { findPhrase, isApiSentence, PHRASES, type PhraseName } from '../src/phrases/index.ts';
import { limitsPhrases } from '../src/phrases/limits.ts';
import { requestPhrases } from '../src/phrases/request.ts';
import { SIGHTINGS } from './sightings.ts';

// Wide phrases that hold for the sentences of closer ones too: the rules of the closer ones win.
const WIDE: ReadonlySet<string> = new Set([
  'fieldValue',
  'modelNotFound',
  'keyRejected',
] satisfies PhraseName[]);

/** What others write, too, is in lists of its own. */
const OWN: ReadonlySet<string> = new Set(
  [identityPhrases, requestPhrases, limitsPhrases, cloudPhrases].flatMap((phrases) => Object.keys(phrases)),
);

const NAMES = Object.keys(PHRASES) as PhraseName[];

describe.each(NAMES)('%s', (name) => {
  const pattern = PHRASES[name];
  const { says, seen } = SIGHTINGS[name];

  it('recognises its sentence, and says where it was seen', () => {
    expect(findPhrase(name, says)).toBeDefined();
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
    const started = performance.now();
    for (const text of [
      'a'.repeat(2_000),
      'a.'.repeat(1_000),
      'model '.repeat(330),
      '`tool_use` '.repeat(180),
    ]) {
      pattern.test(text);
    }
    // Milliseconds take the linear ones; a pattern that backtracks without bound takes for ever.
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  if (OWN.has(name)) {
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
