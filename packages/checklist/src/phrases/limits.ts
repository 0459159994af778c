// Sentences about limits.
import type { Sighting } from './sighting.ts';

// The other forms: https://github.com/OpenHands/OpenHands/issues/9259 and https://github.com/alemtani/vorpal/issues/76
export const perMinute: RegExp =
  /rate limit[^.]{0,120}? of (?<limit>[\d,]{1,15}) (?:fast mode )?(?<kind>input tokens|output tokens|tokens|requests) per minute/i;

// Until 2024, without the figure.
export const perMinuteBare: RegExp =
  /number of (?<kind>request tokens|requests) has exceeded your per-minute rate limit/i;

export const perDay: RegExp =
  /exceeded your daily rate limit|rate limit[^.]{0,120}? of (?<limit>[\d,]{1,15}) (?:input |output )?tokens per day/i;

// Claude Code's: https://github.com/anthropics/claude-code/issues/58730
export const longContext: RegExp = /extra usage is required for (?:long|1M) context/i;

export const usageIncrease: RegExp = /\bmaximum usage increase rate\b/i;

// Claude Code's own words, also `Weekly limit reached`: https://github.com/anthropics/claude-code/issues/12789, `Limit reached`:
// https://github.com/anthropics/claude-code/issues/14518, and of 2025: https://github.com/anthropics/claude-code/issues/4499
export const subscription: RegExp =
  /\b(?:you.ve hit your (?:[a-z]{1,20} )?limit|limit reached|out of extra usage) . resets\b|\bClaude (?:[a-z]{1,12} )?usage limit reached\b/i;

export const limitsPhrases: readonly RegExp[] = [
  perMinute,
  perMinuteBare,
  perDay,
  longContext,
  usageIncrease,
  subscription,
];

export const concurrent: RegExp = /\bconcurrent (?:connections|requests)\b/i;

/** Others write these, too: they do not show that the provider did. */
export const commonLimitsPhrases: readonly RegExp[] = [concurrent];

/** Each as it was written, whole. */
export const limitsSightings: Readonly<Record<string, Sighting>> = {
  perMinute: {
    says: "This request would exceed your organization's rate limit of 30,000 input tokens per minute (org: 9d50ef40-6cc8-4ca6-9d35-1dc9cf26235c, model: claude-sonnet-4-6).",
    seen: 'https://github.com/anthropics/claude-code/issues/55132',
  },
  perMinuteBare: {
    says: 'Number of request tokens has exceeded your per-minute rate limit (https://docs.anthropic.com/en/api/rate-limits); see the response headers for current usage.',
    seen: 'https://github.com/cline/cline/issues/42',
  },
  perDay: {
    says: 'Number of request tokens has exceeded your daily rate limit (https://docs.anthropic.com/en/api/rate-limits); see the response headers for current usage.',
    seen: 'https://github.com/SakanaAI/AI-Scientist/issues/115',
  },
  concurrent: {
    says: 'Number of concurrent connections has exceeded your rate limit. Please try again later.',
    seen: 'https://github.com/cline/cline/issues/4351',
  },
  longContext: {
    says: 'Extra usage is required for long context requests.',
    seen: 'https://github.com/anthropics/claude-code/issues/50784',
  },
  usageIncrease: {
    says: "This request would exceed your organization's maximum usage increase rate for input tokens per minute. Please scale up your input tokens usage more gradually to stay within the acceleration limit. For details, refer to: https://docs.claude.com/en/api/rate-limits.",
    seen: 'https://platform.claude.com/docs/en/api/rate-limits',
  },
  subscription: {
    says: "You've hit your limit · resets 8pm (Europe/Berlin)",
    seen: 'https://github.com/anthropics/claude-code/issues/42042',
  },
};
