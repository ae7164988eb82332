/** The keys of a spec that the engine itself goes by: what happens where index, source and server differ. */
import type { FromSchema } from 'json-schema-to-ts';
import { defineSchema } from '../base/schema.ts';
import { duration, limit, type UnitTypes } from '../base/units.ts';

export const RECONCILE = defineSchema({
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'What happens where index, source and DHIS2 differ.',
  properties: {
    adopt: {
      enum: ['report', 'update', 'keep'],
      default: 'report',
      description: 'Entries sent by earlier tools that differ from what we would send.',
    },
    changed: {
      enum: ['update', 'report'],
      default: 'update',
      description: 'Records that have changed since they were sent.',
    },
    editedInDhis2: {
      enum: ['report', 'overwrite', 'keep'],
      default: 'report',
      description: 'Events whose values are no longer what we sent.',
    },
    deletedInDhis2: {
      enum: ['report', 'recreate'],
      default: 'report',
      description: 'Events that somebody has deleted in DHIS2.',
    },
    verify: {
      enum: ['never', 'weekly', 'always'],
      default: 'never',
      description:
        'When records that have not changed are compared with DHIS2 all the same, so that edits and deletions there are found: once in seven days, or in each run. It is read, 100 objects a request.',
    },
    missing: {
      enum: ['report', 'delete'],
      notYet: ['delete'],
      default: 'report',
      description: 'Records that were sent and are gone from the source.',
    },
    excluded: {
      enum: ['report', 'delete'],
      notYet: ['delete'],
      default: 'report',
      description: 'Records that were sent and are now left out by where.',
    },
    grace: { ...duration("How long a record may be missing before it becomes someone's job."), default: '3 days' },
    guard: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Above these limits a run stops before it sends anything (exit code 4).',
      properties: {
        created: limit('New records.', '50%'),
        changed: limit('Changed records.', '50%'),
        missing: limit('Records gone from the source.', '10%'),
        atLeast: {
          type: 'integer',
          minimum: 0,
          default: 5,
          description: 'Up to this many records no share is looked at.',
        },
      },
    },
  },
});

/** What the spec says about records that are not simply new or changed. */
export type Reconcile = FromSchema<typeof RECONCILE, { deserialize: UnitTypes }>;
