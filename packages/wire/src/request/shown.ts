// Names of the request in sentences: only what has the shape of a name, so that no text of the application is repeated.

/** The name, where it has the shape of one of a field, a tool or a model; else `*`. */
export const nameShown = (name: string): string =>
  /^[a-z][\w.:@/-]{0,63}$/i.test(name) && !/^sk\b/i.test(name) ? name : '*';

/** A figure as the API writes it. */
export const idShown = (id: string): string => (/^[\w-]{1,80}$/.test(id) && !/^sk-/i.test(id) ? id : '*');
