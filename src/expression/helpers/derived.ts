import { createHash } from 'node:crypto';
import { toUid } from '../../base/to-uid.ts';
import { Miss } from '../../base/miss.ts';
import { UID_SHAPE } from '../text-shapes.ts';
import type { Helper } from './helper.ts';
import { normaliseKey } from './lookups.ts';
import { toSlug } from './slug.ts';

/** Texts made from texts, always the same for the same. */
export const DERIVED_HELPERS: readonly Helper[] = [
  {
    name: 'uid',
    signature: '$uid(text, …)',
    meaning:
      'A UID that is always the same for the same texts, made from the SHA-256 of the texts, joined by line feeds. Blanks around a text and its Unicode form do not count; where one of them is blank or absent there is no value. An event gets the UID of `$uid(namespace, key, 0)`, the key without the prefix `uuid:`, which $uid itself does not drop.',
    types: '<(ns)+:s>',
    errors: ['function/line-feed'],
    shapeOf: () => UID_SHAPE,
    examples: [
      { expression: '$uid(id)', row: { id: 'uuid-0001' }, result: 'N11n7b7DusV' },
      {
        expression: '$uid("sipca", id, 0)',
        row: { id: '5f1c0f0e-9d9a-4d3c-8a83-0c6f0f6f0001' },
        result: 'rmDy21ObH86',
      },
      { expression: '$uid("visit", id)', row: { id: '' }, result: undefined },
    ],
    bind:
      () =>
      (...parts) => {
        const texts = parts.map((one) => (one === undefined || one === null ? '' : normaliseKey(String(one))));
        if (texts.includes('')) return undefined;
        // It would pass for the end of one text and the start of another.
        const broken = texts.findIndex((text) => text.includes('\n'));
        if (broken >= 0) throw new Miss('function/line-feed', parts[broken]);
        return toUid(texts.join('\n'));
      },
  },
  {
    name: 'hash',
    signature: '$hash(text)',
    meaning:
      'The SHA-256 of a text (UTF-8), in 64 hexadecimal digits, always the same for the same text; blanks around it and its Unicode form do not count. Names, telephone numbers and dates are found again by trying them all: it is a pseudonym only together with a secret part, as in `$hash("a long text that only you know" & name)`.',
    types: '<(ns):s>',
    errors: [],
    examples: [
      {
        expression: '$hash(name)',
        row: { name: 'Ada' },
        result: '99a563ab2f6e21e96998f9fddd2a2bab82b70ac019579502b8d7fc0032ff62bb',
      },
    ],
    bind: () => (value) =>
      createHash('sha256')
        .update(normaliseKey(String(value)), 'utf8')
        .digest('hex'),
  },
  {
    name: 'slug',
    signature: '$slug(text)',
    meaning:
      'A text in small letters and digits with dashes between: for codes made of names. Latin letters come out in ASCII, without accents (ø is o, æ ae, ß ss, ł l); letters of other scripts stay as they are.',
    types: '<(ns):s>',
    errors: [],
    examples: [
      {
        expression: '$slug(FACILITY)',
        row: { FACILITY: 'Centre de Santé  d’Élan (2)' },
        result: 'centre-de-sante-d-elan-2',
      },
      { expression: '$slug(FACILITY)', row: { FACILITY: '—' }, result: undefined },
    ],
    bind: () => (value) => toSlug(String(value)) || undefined,
  },
];
