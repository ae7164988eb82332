/**
 * Whether the host of a URL is this machine and no other. Names below `.localhost` are not: a name server or a line in
 * `hosts` may lead them anywhere.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
