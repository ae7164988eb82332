import { describe, expect, test } from 'vitest';
import { Secrets } from '../../src/base/secrets.ts';
import { ENCODINGS } from '../encodings.ts';
import { readableIn } from '../readable-secret.ts';

const PASSWORD = 'Zebra-Kö/+="7<&%\\ x9Q';
const TOKEN = 'd2pat_5xVA12xyUbWNedQxy4ohH77WlxRGVvZZ1151814092';
const KEY = 'mQ2zt7Xk9pRq4wYvB1nLcE8sJdUfGhTo5iA3bVxZl0eW6rKyPjMuNaHqCgFsDtIk4S8dLw1ZoXcVbN2mQyE7Rg==';
const SIGNATURE = 'p%2FQ3%2Bz8Wk1Lm9Vt7Yb5Rc2Xd4Nf6Jh0Gs%3D';
const SAS = `sv=2024-11-04&ss=b&srt=co&sp=rwc&se=2030-01-01T00:00:00Z&sig=${SIGNATURE}`;
const CONNECTION = `DefaultEndpointsProtocol=https;AccountName=ocba;AccountKey=${KEY};EndpointSuffix=core.windows.net`;

const base64 = (text: string): string => Buffer.from(text).toString('base64');
function knowing(...secrets: string[]): Secrets {
  const known = new Secrets();
  for (const one of secrets) known.add(one);
  return known;
}

const SECRETS = { password: PASSWORD, token: TOKEN, 'key of an account': KEY, signature: SIGNATURE };

describe.each(Object.entries(SECRETS))('a %s', (_, secret) => {
  const known = knowing(secret);

  describe.each(Object.entries(ENCODINGS))('%s', (__, write) => {
    const written = write(secret);
    const body = written.replace(/^"|"$/g, '');

    test('is taken out', () => {
      const masked = known.mask(`before ${written} after`);
      expect(masked).toMatch(/^before .*\*\*\*.* after$/s);
      expect(readableIn(masked, secret)).toEqual([]);
    });

    test('is taken out wherever it was cut', () => {
      for (let cut = 1; cut < body.length; cut += 1) {
        const head = known.mask(`before ${body.slice(0, cut)}…`);
        const tail = known.mask(`…${body.slice(cut)} after`);
        expect([cut, ...readableIn(`${head} ${tail}`, secret)]).toEqual([cut]);
      }
    });
  });
});

describe('a SAS token and a connection string', () => {
  test('are secret as a whole, and in their signature and key to the last letter', () => {
    const known = knowing(SAS, CONNECTION);
    expect(known.mask(`${SAS} and ${CONNECTION}`)).not.toMatch(/Q3%2B|mQ2zt7/);
    expect(known.mask(decodeURIComponent(SIGNATURE))).toBe('***');
    expect(known.mask(KEY.slice(0, 20))).toBe('***');
    expect(known.mask(KEY.slice(-20))).toBe('***');
    expect(known.mask(base64(CONNECTION).slice(100, 160))).toBe('***');
  });

  test('say otherwise what all may know', () => {
    const known = knowing(SAS, CONNECTION);
    const open =
      'The default endpoint is https://ocba.blob.core.windows.net since 2024-11-04; DefaultEndpointsProtocol';
    expect(known.mask(open)).toBe(open);
  });

  test.each(['sig=abc%2Fdef', '&sig=abc%2Fdef', '?sig=abc%2Fdef&se=2', 'x;AccountKey=abc/def==;y', '\\u0026sig=abc'])(
    'that nobody knows are found by what they are called: %s',
    (text) => expect(new Secrets().mask(text)).not.toContain('abc'),
  );
});

describe('a password that is a word', () => {
  test.each([
    [
      'district',
      'The restricted districts of the administrative unit.',
      'The restricted ***s of the administrative unit.',
    ],
    ['district', 'cut: distri', 'cut: ***'],
    ['district', 'istric is no cut of it', 'istric is no cut of it'],
    ['Summer2025', 'in 2025-06 the summer', 'in 2025-06 the summer'],
    ['20250314', 'row 12025, 2025-03-14', 'row 12025, 2025-03-14'],
    ['20250314', 'from 20250314 on', 'from *** on'],
    ['correct horse battery', 'the battery of a horse', 'the battery of a horse'],
    ['correct horse battery', 'told: correct horse ba', 'told: ***'],
    ['0a1b2c3d4e5f', 'id 6f0a1b2c-1111-4e5f-9999-000000000000', 'id 6f0a1b2c-1111-4e5f-9999-000000000000'],
  ])('%s in "%s"', (password, text, expected) => expect(knowing(password).mask(text)).toBe(expected));
});

describe('JSON', () => {
  const known = knowing(PASSWORD, 'sunshine', '12345678');
  test('loses them in texts and in keys that are no words', () => {
    const value = { [PASSWORD]: 1, [`x${PASSWORD}`]: [PASSWORD], sunshine: 'sunshine', deep: { [PASSWORD]: null } };
    const text = known.toJson(value) as string;
    expect(readableIn(text, PASSWORD)).toEqual([]);
    expect(JSON.parse(text)).toMatchObject({ sunshine: '***', deep: {} });
  });

  test('keeps two keys that are masked', () => {
    const text = known.toJson({ [PASSWORD]: 1, [`${PASSWORD} `]: 2 }) as string;
    expect(Object.values(JSON.parse(text) as object)).toEqual([1, 2]);
  });

  test('keeps numbers, but for one that is the whole secret', () => {
    expect(known.toJson([12345678, 1234567, 123456789, 3, true, null])).toBe('["***",1234567,123456789,3,true,null]');
  });
});

test('a long text without secrets is as it was', () => {
  const text = '% \\ & 100 % of &c. \\n %zz &nothing; \\u12 '.repeat(2000);
  expect(knowing(PASSWORD, TOKEN, KEY, SAS).mask(text)).toBe(text);
});

describe('JSON is masked text by text, though whole it is looked at first', () => {
  const known = knowing(...Object.values(SECRETS));
  const masked = (value: unknown): string =>
    JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? known.mask(one) : one));
  const parts = [
    ...Object.values(SECRETS).flatMap((secret) => [secret, secret.slice(0, 9), secret.slice(-7), base64(`x${secret}`)]),
    'a',
    'sig=abc',
    ';sig=abcdef',
    '?SIG=q',
    'accountkey=abc',
    '%41',
    '&amp;',
    '"',
    '\\',
    '\\"',
    `FACILITY = "${TOKEN}"`,
    '\n',
    'Clinic A',
    '2025-03-14',
    '',
  ];

  test('whatever stands beside it', () => {
    let seed = 7;
    const any = (): string => parts[(seed = (seed * 16_807) % 2_147_483_647) % parts.length] as string;
    for (let time = 0; time < 3000; time += 1) {
      const value = { events: [{ a: any() + any(), b: [any(), { c: `${any()} ${any()}` }] }], stats: null };
      expect(known.toJson(value)).toBe(masked(value));
    }
  });

  test('and laid out', () => {
    const value = { events: [{ note: `x ${TOKEN}` }], stats: { created: 1 } };
    expect(known.toJson(value, 4)).toBe(
      JSON.stringify({ events: [{ note: 'x ***' }], stats: { created: 1 } }, null, 4),
    );
    expect(known.toJson(undefined)).toBeUndefined();
  });
});
