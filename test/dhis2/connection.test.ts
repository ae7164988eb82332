import { describe, expect, test } from 'vitest';
import { ProblemsError } from '../../src/base/errors.ts';
import { SILENT } from '../../src/base/log.ts';
import { checkSchema } from '../../src/base/schema.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { dhis2Connection, toBaseUrl } from '../../src/dhis2/connection.ts';

const HERE = { source: { file: 'pipeline.yaml', text: '' }, start: 0, end: 0 };

test.each([
  ['https://dhis2.example.org', 'https://dhis2.example.org'],
  ['https://dhis2.example.org/', 'https://dhis2.example.org'],
  ['https://dhis2.example.org/api/', 'https://dhis2.example.org'],
  ['https://dhis2.example.org/hmis/api', 'https://dhis2.example.org/hmis'],
  ['https://dhis2.example.org/hmis/api/41/', 'https://dhis2.example.org/hmis'],
  [' https://dhis2.example.org:8443/hmis ', 'https://dhis2.example.org:8443/hmis'],
  ['http://localhost:8080/api', 'http://localhost:8080'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://[::1]:8080/', 'http://[::1]:8080'],
])('%j is the DHIS2 at %s', (text, url) => expect(toBaseUrl(text)).toEqual({ url, problem: undefined }));

test.each([
  ['http://dhis2.example.org', 'dhis2/plain-http'],
  ['http://127.0.0.1.example.org', 'dhis2/plain-http'],
  ['http://x.localhost', 'dhis2/plain-http'],
  ['http://localhost.', 'dhis2/plain-http'],
  ['ftp://dhis2.example.org', 'dhis2/bad-url'],
  ['dhis2.example.org', 'dhis2/bad-url'],
  ['', 'dhis2/bad-url'],
  ['https://ann:secret@dhis2.example.org', 'dhis2/credentials-in-url'],
])('%j is refused: %s', (text, code) => {
  const { problem } = toBaseUrl(text);
  expect(problem?.code).toBe(code);
  expect(JSON.stringify(problem)).not.toContain('secret');
});

const check = (config: object): string[] =>
  checkSchema(dhis2Connection.schema, config, () => HERE).map((one) => one.code);

function build(config: { url: string; token: string; username?: string }): unknown {
  return dhis2Connection.build({ timeoutSeconds: 120, ...config } as never, {
    folder: '/',
    log: SILENT,
    secrets: new Secrets(),
  });
}

describe('credentials', () => {
  const url = 'https://dhis2.example.org';
  test.each([
    [{ url, username: 'ann', password: 'x' }, []],
    [{ url, token: 'x' }, []],
    [{ url }, ['spec/one-of-keys']],
    [{ url, username: 'ann' }, ['spec/one-of-keys']],
    [{ url, username: 'ann', password: 'x', token: 'y' }, ['spec/one-of-keys']],
    [{ url, token: 'x', timeoutSeconds: 0 }, ['spec/wrong-value']],
    [{ url, token: 'x', pasword: 'y' }, ['spec/unknown-key']],
  ])('%j: %j', (config, codes) => expect(check({ ...config })).toEqual(codes));

  test.each(['d2pat_ä', 'd2pat x', 'd2pat\nx', '\u0000', '   '])('%j is no token', (token) => {
    expect(() => build({ url, token })).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ code: 'dhis2/bad-token' })] }),
    );
  });

  test('what the schema lets pass and is not one login is refused', () => {
    expect(() => build({ url, token: 'x', username: 'ann' })).toThrow(ProblemsError);
    expect(() => build({ url: 'http://dhis2.example.org', token: 'x' })).toThrow(ProblemsError);
  });

  test('the secrets are masked, also as they look in a Basic header', () => {
    const secrets = new Secrets();
    const config = { url, username: 'ann', password: 'pass-word', timeoutSeconds: 1 };
    dhis2Connection.build(config as never, { folder: '/', log: SILENT, secrets });
    const basic = Buffer.from('ann:pass-word').toString('base64');
    expect(secrets.mask(`pass-word Basic ${basic}`)).toBe('*** Basic ***');
  });
});
