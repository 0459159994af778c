// The check before the service takes users: wrong key, address or network end it at once, with the diagnosis.
import type Anthropic from '@anthropic-ai/sdk';
import type { Diagnosis } from '@sevenstep/checklist';
import { listening } from '../diagnosis.ts';
import { SETTINGS } from '../settings.ts';

/** A failure at these steps that does not pass by itself meets every user. */
const FATAL = ['connection', 'endpoint', 'identity'];

export class NotStarted extends Error {
  readonly diagnosis: Diagnosis;

  constructor(diagnosis: Diagnosis) {
    super(`step ${diagnosis.step}, ${diagnosis.id}: ${diagnosis.summary}. ${diagnosis.fix}`);
    this.diagnosis = diagnosis;
  }
}

/** Counts tokens, which is free. @throws NotStarted */
export async function checkStart(client: Anthropic, model: string): Promise<void> {
  let found: Diagnosis | undefined;
  const listener = (diagnosis: Diagnosis) => {
    found ??= diagnosis;
  };
  const count = () =>
    client.messages.countTokens(
      { model, messages: [{ role: 'user', content: 'ping' }] },
      // With the SDK's own retries: here nothing else repeats it.
      { timeout: SETTINGS.headersMs },
    );
  try {
    await listening(listener, async () => await count());
  } catch (error) {
    if (found && !found.retryable && FATAL.includes(found.check)) throw new NotStarted(found);
    // A failure that passes is no reason to stay down.
    if (!found) throw error;
  }
}
