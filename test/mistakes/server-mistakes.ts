/** Mistakes about a server that answers in JSON: in the spec, and on its side. */
import { mistakesIn } from './mistake.ts';

const HTML = '<!DOCTYPE html><html><body>Log in</body></html>';

/** The answer for a page is another one. */
function page(number: number, body: unknown): { whole: (text: string) => string } {
  return {
    whole: (text) => {
      const answers = JSON.parse(text) as { pages: Record<string, unknown> };
      answers.pages[number] = body;
      return JSON.stringify(answers);
    },
  };
}

const AT = { at: 'api/visits' };

export const SERVER_MISTAKES = [
  ...mistakesIn('clinic-api', 'pipeline.yaml', 'check', [
    ['a path with a typo', 'path: api/visits', 'path: ‸api/visit', 'api/visit'],
    ['a path to records that are not there', '=data.visits', '‸=data.visit', 'records'],
    ['records that are no list', '=data.visits', '‸=data', 'list'],
    ['a preset with a typo', '  path: api/visits', '  preset: ‸koboo\n  path: api/visits', 'kobo'],
    [
      'a next page that is no page',
      '{ "page": $page + 1 }',
      '{ "page": $pge + 1 }',
      '$page',
      { at: 'pipeline.yaml:23' },
    ],
    ['a connection that is no server', 'connection: api\n', 'connection: ‸hmis\n', 'http'],
    ['a field with a typo', '$orgUnit(clinic)', '$orgUnit(‸clinik)', 'clinic'],
    ['an id that no record has', '  id: id\n', '  id: ‸uuid\n', 'uuid'],
    ['a key that no record has', 'key: id', 'key: ‸_id', 'id'],
    ['a token in the spec', 'Token ${API_TOKEN}', '‸Token k3y-of-somebody', '${'],
  ]),
  ...mistakesIn('clinic-api', 'server.json', 'plan', [
    ['a token that is refused', '"k3y"', '"other"', '401', AT],
    ['a server that is down', '"status": 200', '"status": 503', '503', { ...AT, by: 'check' }],
    ['a page of a login', '', '', 'HTML', { ...AT, change: page(1, HTML) }],
    ['an answer that is no JSON', '', '', 'JSON', { ...AT, change: page(1, '{ "data": ') }],
    [
      'a page that is missing',
      '',
      '',
      '3 records',
      { ...AT, change: page(2, { data: { count: 3, last: true, visits: [] } }) },
    ],
    [
      'pages that never end',
      '',
      '',
      'v1',
      { ...AT, change: page(2, { data: { count: 3, last: false, visits: [{ id: 'v1' }] } }) },
    ],
    ['an error in the place of records', '', '', 'visits', { ...AT, change: page(1, { error: 'no such project' }) }],
    [
      'a list that is empty',
      '',
      '',
      'no record',
      { ...AT, change: page(1, { data: { count: 0, last: true, visits: [] } }) },
    ],
    [
      'a field renamed',
      '"clinic": "North Hospital", "day": "2026-03-04"',
      '"clinic": "North Hospital", "visit_day": "2026-03-04"',
      'day',
      { at: 'row 3' },
    ],
    ['a number as a word', '"people": 6', '"people": "six"', ['people', 'six'], { at: 'row 2' }],
    ['a record without its id', '"id": "v2", ', '', 'id', { at: 'row 2' }],
    ['a clinic that nobody knows', '"South Clinic"', '"West Clinic"', ['clinic', 'West Clinic'], { at: 'row 2' }],
  ]),
];
