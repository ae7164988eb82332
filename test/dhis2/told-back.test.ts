/**
 * A server, or a proxy before it, tells back what we have sent: in whatever form and wherever its text is cut then, no six
 * characters of a secret are in the error that comes of it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EtlError } from '../../src/base/errors.ts';
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import type { Dhis2Client } from '../../src/dhis2/client.ts';
import { dhis2Connection } from '../../src/dhis2/connection.ts';
import { ENCODINGS } from '../encodings.ts';
import { readableIn } from '../readable-secret.ts';
import { inTurn, numbered } from '../slice.ts';
import { serve, type Reply, type TestServer } from './http-server.ts';

const LOGINS = {
  password: { secret: 'Zebra-Kö/+="7<&%\\ x9Q', login: { username: 'admin', password: 'Zebra-Kö/+="7<&%\\ x9Q' } },
  token: {
    secret: 'd2pat_5xVA12xyUbWNedQxy4ohH77WlxRGVvZZ1151814092',
    login: { token: 'd2pat_5xVA12xyUbWNedQxy4ohH77WlxRGVvZZ1151814092' },
  },
};
/** Characters before it; a message is cut after 300. */
const BEFORE = [0, 255, 285, 292, 299];

/** What is answered to everything. */
const ANSWERS: Readonly<Record<string, (told: string) => Reply>> = {
  '401': (message) => ({ status: 401, body: { httpStatus: 'Unauthorized', message } }),
  '403': (message) => ({ status: 403, body: { message } }),
  '404': (message) => ({ status: 404, body: { message } }),
  '409': (message) => ({ status: 409, body: { message } }),
  'a second line': (message) => ({ status: 409, body: { message: `first\n${message}` } }),
  'a page': (message) => ({ status: 403, body: `<html><title>${message}</title>${message}</html>` }),
  'the status': (message) => ({ status: 403, statusText: encodeURI(message), body: '' }),
  'a redirect': (message) => ({ status: 302, headers: { location: encodeURI(`https://sso.org/login/${message}`) } }),
  'the query of a redirect': (message) => ({
    status: 302,
    headers: { location: encodeURI(`/login?token=${message}`) },
  }),
};

let reply: Reply = { status: 200 };
let server: TestServer;
beforeAll(async () => {
  server = await serve(() => reply);
});
afterAll(() => server.close());

describe.each(Object.entries(LOGINS))('a %s told back', (_, { secret, login }) => {
  describe.each(numbered(ANSWERS))('in %s', (__, answer, place) => {
    test.each(numbered(ENCODINGS))('%s', async (___, encode, form) => {
      const left: string[] = [];
      // Every form is cut everywhere, in one answer or another.
      for (const before of inTurn(BEFORE, place + form, 2)) {
        reply = answer(`${'x'.repeat(before)} ${encode(secret)} ${encode(secret)}`);
        const secrets = new Secrets();
        const config = { url: server.url, timeoutSeconds: 10, ...login };
        const client = dhis2Connection.build(config as never, { folder: '/', log: SILENT, secrets }) as Dhis2Client;
        const error = await client.me().catch((thrown: unknown) => thrown);
        if (!(error instanceof EtlError)) throw error;
        // As it is told: as it is, and where somebody cuts it once more.
        const told = secrets.mask(`${error.message}\n${error.hint}`) + (secrets.toJson(error.args) ?? '');
        left.push(...readableIn(told, secret, 2).map((piece) => `${piece}, after ${before}: ${told}`));
      }
      expect(left).toEqual([]);
    });
  });
});
