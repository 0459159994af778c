// The rules of the docs lint.
import { links } from './links.ts';
import type { Rule } from './rule.ts';
import { sentences } from './sentences.ts';
import { spelling } from './spelling.ts';
import { words } from './words.ts';

export const rules: readonly Rule[] = [...words, ...sentences, links, spelling];
