// Client id to how many of its texts the checklist is known to diagnose wrongly. Each is a fault to mend, and the list ends empty.

export const KNOWN_WRONG: Readonly<Record<string, number>> = {
  curl: 100,
  fetch: 150,
  'langchain-python': 100,
  litellm: 100,
  requests: 100,
  'sdk-go': 100,
  'sdk-java': 100,
  'sdk-python': 100,
  'sdk-python-0': 100,
  'sdk-typescript': 150,
  'sdk-typescript-0.50': 150,
};
