import { createHash } from 'node:crypto';
import { toUid } from '../../base/to-uid.ts';
import type { EtlFunction } from './etl-function.ts';

/** Texts made from texts, always the same for the same. */
export const DERIVED_FUNCTIONS: readonly EtlFunction[] = [
  {
    name: 'uid',
    signature: '$uid(text, …)',
    meaning:
      'A UID that is always the same for the same texts, made as those of the events are: from the SHA-256 of the texts, joined by line feeds.',
    minArguments: 1,
    maxArguments: Infinity,
    types: '<(ns)+:s>',
    errors: [],
    examples: [
      { expression: '$uid(id)', row: { id: 'uuid-0001' }, result: 'N11n7b7DusV' },
      {
        expression: '$uid("sipca", id, 0)',
        row: { id: '5f1c0f0e-9d9a-4d3c-8a83-0c6f0f6f0001' },
        result: 'rmDy21ObH86',
      },
    ],
    bind:
      () =>
      (...parts) =>
        toUid(parts.map((one) => (one === undefined || one === null ? '' : String(one))).join('\n')),
  },
  {
    name: 'hash',
    signature: '$hash(text)',
    meaning:
      'The SHA-256 of a text (UTF-8), in 64 hexadecimal digits: the same for the same text, and no way back to it.',
    minArguments: 1,
    maxArguments: 1,
    types: '<(ns):s>',
    errors: [],
    examples: [
      {
        expression: '$hash(name)',
        row: { name: 'Ada' },
        result: '99a563ab2f6e21e96998f9fddd2a2bab82b70ac019579502b8d7fc0032ff62bb',
      },
    ],
    bind: () => (value) => createHash('sha256').update(String(value), 'utf8').digest('hex'),
  },
  {
    name: 'slug',
    signature: '$slug(text)',
    meaning:
      'A text in small letters and digits with dashes between, without accents: for codes made of names. Letters of other scripts stay as they are.',
    minArguments: 1,
    maxArguments: 1,
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

function toSlug(text: string): string {
  return (
    text
      .normalize('NFKD')
      // Accents of Latin, Greek and Cyrillic letters; the marks of other scripts are letters of theirs.
      .replace(/[\u0300-\u036f]/g, '')
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '')
  );
}
