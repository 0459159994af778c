// Versions that more than one row installs.

export const SDK = { '@anthropic-ai/sdk': '1.12.0' } as const;
