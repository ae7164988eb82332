const OPEN = /^(?:accept(?:-.*)?|cache-control|content-type|user-agent|x-requested-with)$/i;

/** Whether a header tells nothing of who asks. */
export function isOpenHeader(name: string): boolean {
  return OPEN.test(name);
}

/**
 * What is secret in a header or in a parameter of a query: of `Token abc` the token, since the word before it says only how
 * it is used. Undefined of what everybody sends.
 */
export function toCredential(name: string, value: string): string | undefined {
  if (isOpenHeader(name)) return undefined;
  const [, credential = value] = /^[A-Za-z][\w-]*\s+(\S+)$/.exec(value.trim()) ?? [];
  return credential;
}
