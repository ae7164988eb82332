import { defineSchema } from '../../src/base/schema.ts';
import type { ComponentKind } from '../../src/contracts/component.ts';
import { formula } from '../../src/contracts/formula.ts';

const never = (): never => {
  throw new Error('nothing is built in these tests');
};
const example = '';

const text = (description: string) => ({ type: 'string', minLength: 1, description }) as const;

/** Kinds as small as the tests of the language need them; the real ones have tests of their own. */
export const TEST_KINDS: readonly ComponentKind[] = [
  {
    kind: 'azure-blob',
    role: 'storage',
    summary: 'A container of blobs.',
    secrets: ['sasToken'],
    schema: defineSchema({
      type: 'object',
      additionalProperties: false,
      required: ['accountUrl', 'container'],
      properties: {
        accountUrl: text('Address of the account.'),
        container: text('Name of the container.'),
        sasToken: text('Signature that opens it.'),
      },
    }),
    example,
    build: never,
  },
  {
    kind: 'file',
    role: 'storage',
    summary: 'A folder.',
    secrets: [],
    schema: defineSchema({
      type: 'object',
      additionalProperties: false,
      required: ['folder'],
      properties: { folder: text('The folder.') },
    }),
    example,
    build: never,
  },
  {
    kind: 'dhis2',
    role: 'server',
    summary: 'A DHIS2.',
    secrets: ['password', 'token'],
    schema: defineSchema({
      type: 'object',
      additionalProperties: false,
      required: ['url'],
      oneOf: [{ required: ['username', 'password'] }, { required: ['token'] }],
      properties: {
        url: { ...text('Its address.'), pattern: '^https?://', expected: 'a web address' },
        username: text('Name of the account.'),
        password: text('Its password.'),
        token: text('A personal access token.'),
        timeoutSeconds: { type: 'number', minimum: 1, default: 120, description: 'How long to wait.' },
      },
    }),
    example,
    build: never,
  },
  {
    kind: 'http',
    role: 'server',
    summary: 'A server of JSON.',
    secrets: ['headers', 'query'],
    schema: defineSchema({
      type: 'object',
      additionalProperties: false,
      required: ['url'],
      properties: {
        url: text('Its address.'),
        headers: { type: 'object', additionalProperties: { type: 'string' }, description: 'Headers.' },
        query: { type: 'object', additionalProperties: { type: 'string' }, description: 'Parameters.' },
      },
    }),
    example,
    build: never,
  },
  {
    kind: 'csv',
    role: 'source',
    summary: 'A CSV file.',
    accepts: { role: 'storage' },
    schema: defineSchema({
      type: 'object',
      additionalProperties: false,
      required: ['path'],
      properties: {
        path: text('Path of the file.'),
        delimiter: { type: 'string', minLength: 1, maxLength: 1, description: 'What separates the cells.' },
        missing: { type: 'array', items: { type: 'string' }, default: [], description: 'Words that count as blank.' },
      },
    }),
    example,
    build: never,
  },
  {
    kind: 'http-json',
    role: 'source',
    summary: 'Records of a server of JSON.',
    accepts: { role: 'server', kinds: ['http'] },
    hasNoAge: true,
    schema: defineSchema({
      type: 'object',
      additionalProperties: false,
      properties: {
        preset: { enum: ['kobo', 'odk'], description: 'A server that is known.' },
        asset: text('A project.'),
        next: formula('The next page.'),
      },
    }),
    example,
    build: never,
  },
  {
    kind: 'dhis2-events',
    role: 'sink',
    summary: 'Events of a program.',
    metadata: {
      file: 'retrieved_program_metadata.json',
      pull: () => Promise.reject(new Error('not here')),
      placeOf: () => ({ of: 'program', id: '' }),
    },
    accepts: { role: 'server', kinds: ['dhis2'] },
    shapes: [
      {
        name: 'event',
        properties: [
          { name: 'orgUnit', description: 'Where.', required: true, type: 'uid' },
          { name: 'occurredAt', description: 'When.', required: true, type: 'date' },
          { name: 'status', description: 'ACTIVE or COMPLETED.', required: false, type: ['ACTIVE', 'COMPLETED'] },
        ],
        values: { name: 'dataValues', description: 'Data elements.', valueDescription: 'Their values.' },
      },
    ],
    schema: defineSchema({
      type: 'object',
      additionalProperties: false,
      required: ['program'],
      properties: {
        program: {
          type: 'string',
          pattern: '^[A-Za-z][A-Za-z0-9]{10}$',
          expected: 'a UID: a letter, then ten letters or digits',
          description: 'The program.',
        },
        batchSize: { type: 'integer', minimum: 1, maximum: 500, default: 100, description: 'Events in one request.' },
        import: { enum: ['sync', 'async'], notYet: ['async'], default: 'sync', description: 'How.' },
      },
    }),
    example,
    build: never,
  },
  {
    kind: 'json',
    role: 'index',
    isDefault: true,
    endings: ['.json'],
    summary: 'A JSON file.',
    accepts: { role: 'storage' },
    schema: defineSchema({ type: 'object', additionalProperties: false, properties: {} }),
    example,
    build: never,
  },
  {
    kind: 'sqlite',
    role: 'index',
    summary: 'A database in a file.',
    endings: ['.sqlite'],
    accepts: { role: 'storage', kinds: ['file'] },
    schema: defineSchema({ type: 'object', additionalProperties: false, properties: {} }),
    example,
    build: never,
  },
];
