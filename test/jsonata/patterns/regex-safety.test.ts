import { describe, expect, test } from 'vitest';
import { riskOfPattern } from '../../../src/jsonata/patterns/regex-safety.ts';

describe('patterns of every day are fine', () => {
  test.each([
    /clinic/i,
    /^$/,
    /^\s*$/,
    /^\s+|\s+$/,
    /\s+$/,
    /\s{2,}/,
    /\s*[,;|]\s*/,
    /(\r\n|\r|\n)+/,
    /.*foo.*/,
    /fever.*cough/i,
    /(fever|cough|rash).*(pain|ache)/i,
    /\bword\b/,
    /\b\w+\b/,
    /(^| )option_3( |$)/,
    /(^|\s)(yes|oui|sim)(\s|$)/i,
    /^(yes|no|don't know)$/i,
    /^[A-Z]{2}\d+$/,
    /^[A-Za-z][A-Za-z0-9]{10}$/,
    /^uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    /^[A-Z]{2}\d{2} ?([A-Z0-9]{4} ?){2,7}[A-Z0-9]{1,4}$/,
    /\b[A-Z]{2}\d{8,10}[A-Z0-9]{11,30}\b/,
    /^[A-TV-Z]\d[0-9AB](\.[0-9A-Z]{1,4})?$/i,
    /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/,
    /^v?\d+(\.\d+){0,3}(-[a-z0-9.]+)?$/i,
    /^(\d{1,3}\.){3}\d{1,3}$/,
    /^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/,
    /^https?:\/\/[\w.-]+(:\d+)?(\/[^\s?#]*)?(\?[^\s#]*)?(#\S*)?$/,
    /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/,
    /[^@\s]+@[^@\s]+\.[^@\s]+/,
    /\b[\w.-]+@[\w.-]+\.\w{2,}\b/,
    /^\d{4}-\d{2}-\d{2}$/,
    /^(0?[1-9]|[12]\d|3[01])[/.-](0?[1-9]|1[0-2])[/.-](\d{2}|\d{4})$/,
    /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/,
    /(\d{1,2}) (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (\d{4})/i,
    /^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/,
    /^\d+ ?(years?|yrs?|y|months?|mo|m|weeks?|w|days?|d)$/i,
    /^\+?\d[\d ()-]{5,}$/,
    /^\+?\d{1,3}[- ]?\d{3,4}[- ]?\d{4,7}$/,
    /\+?\d{1,3}[- ]?\d{3,4}[- ]?\d{4,7}/,
    /^(?:\+256|0)?7\d{8}$/,
    /^\(?\d{3}\)?[- .]?\d{3}[- .]?\d{4}$/,
    /(\d{2,4}[ -]?){2,5}/,
    /^-?\d+(\.\d+)?,\s*-?\d+(\.\d+)?$/,
    /^-?\d{1,3}\.\d+ -?\d{1,3}\.\d+( -?\d+(\.\d+)?){0,2}$/,
    /^\d{1,3}(,?\d{3})*(\.\d+)?$/,
    /^\d{1,3}([ ,.]\d{3})*$/,
    /\d+(\.\d+)?\s*(mg|ml|g|kg)\b/i,
    /^[A-ZÀ-Ý][a-zà-ÿ]+([ '-][A-ZÀ-Ý][a-zà-ÿ]+)*$/,
    /^(mr|mrs|ms|dr)\.? [a-zà-ÿ]\w+$/i,
    /^\w+(\.\w+)*$/,
    /(\d+,)*\d+/,
    /([^,]*,)*[^,]*/,
    /^([a-z]+ )+$/i,
    /^(\S+)\s+(\S+)\s+(\S+)$/,
    /(\d+)[^\d]+(\d+)[^\d]+(\d+)/,
    /^\D*(\d+)\D*$/,
    /([a-z]+)_([a-z]+)_(\d+)$/,
    /^.*\/([^/]+)$/,
    /\.[a-z0-9]+$/i,
    /<[^>]+>/,
    /"[^"]*"/,
    /\([^)]*\)/,
    /[^\x20-\x7E]/,
    /[\]\\-]+x/,
    /(?<year>\d{4})\b/,
    /^(health|h)\.? ?(centre|center|c)\.? ?(ii|iii|iv|[2-4])$/i,
    /(district|hospital|clinic|dispensary)\s*$/i,
    /(foo|bar|baz)+/,
    /^.{0,200}$/,
    /^(\w{1,10} ){1,10}$/,
    /a{2,50}b/,
    /(.|\n)*x/,
    /(a|ab)*c/,
    /^(?:(?:a|b)|c)*$/,
    /(a?)*b/,
    /((a?)*b)*$/,
    /^(a?){8}$/,
    /^[\u00e9]+[\xe8]$/,
    /^\[\cA\]$/,
    /[\d-x]+$/,
    /^a{,5}b{$/,
  ])('%s', (pattern) => expect(riskOfPattern(pattern).is).toBe('fine'));

  test('whatever follows where it fits already is not tried again', () => {
    for (const pattern of [/(a|a)*/, /x(a+)+/, /(\s|,|\s,)*/, /(x+x+)+/])
      expect(riskOfPattern(pattern).is).toBe('fine');
  });
});

describe('what can be read in ever more ways is refused', () => {
  test.each<[RegExp, string]>([
    [/(a+)+$/, '(a+)+'],
    [/(\d+)*x/, '(\\d+)*'],
    [/(a|a)*$/, '(a|a)*'],
    [/(\w|\d)+$/, '(\\w|\\d)+'],
    [/^(([a-z])+.)+[A-Z]([a-z])+$/, '(([a-z])+.)+'],
    [/(x+x+)+y/, '(x+x+)+'],
    [/^(\(?\d+\)?[ -]?)+$/, '(\\(?\\d+\\)?[ -]?)+'],
    [/^([a-z]+ ?)+$/, '([a-z]+ ?)+'],
    [/(a*)*b/, '(a*)*'],
    [/(\d*|x)*y/, '(\\d*|x)*'],
    [/(\s*,?\s*)*x/, '(\\s*,?\\s*)*'],
    [/([^x]|[a-c])+$/, '([^x]|[a-c])+'],
    [/(a+)+$|xxxx/, '(a+)+'],
    [/((a|a)*b)*/, '(a|a)*'],
    [new RegExp(`(a+)+$|${'x'.repeat(140)}`), '(a+)+'],
  ])('%s', (pattern, part) => expect(riskOfPattern(pattern)).toEqual({ is: 'explodes', part }));

  test.each([/^(a?){30}$/, /^(a|a){28}$/, /^(.{1,5}){12}$/, /^(\w{1,10} ?){1,10}$/, /^(a{0,9}b{0,9}){9}$/])(
    'as many times as it is counted: %s',
    (pattern) => expect(riskOfPattern(pattern).is).toBe('explodes'),
  );

  test('written out', () => {
    expect(riskOfPattern(new RegExp(`^${'a?'.repeat(30)}$`)).is).toBe('explodes');
    expect(riskOfPattern(new RegExp(`^${'(a|a)'.repeat(28)}$`)).is).toBe('explodes');
  });

  test.each([/(A|a)+$/i, /^(é|É)+$/i, /(µ|μ)+$/i, /(ς|Σ)+$/i, /^([^É]|é)+$/])('without case: %s', (pattern) =>
    expect(riskOfPattern(pattern).is).toBe('explodes'),
  );

  test.each([/(ſ|s)+$/i, /(\u212a|k)+$/i, /(İ|i)+$/i, /(ß|s)+$/i, /([^É]|é)+$/i, /(é|É)+$/])(
    'case does not make these one: %s',
    (pattern) => expect(riskOfPattern(pattern).is).toBe('fine'),
  );

  test.each([
    String.raw`([\141]|a)+$`,
    String.raw`([a-\d]|a)+$`,
    String.raw`(\cA|\x01)+$`,
    String.raw`([\c1]|\x11)+$`,
    String.raw`(\c1|\\c1)+$`,
    String.raw`([\c]|\\)+$`,
    String.raw`([\b]|\x08)+$`,
    String.raw`(\0|\x00)+$`,
    String.raw`(\u12|u12)+$`,
    String.raw`([^]|a)+$`,
    String.raw`(.|[^\n])+$`,
    String.raw`(\p{2}|pp)+$`,
  ])('escapes are read as JavaScript reads them: %s', (source) =>
    expect(riskOfPattern(new RegExp(source)).is).toBe('explodes'),
  );
});

describe('two loops that share letters are slow', () => {
  test.each<[RegExp, string]>([
    [/^\s*\s*x/, '\\s*'],
    [/^[^@\s]+@[^@\s]+\.[^@\s]+$/, '[^@\\s]+'],
    [/^[^@\s]+@[^@\s]+\.[^@\s]+$/m, '[^@\\s]+'],
    [/^.*foo.*$/, '.*'],
    [/^\w*\d+$/, '\\d+'],
    [/^é+[à-ü]+$/, '[à-ü]+'],
    [/^(.*?),(.*)$/, '.*'],
    [/^(\S+)\s+(.+)$/, '.+'],
    [/\(\s*(\w*)\s*\)/, '\\s*'],
    [/^.*foo.{0,30}bar$/, '.{0,30}'],
    [/^.{0,200},.{0,200}$/, '.{0,200}'],
  ])('%s', (pattern, part) => expect(riskOfPattern(pattern)).toMatchObject({ is: 'slow', part }));
});

describe('three are too slow, and two where any place may be the beginning', () => {
  test.each<[RegExp, string]>([
    [/^(\w*)(\w*)(\w*)(\w*)$/, '\\w*'],
    [/\s*\s*\s*\s*$/, '\\s*'],
    [/\s*\s*x/, '\\s*'],
    [/\d*[0-5]*$/, '[0-5]*'],
    [/^(\w+\s?){10}$/, '\\w+'],
    [/^.*fever.*cough.*$/, '.*'],
    [/(\S+)\s+(.+)$/, '.+'],
    [/^(.*,){11}P/, '.*'],
    [/^[^@\s]+@[^@\s]+\.[^@\s]+$|\b\w+\d+\b/, '\\d+'],
  ])('%s', (pattern, part) => expect(riskOfPattern(pattern)).toEqual({ is: 'crawls', part }));
});

describe('what is not understood is said', () => {
  test.each([
    [/(a+)\1/, 'refers back to a group (\\1)'],
    [/(?<q>a)\k<q>/, 'refers back to a group (\\k)'],
    [/(?=a)b/, 'looks around'],
    [/(?<!a)b/, 'looks around'],
    [/^\p{L}+$/u, 'has the flag u'],
    [new RegExp('^[a--b]+$', 'v'), 'has the flag v'],
    [new RegExp('^(?i:A|a)+$'), 'changes its flags within (?i:)'],
    [new RegExp('^(?m-i:a)+$', 'i'), 'changes its flags within (?m-i:)'],
    [new RegExp(`${'('.repeat(500)}a${')'.repeat(500)}`), 'has too many groups within groups'],
    [new RegExp(`(${'(a|b|c|d)?'.repeat(100)}-)*$`), 'is too large to be looked at'],
  ])('%s', (pattern, what) => expect(riskOfPattern(pattern)).toEqual({ is: 'beyond', what }));
});

test('a long list of words is judged', () => {
  const words = Array.from({ length: 60 }, (_, n) => `w${n}x`).join('|');
  expect(riskOfPattern(new RegExp(`^(${words})(,(${words}))*$`)).is).toBe('fine');
  expect(riskOfPattern(new RegExp(`^(${words}|w7x)+$`)).is).toBe('explodes');
});

test('a long pattern is judged', () => {
  expect(riskOfPattern(new RegExp('(ab?c|d){40}e'.repeat(20))).is).toBe('fine');
  expect(riskOfPattern(/(){1000000000}/).is).toBe('fine');
  expect(riskOfPattern(/((a{50}){50}){50}$/).is).not.toBe('fine');
});
