// Queries to Prometheus from tests.
interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

/** @throws Error with what Prometheus answered to an expression it does not understand. */
export async function query(prometheusUrl: string, expression: string): Promise<readonly Sample[]> {
  const response = await fetch(`${prometheusUrl}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query: expression }),
  });
  const answer = (await response.json()) as { data: { result: readonly Sample[] }; error?: string };
  if (!response.ok) throw new Error(`${expression}\n${answer.error}`);
  return answer.data.result;
}
