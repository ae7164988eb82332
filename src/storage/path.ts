import { EtlError } from '../base/errors.ts';

/** Azure's limit for the name of a blob; longer than any path that a file system takes in one name. */
const MAX_LENGTH = 1024;

/**
 * Lets through only paths that stay below a root: `/`-separated, no `..`, nothing absolute. Throws EtlError
 * `storage/bad-path` (exit 2); `root` names the root for people.
 */
export function checkPath(path: string, root: string): void {
  const reason = whyBad(path);
  if (reason === undefined) return;
  const shown = JSON.stringify(path.slice(0, 200)).slice(1, -1);
  throw new EtlError('storage/bad-path', { path: shown, root, reason });
}

function whyBad(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.length > MAX_LENGTH) return `it has more than ${MAX_LENGTH} characters`;
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for.
  if (/[\u0000-\u001F\u007F]/.test(path)) return 'it holds a control character';
  if (path.includes('\\')) return 'it holds a \\';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'it is absolute';
  const parts = path.split('/');
  if (parts.includes('..')) return 'it leads out of it with ..';
  if (parts.includes('.') || parts.includes('')) return 'a part of it is empty or .';
  return undefined;
}
