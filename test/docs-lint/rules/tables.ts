// The words and phrases that are not written, each with what to write instead and a sample.

export type Row = readonly [words: string, write: string, sample: string];

/** Phrases that readers stumble over. */
export const PHRASES: readonly Row[] = [
  ['none that', '"no … that"', 'It finds none that works.'],
  ['(?:is|are|was|were) none(?: of)?', '"is not a …", "has no …" or "no … exists"', 'A name that is none.'],
  ['(?:of|for|in) what is no', 'the name of what it is', 'The error for what is no number.'],
  [
    "nobody(?:[’']s)?",
    'the one who does it, as in "the application does not read it"',
    'A stream that nobody reads.',
  ],
  [
    "(?:some|any)body(?:[’']s)?",
    'who it is: the application, the reader, the operator',
    'Somebody has to look.',
  ],
  [
    "of (?:one[’']s|its|their|our|your|his) own(?=\\s*(?:[^\\s\\p{L}]|$)|\\s+(?:and|or|but|that|in|on|for|to|with|which|is|are|was|were|beside|within|when|where|as)\\b)",
    '"its own …", with the noun after it',
    'It has a file of its own.',
  ],
  ['of (?:ours|theirs|yours)', '"our …", "their …" or "your …"', 'A span of ours.'],
  ['likewise', '"also" or "too"', 'The others likewise.'],
  ['(?:is|are|was|were) said(?: of)?|said of', 'who says it, as in "the span says"', 'It is said of a call.'],
  [
    '(?:is|are|was|were|be|been) told(?: of)?(?! apart)|told of',
    '"recorded", "reported" or "knows"',
    'A failure is told of once.',
  ],
  ['tells? of', '"reports" or "describes"', 'A span tells of a call.'],
  ['(?:tell|tells|told|telling)(?: them)? apart', '"distinguish"', 'They are told apart.'],
  [
    'the one (?:that|which|who|whose|of)',
    'the noun again, as in "the span that"',
    'It takes the one that ended.',
  ],
  ['(?:that|those) of (?:which|whom)', 'the noun again', 'Those of which it is one.'],
  ['let in', '"accepted"; "rejected (401/403)" for not', 'Calls were not let in.'],
  ['it may be that', '"may"', 'It may be that it ended.'],
  ['in earnest', 'a figure or a fact', 'It fails in earnest.'],
  ['(?:come|comes|came) about', '"happens"; of a connection "is made"', 'No connection came about.'],
  ['nothing but', '"only"', 'It takes nothing but text.'],
  [
    'nothing is (?:said|read|sent|done|made|kept|written|recorded|known|left|lost|to)',
    'what acts: "silent", "it sends no …"',
    'Nothing is sent.',
  ],
  ['mistyped', '"misspelled"', 'A mistyped name.'],
  [
    '(?<!connections?[^.]{0,40} )(?:is|are|was|were|be|gets?) refused',
    '"rejected"; "refused" is for connections',
    'The key is refused.',
  ],
  ['besides', '"also" or "apart from"', 'It has others besides.'],
  ['anew|once more', '"again"', 'It asks once more.'],
  [
    'lest|hence|thus|ought to|so soon|be it|for want of|save for|in vain|the like|beforehand',
    'plain words',
    'It waits in vain.',
  ],
  [
    'stands? (?:in|at|on|below|above|between|behind|before|beside|there|here|once|first|last)',
    '"is"',
    'The key stands in the header.',
  ],
  [
    'where there (?:is|are) (?:one|any|none|no)',
    '"if any", "if it has one" or "without"',
    'The id, where there is one.',
  ],
  [
    'makes? of (?:it|them|this|that|an?|the|its)',
    '"turns … into", "reads … as"',
    'What the SDK makes of it.',
  ],
  [
    'so (?:does|do|did|is|are|was|were|has|have|can|must|will) (?:the|an?|its?|their|all|every|each|those|this|that)',
    'the subject first, and "too"',
    'It ends, and so does the span.',
  ],
  [
    '(?:nor|neither) (?:does|do|did|is|are|was|were|has|have|can|may|must|will)',
    'a sentence with "not"',
    'It waits not, nor does it end.',
  ],
  ['as long as there', '"while"', 'As long as there is room.'],
  ['in the (?:first|last) resort|the last resort', 'what happens then', 'It is the last resort.'],
  ['whatever (?:it is|they are|its name|that is)(?: called)?', '"any"', 'A span, whatever it is called.'],
];

