// Decides whether a package may be installed on this machine, by a flag, a variable, or an answer at the terminal.
import { createInterface } from 'node:readline/promises';

/** Called before a system package is installed. */
export type Consent = (debianPackage: string) => Promise<boolean>;

/** With `yes`, Debian's packages are installed without a question. */
export const INSTALL_VARIABLE = 'SEVENSTEP_STACK_INSTALL';

/** Only the variable counts, and no question is printed. */
export const consentOfVariable: Consent = async () => process.env[INSTALL_VARIABLE] === 'yes';

/** The variable, else a question if there is a terminal, else no. Only `y` and `yes` mean yes. */
export const consentOfTerminal =
  (input: NodeJS.ReadStream = process.stdin, output: NodeJS.WriteStream = process.stdout): Consent =>
  async (debianPackage) => {
    if (await consentOfVariable(debianPackage)) return true;
    if (!input.isTTY || !output.isTTY) return false;
    const terminal = createInterface({ input, output });
    try {
      const question = `Install Debian's package ${debianPackage} on this machine, with apt-get? [y/N] `;
      // The end of the input means no.
      const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
      const answer = await Promise.race([terminal.question(question), ended]);
      return /^y(?:es)?$/i.test(answer.trim());
    } finally {
      terminal.close();
    }
  };
