import { isObject } from '../../base/json.ts';
import { Miss } from '../../base/miss.ts';
import { finding, type Finding } from '../finding.ts';
import { oneOf } from '../text-shapes.ts';
import type { Helper, WordComparison } from './helper.ts';
import { normaliseKey } from './lookups.ts';

/** What a reviewer in Kobo has said of a submission. */
const VALIDATIONS = ['approved', 'not_approved', 'on_hold', 'none'] as const;

type Validation = (typeof VALIDATIONS)[number];

/**
 * Words by status, in small letters. First Kobo's own of its XML export; then its labels in the languages of its
 * interface: English, French, Spanish, Portuguese, Arabic, German, Russian, Ukrainian, Polish, Turkish, Persian, Hindi,
 * Nepali, Bengali, Burmese, Khmer, Thai, Vietnamese, Indonesian, Chinese, Japanese, Hungarian, Czech, Amharic, Hausa,
 * Kurdish, Lingala, Nyanja, Yoruba; last the numbers and words of Ona's reviews.
 */
const WORDS: Readonly<Record<Exclude<Validation, 'none'>, string>> = {
  approved:
    'validation_status_approved|approved|approuvé|aprobado|aprovado|مقبول|freigegeben|одобрено|затверджено|zaakceptowane|onaylanmış|تایید شده|अनुमोदित|स्वीकृत|অনুমোদিত|ခွင့်ပြုထားသည်|អនុម័ត|ได้รับการอนุมัติ|được chấp thuận|disetujui|通过批准|承認済み|jóváhagyott|schváleno|ጸድቋል|an yarje|پەسەندکراو|endimami|zavomerezedwa|ti fọwọsi|1',
  not_approved:
    'validation_status_not_approved|not_approved|not approved|non approuvé|no aprobado|não aprovado|غير مقبول|nicht freigegeben|не одобрено|не затверджено|niezaakceptowane|onaylanmamış|مورد تایید نیست|अनुमोदित नहीं|स्वीकृत छैन|অননুমোদিত|ခွင့်မပြုပါ|មិនអនុម័ត|ไม่ได้รับการอนุมัติ|không được chấp thuận|tidak disetujui|未通过批准|未承認|nem jóváhagyott|neschváleno|አልፀደቀም|ba a yarje ba|پەسەندنەکراو|endimami te|sizinavomerezedwe|ko fọwọsi|2|rejected',
  on_hold:
    'validation_status_on_hold|on_hold|on hold|en attente|en espera|em espera|معلق|in der warteschleife|ожидание|тимчасово затримано|wstrzymane|beklemede|در انتظار|होल्ड पर|होल्डमा|অপেক্ষারত|ဆိုင်းငံ့ထားသည်|រង់ចាំ|ระงับ|đang chờ|ditangguhkan|批准中|保留中|várakoztatva|zadrženo|በመያዝ ላይ|an riƙe|ezozela|zaimitsidwa kaye|wa ni idaduro|3|pending',
};

const BY_WORD: ReadonlyMap<string, Validation> = new Map([
  ...['', '—', '-', 'none', 'null', '{}'].map((word) => [word, 'none'] as const),
  ...(['approved', 'not_approved', 'on_hold'] as const).flatMap((status) =>
    WORDS[status].split('|').map((word) => [toWord(word), status] as const),
  ),
]);

function toWord(text: string): string {
  return normaliseKey(text).replace(/\s+/g, ' ').toLowerCase();
}

/** The status that a word stands for; undefined where it is none that is known. */
export function toValidation(text: string): Validation | undefined {
  const word = toWord(text);
  return BY_WORD.get(word) ?? (word.startsWith('{') ? ofObject(word) : undefined);
}

/** As Kobo's API gives it, also as Python writes it: `{"uid": "validation_status_approved", "label": "Approved", …}`. */
function ofObject(text: string): Validation | undefined {
  const names = namesIn(text);
  if (names === undefined) return undefined;
  // What was taken back may have left who did it, and when.
  const told = names.filter((name) => name !== '');
  if (told.length === 0) return 'none';
  const [first, ...others] = told.map((one) => BY_WORD.get(toWord(one)));
  return others.every((one) => one === first || one === undefined) ? first : undefined;
}

/** Its uid and its label, where it has them; undefined of another object. */
function namesIn(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value) || !('uid' in value || 'label' in value)) return undefined;
    return [value['uid'], value['label']].map((one) => (one === undefined || one === null ? '' : String(one)));
  } catch {
    const names = ['uid', 'label'].flatMap((name) => new RegExp(`'${name}': '([^']*)'`).exec(text)?.[1] ?? []);
    return names.length > 0 ? names : undefined;
  }
}

const SHAPE = { ...oneOf(new Set(VALIDATIONS), toValidation), blank: 'none' };

/** `_validation_status`, whatever stands before it. */
const COLUMN = /(?:^|[/.:])_?validation_status$/i;

/** The status compared with words of Kobo: the same status has other words in another form of export. */
function checkStatus({ cell, operator, words, isList, span }: WordComparison): Finding | undefined {
  if (!COLUMN.test(String(cell.type.cell))) return undefined;
  const statuses = words.map((one) => toValidation(one));
  if (statuses.length === 0 || statuses.includes(undefined)) return undefined;
  const texts = [...new Set(statuses)].map((one) => JSON.stringify(one));
  const compared = isList ? `[${texts.join(', ')}]` : texts.join('');
  const args = { text: cell.text, rewrite: `$validation(${cell.text}) ${operator} ${compared}` };
  return finding('expression/validation-status', args, span, 'warning');
}

export const VALIDATION_HELPERS: readonly Helper[] = [
  {
    name: 'validation',
    signature: '$validation(value)',
    meaning:
      'What a reviewer in Kobo has said of the submission: `"approved"`, `"not_approved"`, `"on_hold"`, or `"none"`, which a blank cell is, too. It knows every form of the column `_validation_status`: the word of an XML export, the label in the languages of Kobo, the JSON of the API; and Ona’s numbers of reviews (1, 2, 3). A word that it does not know rejects the record.',
    types: '<(ns):s>',
    errors: ['function/unknown-validation'],
    takesBlank: true,
    shapeOf: () => SHAPE,
    checkComparison: checkStatus,
    examples: [
      {
        expression: '$validation(`_validation_status`)',
        row: { _validation_status: 'validation_status_not_approved' },
        result: 'not_approved',
      },
      {
        expression: '$validation(`_validation_status`)',
        row: { _validation_status: 'Non approuvé' },
        result: 'not_approved',
      },
      {
        expression: '$validation(`_validation_status`)',
        row: { _validation_status: '{"uid": "validation_status_approved", "label": "Approved"}' },
        result: 'approved',
      },
      { expression: '$validation(`_validation_status`)', row: { _validation_status: '' }, result: 'none' },
      {
        expression: '$validation(`_validation_status`) != "not_approved"',
        row: { _validation_status: '' },
        result: true,
      },
    ],
    bind: () => (value) => {
      const found = toValidation(value === undefined || value === null ? '' : String(value));
      if (found === undefined) throw new Miss('function/unknown-validation', value);
      return found;
    },
  },
];