/** Words that the glossary of CONTRIBUTING.md has another word for, and names that it replaced. */
export const SYNONYMS: readonly Row[] = [
  ['remed(?:y|ies)|remediations?', '"fix"', 'The remedy is a key.'],
  ['verdicts?', '"diagnosis"', 'A span has a verdict.'],
  ['scenarios?', '"drill" or "situation"', 'A scenario of the simulator.'],
  ['(?:each|every|first|second|last|another|one) try', '"attempt"', 'It fails at each try.'],
  ['sub-?requests?|HTTP calls?', '"attempt" or "request"', 'A call makes several HTTP calls.'],
  ['predicates?', '"condition"', 'A rule has a predicate.'],
  ['heuristics?', '"rule" or "pattern"', 'A heuristic finds it.'],
  ['severit(?:y|ies) levels?', '"severity"', 'It has a severity level.'],
  [
    'answeredWithNothing|mayHaveFailed|leftHelpers|wasNoStream|OddAnswers?|Belongings|Mildness|inOurWords|placeOf|anybodys',
    'the new name',
    'It is OddAnswer.',
  ],
];

/** British and American spelling are not mixed. */
export const SPELLINGS: readonly Row[] = [
  ['behaviors?', '"behaviour"', 'The behavior of a call.'],
  ['colors?', '"colour"', 'The color of a line.'],
  ['cancel(?:ed|ing)', '"cancelled", "cancelling"', 'The call is canceled.'],
  ['favor(?:s|ed|ite)?|honor(?:s|ed)?', '"favour", "honour"', 'It honors the header.'],
  ['catalogs?', '"catalogue"', 'The catalog of rules.'],
];

export const UNITS: readonly Row[] = [
  ['\\d+(?:ms|s|min|h|kB|MB|GB|KiB|MiB|GiB)', 'a space before the unit', 'It waits 30s for it.'],
  ['\\d+ ?(?:KB|kb|mb|gb|Mb|Gb)', '"kB", "MB" or "GB"', 'It takes 5 KB of memory.'],
  ['\\d+ (?:secs?|msecs?|mins|hrs?|millis)', '"s", "ms", "min" or "h"', 'It takes 5 secs for it.'],
];

/** Products and formats as their makers write them. */
export const PRODUCTS = [
  'Node.js',
  'OpenTelemetry',
  'TypeScript',
  'JavaScript',
  'Jaeger',
  'Prometheus',
  'Grafana',
  'Alertmanager',
  'Datadog',
  'Honeycomb',
  'Anthropic',
  'Claude Code',
  'Claude Console',
  'GitHub',
  'Kubernetes',
  'LangChain',
  'LangSmith',
  'LlamaIndex',
  'OpenInference',
  'OpenLLMetry',
  'Traceloop',
  'Next.js',
  'JSON',
  'YAML',
  'OTLP',
  'HTTP',
  'TLS',
  'DNS',
  'npm',
  'pnpm',
  'PyPI',
  'Bedrock',
  'Vertex AI',
  'macOS',
  'Python',
  'Chromium',
  'Express',
  'Cloudflare',
  'StrykerJS',
  'Debian',
] as const;

/** Every row as a sample of its rule, for a test. */
export const SAMPLES: readonly { readonly rule: string; readonly sample: string; readonly write: string }[] =
  (
    [
      ['phrases', PHRASES],
      ['glossary', SYNONYMS],
      ['spelling-of-words', SPELLINGS],
      ['units', UNITS],
    ] as const
  ).flatMap(([rule, rows]) => rows.map(([, write, sample]) => ({ rule, sample, write })));
