/**
 * To be called before a library that sends HTTP is loaded. `node:http` lists WebSocket and two more, which Node makes of all of
 * undici as soon as anybody looks, and an import looks at every name: 60 ms of every start, for what nobody here uses.
 */
export function skipUndici(): void {
  const http = process.getBuiltinModule('node:http');
  for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent'])
    if (Object.getOwnPropertyDescriptor(http, name)?.get) Object.defineProperty(http, name, { value: undefined });
}
