// Groups the errors of a text by diagnosis, in bounded memory.
import { candidatesByError, type TextDiagnosis } from '@sevenstep/checklist/text';

/** So many request ids of a group are kept. */
const MOST_REQUEST_IDS = 5;

/** Errors of one diagnosis, or of the same candidates. */
export interface Group {
  /** The first error: one diagnosis, or two or more candidates. */
  readonly candidates: readonly TextDiagnosis[];
  readonly count: number;
  readonly firstTime: string | undefined;
  readonly lastTime: string | undefined;
  /** The first ones. */
  readonly requestIds: readonly string[];
  readonly moreRequestIds: number;
}

/** Groups in the order in which they first occur. */
export class Groups {
  readonly #groups = new Map<string, Group>();
  #errors = 0;

  /** Candidates for one error come in one call. */
  add(diagnoses: readonly TextDiagnosis[]): void {
    for (const candidates of candidatesByError(diagnoses)) {
      this.#errors++;
      const key = candidates.map(({ id }) => id).join(' ');
      this.#groups.set(key, joined(this.#groups.get(key), candidates));
    }
  }

  get errors(): number {
    return this.#errors;
  }

  get all(): readonly Group[] {
    return [...this.#groups.values()];
  }
}

function joined(group: Group | undefined, candidates: readonly TextDiagnosis[]): Group {
  const time = candidates.find((one) => one.time !== undefined)?.time;
  const requestId = candidates.find((one) => one.requestId !== undefined)?.requestId;
  const known = group?.requestIds ?? [];
  const isNew = requestId !== undefined && !known.includes(requestId);
  const isKept = isNew && known.length < MOST_REQUEST_IDS;
  return {
    candidates: group?.candidates ?? candidates,
    count: (group?.count ?? 0) + 1,
    firstTime: group?.firstTime ?? time,
    lastTime: time ?? group?.lastTime,
    requestIds: isKept ? [...known, requestId] : known,
    moreRequestIds: (group?.moreRequestIds ?? 0) + (isNew && !isKept ? 1 : 0),
  };
}
