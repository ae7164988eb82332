import { expect, test } from 'vitest';
import { SessionCookies } from '../../src/dhis2/session-cookies.ts';

type Answer = readonly [headers: readonly string[], wasLetIn: boolean];

function afterAnswers(answers: readonly Answer[]) {
  const cookies = new SessionCookies();
  for (const [headers, wasLetIn] of answers) cookies.keep(headers, wasLetIn);
  return { header: cookies.header, isLoggedIn: cookies.isLoggedIn };
}

test.each<[string, readonly Answer[], ReturnType<typeof afterAnswers>]>([
  ['no cookies', [[[], true]], { header: undefined, isLoggedIn: false }],
  [
    'as DHIS2 2.41 sends it',
    [[['JSESSIONID=A1; Path=/; HttpOnly; SameSite=Lax', 'SESSION_EXPIRE=17; Path=/; Max-Age=3600'], true]],
    { header: 'JSESSIONID=A1; SESSION_EXPIRE=17', isLoggedIn: true },
  ],
  ['of a refusal', [[['JSESSIONID=A1'], false]], { header: 'JSESSIONID=A1', isLoggedIn: false }],
  [
    'of a refusal, and then we are let in',
    [
      [['JSESSIONID=A1'], false],
      [[], true],
    ],
    { header: 'JSESSIONID=A1', isLoggedIn: true },
  ],
  ['a load balancer’s is no login', [[['route=n1|x=y; Path=/'], true]], { header: 'route=n1|x=y', isLoggedIn: false }],
  [
    'the last of a name counts',
    [
      [['SESSION=a'], true],
      [['SESSION=b; Secure'], false],
    ],
    { header: 'SESSION=b', isLoggedIn: true },
  ],
  [
    'taken back',
    [
      [['SESSION=a', 'route=1'], true],
      [['SESSION=; Max-Age=0; Path=/'], true],
    ],
    { header: 'route=1', isLoggedIn: false },
  ],
  ['what is no cookie', [[['; Path=/', 'nothing', '=x'], true]], { header: undefined, isLoggedIn: false }],
])('cookies: %s', (_, answers, expected) => expect(afterAnswers(answers)).toEqual(expected));

test('a session that has ended leaves nothing', () => {
  const cookies = new SessionCookies();
  cookies.keep(['JSESSIONID=A1'], true);
  cookies.forget();
  expect([cookies.header, cookies.isLoggedIn]).toEqual([undefined, false]);
});
