// Regular expressions that a tool finds slower than linear, each with the bound of its input.

interface Accepted {
  readonly file: string;
  readonly source: string;
  readonly reason: string;
}

export const ACCEPTED: readonly Accepted[] = [
  {
    file: 'packages/anthropic-simulator/src/answer/message.ts',
    source: '\\s*\\S+|\\s+$',
    reason: 'every place of the text is part of a match, so no search starts twice',
  },
  {
    file: 'packages/collector/src/bundle/patterns.ts',
    source: '\\[[^\\]]*\\]|\\\\[pP]\\{[^}]+\\}',
    reason: 'runs at build time, on the patterns of the checklist',
  },
  {
    file: 'packages/collector/src/engine/numbered-groups.ts',
    source:
      '\\\\k<(\\w+)>|\\\\.|\\[(?:\\\\.|[^\\]\\\\])*\\]|\\((?:\\?(?:<([A-Za-z_]\\w*)>|<[=!]|[a-z-]*:|[=!]))?',
    reason: 'runs once for each pattern of the checklist, on its source',
  },
  {
    file: 'packages/checklist/src/texts/format.ts',
    source: '\\B(?=(\\d{3})+$)',
    reason: 'the digits of a number: at most 309',
  },
];

/** The same for the thorough tool, which also counts searches from every position. */
export const ACCEPTED_THOROUGHLY: readonly Accepted[] = [
  ...ACCEPTED,
  {
    file: 'packages/collector/src/bundle/patterns.ts',
    source: '\\\\[pP]\\{[^}]+\\}',
    reason: 'runs at build time, on the patterns of the checklist',
  },
  {
    file: 'packages/register/src/hooks.ts',
    source: '[\\\\/]@anthropic-ai[\\\\/]sdk[\\\\/@].*\\.mjs$',
    reason: 'the path of a file, of at most 4 096 bytes, that the bundler gives',
  },
];
