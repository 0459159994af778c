// Writes what a page says of its fix: who makes it, the code, and what a test of it counted.
import type { FixedBy, FixPlace, Page } from '../src/index.ts';
import { PROXY_CONFIGS } from '../src/texts/proxy-configs.ts';
import { SAMPLES } from '../src/texts/samples/index.ts';

/** The figures of the test of a fix, without and with it. */
export interface Proven {
  /** The situation in the test: `the server answers 401 to the old key`. */
  readonly situation: string;
  readonly before: Pick<Figures, 'calls'> & Partial<Figures>;
  readonly after: Figures;
}

interface Figures {
  readonly calls: number;
  readonly found: number;
  readonly requests: number;
  readonly waits: number;
  readonly tokens: number;
}

/** Who makes the change that no code can make. */
export const FIX_PLACES: Readonly<Record<FixPlace, string>> = {
  anthropic_support: 'Anthropic support fixes it: send the request id',
  client_vendor: 'the vendor of the client fixes it',
  cloud: "the fix is in the cloud's console",
  console: 'the fix is in the Claude Console',
  network: 'whoever runs the network fixes it',
  nothing_to_fix: 'there is nothing to fix',
  proxy_owner: 'whoever runs the proxy or gateway fixes it',
  service: 'the service recovers by itself',
};

/** Below the sentences of "How to fix". */
export function fixText({ fixedBy }: Page, proven: Proven | undefined, manyCalls: boolean): string {
  switch (fixedBy.by) {
    case 'outside':
      return `\nYour code cannot fix it. ${capitalized(FIX_PLACES[fixedBy.where])}.\n`;
    case 'proxy':
      return fixedBy.configs.map(configText).join('') + provenText(fixedBy, proven, manyCalls);
    case 'code':
    case 'setting':
      return sampleText(fixedBy.sample) + provenText(fixedBy, proven, manyCalls);
  }
}

const capitalized = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** Below the sentence of "How to confirm". */
export function confirmText({ fixedBy }: Page, proven: Proven | undefined, manyCalls: boolean): string {
  if (fixedBy.by !== 'outside') return '';
  return sampleText(fixedBy.sample) + provenText(fixedBy, proven, manyCalls);
}

function sampleText(name: keyof typeof SAMPLES): string {
  const { title, code, language = 'ts' } = SAMPLES[name];
  return `\n${title}:\n\n\`\`\`${language}\n${code}\n\`\`\`\n`;
}

function configText(name: keyof typeof PROXY_CONFIGS): string {
  const { title, server, config } = PROXY_CONFIGS[name];
  return `\n${title}:\n\n\`\`\`${server}\n${config}\n\`\`\`\n`;
}

function provenText(fixedBy: FixedBy, proven: Proven | undefined, manyCalls: boolean): string {
  if (proven === undefined) return '';
  const { before, after, situation } = proven;
  const found = manyCalls ? `${some(before.calls, 'call')} show this pattern` : shows(before);
  return `
Tested with the real SDK: ${situation}.

- Before the fix, ${found}${before.requests === undefined ? '' : `; ${sentOf(before.requests)}`}.
- With the fix, ${outcomeOf(fixedBy, after)}; ${costOf(after)}.
`;
}

function outcomeOf(fixedBy: FixedBy, after: Figures): string {
  const then = fixedBy.by === 'outside' ? 'healthy' : fixedBy.then;
  if (after.calls === 0) return 'the code stops before it makes a call';
  if (then === 'answered') return `the last of ${some(after.calls, 'call')} gets the whole answer`;
  if (then === 'contained') return shows(after);
  if (then === 'healthy') return after.calls === 1 ? 'the call has no finding' : 'the calls have no finding';
  return `[${then}](${then}.md) appears instead`;
}

function shows({ found, calls }: Pick<Figures, 'calls'> & Partial<Figures>): string {
  if (found === 0) return 'no call shows this finding';
  if (calls === 1) return 'the call shows this finding';
  if (found === calls) return `all ${calls} calls show this finding`;
  return `${found ?? 'some'} of ${calls} calls ${found === 1 ? 'shows' : 'show'} this finding`;
}

function costOf({ requests, waits, tokens }: Figures): string {
  const waited = waits === 0 ? '' : `; ${some(waits, 'retry', 'retries')} waited for \`retry-after\``;
  return `${sentOf(requests)}${tokens === 0 ? '' : `, which ${requests === 1 ? 'uses' : 'use'} ${some(tokens, 'token')}`}${waited}`;
}

const sentOf = (requests: number): string => `the server gets ${some(requests, 'request')}`;

const some = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count === 0 ? 'no' : count} ${count === 1 ? noun : plural}`;
