// Names from the request for use in messages. Only names of the usual shape are shown, so that messages repeat no text of the application.

/** The name, if it has the shape of a field, a tool or a model; else `*`. */
export const nameShown = (name: string): string =>
  /^[a-z][\w.:@/-]{0,63}$/i.test(name) && !/^sk\b/i.test(name) ? name : '*';

/** A figure as the API writes it. */
export const idShown = (id: string): string => (/^[\w-]{1,80}$/.test(id) && !/^sk-/i.test(id) ? id : '*');
