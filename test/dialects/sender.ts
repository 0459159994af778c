// The type of a row: real software that calls Claude and exports spans or logs, with its installation and start.
import type { RuleId } from '@sevenstep/checklist';
import type { CallSpec } from '../pasted/client.ts';
import type { Program } from '../pasted/converse.ts';

/** Software that sends telemetry about its calls. */
export interface Sender {
  /** Name of its file in `recorded`: small letters, digits and `-`. */
  readonly id: string;
  /** Its name with the version, for the Markdown table. */
  readonly title: string;
  /** Id of the dialect that it speaks: a file in `packages/checklist/src/dialects`. */
  readonly dialect: string;
  /** How its spans or logs reach the doctor and the span processor: a sentence or two for users, in Markdown. */
  readonly pointAtUs: string;
  /** Situation id to the reason why this sender cannot show it. */
  readonly cannot?: Readonly<Record<string, string>>;
  /** Situation id to what it is with this sender, where it differs from the drill's rule. */
  readonly truth?: Readonly<Record<string, RuleId>>;
  /** Parts of each capture to drop, because they are not about calls: log records by their body, attributes by name. */
  readonly leavesOut?: { readonly records?: RegExp; readonly attributes?: RegExp };
  /** Whether it exports its spans itself, so that no span processor sees them. */
  readonly exportsItself?: true;
  /** Waited for after each call, where the program cannot flush its exporter, in milliseconds. @default 0 */
  readonly settleMs?: number;
  /**
   * Installs it below `~/.cache/sevenstep/dialects`, pinned, once: see `install.ts`.
   *
   * @returns a folder, which {@link program} gets
   * @throws Error when this machine cannot run it; the row is then skipped, with the message
   */
  install(): Promise<string>;
  /**
   * The process that makes its calls. It reads a {@link CallSpec} from each line of its stdin, makes the call, and flushes its
   * exporter to `OTEL_EXPORTER_OTLP_ENDPOINT`. It answers with a line: `{"done":true}`, or `{"failed":"why"}` if it
   * failed itself. An error of the call is not a failure of the program.
   */
  program(folder: string): Program;
  /** The call as this sender makes it. @default as it is */
  call?(call: CallSpec): CallSpec;
}
