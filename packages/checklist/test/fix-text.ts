// Writes what a page says of its fix: who makes it, the code, and what a test of it counted.
import type { FixedBy, FixPlace, Page } from '../src/index.ts';
import { PROXY_CONFIGS } from '../src/texts/proxy-configs.ts';
import { SAMPLES } from '../src/texts/samples/index.ts';

/** What the test of a fix counted, without and with it. */
export interface Proven {
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
      return `\nNo code of this process can fix it: ${FIX_PLACES[fixedBy.where]}.\n`;
    case 'proxy':
      return (
        fixedBy.configs.map(configText).join('') +
        provenText(fixedBy, 'this configuration', proven, manyCalls)
      );
    case 'code':
      return sampleText(fixedBy.sample) + provenText(fixedBy, 'this code', proven, manyCalls);
    case 'setting':
      return sampleText(fixedBy.sample) + provenText(fixedBy, 'this setting', proven, manyCalls);
  }
}

/** Below the sentence of "How to confirm". */
export function confirmText({ fixedBy }: Page): string {
  if (fixedBy.by !== 'outside') return '';
  return `${sampleText(fixedBy.sample)}
A test runs this code. As long as the situation lasts, its call shows this finding; afterwards it shows none.
`;
}

function sampleText(name: keyof typeof SAMPLES): string {
  const { title, code, language = 'ts' } = SAMPLES[name];
  return `\n${title}:\n\n\`\`\`${language}\n${code}\n\`\`\`\n`;
}

function configText(name: keyof typeof PROXY_CONFIGS): string {
  const { title, server, config } = PROXY_CONFIGS[name];
  return `\n${title}:\n\n\`\`\`${server}\n${config}\n\`\`\`\n`;
}

function provenText(fixedBy: FixedBy, what: string, proven: Proven | undefined, manyCalls: boolean): string {
  if (proven === undefined) return '';
  const { before, after } = proven;
  const cost = before.requests === undefined ? '' : `: ${some(before.requests, 'request')}`;
  const without = manyCalls
    ? `it is found over ${some(before.calls, 'call')}`
    : before.calls === 1
      ? 'the call shows this finding'
      : shows(before);
  return `
A test makes this situation with the real SDK. Without ${what}, ${without}${cost}. With it, ${outcomeOf(fixedBy, after)}: ${costOf(after)}.
`;
}

function outcomeOf(fixedBy: FixedBy, after: Figures): string {
  const then = fixedBy.by === 'outside' ? 'healthy' : fixedBy.then;
  if (then === 'answered') return `the last of ${some(after.calls, 'call')} has the whole answer`;
  if (then === 'contained') return after.found === 0 ? 'it shows on no call' : shows(after);
  const calls = after.calls === 1 ? 'the call' : 'the calls';
  return then === 'healthy'
    ? `${after.calls === 0 ? 'no call is made that could fail' : `${calls} ${after.calls === 1 ? 'has' : 'have'} no finding`}`
    : `[${then}](${then}.md) shows in its place`;
}

const shows = ({ found, calls }: Pick<Figures, 'calls'> & Partial<Figures>): string =>
  `${found ?? 'some'} of ${some(calls, 'call')} ${found === 1 ? 'shows' : 'show'} it`;

const costOf = ({ requests, waits, tokens }: Figures): string =>
  [
    some(requests, 'request'),
    ...(waits === 0 ? [] : [`${some(waits, 'wait')} as long as \`retry-after\` asks`]),
    some(tokens, 'token'),
  ].join(', ');

const some = (count: number, noun: string): string =>
  `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`;
