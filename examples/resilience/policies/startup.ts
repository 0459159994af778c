// The check before the service accepts users. A wrong key, address or network stops the start, with the diagnosis.
import type Anthropic from '@anthropic-ai/sdk';
import type { Diagnosis } from '@sevenstep/checklist';
import { listening } from '../diagnosis.ts';
import { SETTINGS } from '../settings.ts';

/** A permanent failure at these steps affects every user. */
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
      // Uses the SDK's own retries, because nothing else repeats this request.
      { timeout: SETTINGS.headersMs },
    );
  try {
    await listening(listener, async () => await count());
  } catch (error) {
    if (found && !found.retryable && FATAL.includes(found.check)) throw new NotStarted(found);
    // A temporary failure does not stop the start.
    if (!found) throw error;
  }
}
