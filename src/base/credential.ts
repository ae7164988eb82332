/** Headers that say nothing of who asks. */
const OPEN = /^(?:accept(?:-.*)?|cache-control|content-type|user-agent|x-requested-with)$/i;

/**
 * What is secret in a header or in a parameter of a query: of `Token abc` the token, since the word before it says only how
 * it is used. Undefined of what everybody sends.
 */
export function toCredential(name: string, value: string): string | undefined {
  if (OPEN.test(name)) return undefined;
  const [, credential = value] = /^[A-Za-z][\w-]*\s+(\S+)$/.exec(value.trim()) ?? [];
  return credential;
}
