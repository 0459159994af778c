// Whether a package may be installed on this machine: a flag or a variable says so, or the person at the terminal.
import { createInterface } from 'node:readline/promises';

/** Asked before a package of the system is installed. */
export type Consent = (debianPackage: string) => Promise<boolean>;

/** `yes` lets Debian's packages be installed without a question. */
export const INSTALL_VARIABLE = 'SEVENSTEP_STACK_INSTALL';

/** The variable alone: nobody is asked. */
export const consentOfVariable: Consent = async () => process.env[INSTALL_VARIABLE] === 'yes';

/** The variable, else a question where there is a terminal, else no. Only `y` and `yes` are a yes. */
export const consentOfTerminal =
  (input: NodeJS.ReadStream = process.stdin, output: NodeJS.WriteStream = process.stdout): Consent =>
  async (debianPackage) => {
    if (await consentOfVariable(debianPackage)) return true;
    if (!input.isTTY || !output.isTTY) return false;
    const terminal = createInterface({ input, output });
    try {
      const question = `Install Debian's package ${debianPackage} on this machine, with apt-get? [y/N] `;
      // The end of the input is no consent.
      const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
      const answer = await Promise.race([terminal.question(question), ended]);
      return /^y(?:es)?$/i.test(answer.trim());
    } finally {
      terminal.close();
    }
  };
