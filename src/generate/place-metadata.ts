/** What DHIS2 told of the place that a mapping is for: the stages of a program, or the cells of a data set. */
import type { Place } from '../base/document.ts';
import type { JsonDocument } from '../base/json-document.ts';
import { isObject } from '../base/json.ts';
import type { PlaceOf, Pointer } from '../base/pointer.ts';
import { defineSchema } from '../base/schema.ts';
import { toCellId, toCellName, toCellNames } from '../mapping/cells.ts';
import type { CellPart } from '../mapping/generated-schema.ts';

/** A data element of a stage, or a cell of a data set, as the metadata has it. */
export interface ProgramElement {
  readonly uid: string;
  readonly name: string;
  /** What the column mapping may call it, beside its UID. */
  readonly names: readonly string[];
  readonly compulsory: boolean;
  readonly optionSet: ProgramOptionSet | undefined;
  readonly place: Place;
}

/** An option set of a data element, as the metadata has it. */
export interface ProgramOptionSet {
  readonly uid: string;
  readonly name: string;
  /** Option names by code; undefined where the metadata does not list the options. */
  readonly names: ReadonlyMap<string, string> | undefined;
  readonly place: Place;
}

export interface ProgramStage {
  readonly name: string;
  readonly place: Place;
  readonly elements: readonly ProgramElement[];
}

const DATA_ELEMENT = {
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'string' },
    name: { type: 'string' },
    optionSet: {
      type: 'object',
      required: ['id'],
      properties: {
        id: { type: 'string' },
        name: { type: 'string' },
        options: {
          type: 'array',
          items: {
            type: 'object',
            required: ['code'],
            properties: { code: { type: 'string' }, name: { type: 'string' } },
          },
        },
      },
    },
  },
};

export const PROGRAM = defineSchema({
  type: 'object',
  expected: 'the program as DHIS2 gives it: { "programStages": [ … ] }',
  required: ['programStages'],
  properties: {
    name: { type: 'string' },
    programStages: {
      type: 'array',
      items: {
        type: 'object',
        required: ['programStageDataElements'],
        properties: {
          name: { type: 'string' },
          programStageDataElements: {
            type: 'array',
            items: {
              type: 'object',
              required: ['dataElement'],
              properties: { compulsory: { type: 'boolean' }, dataElement: DATA_ELEMENT },
            },
          },
        },
      },
    },
  },
});

export const DATA_SET = defineSchema({
  type: 'object',
  expected: 'the data set as `etl metadata pull` writes it: { "dataSet": { … }, "cells": [ … ] }',
  required: ['dataSet', 'cells'],
  properties: {
    dataSet: { type: 'object', required: ['id'], properties: { id: { type: 'string' }, name: { type: 'string' } } },
    cells: {
      type: 'array',
      items: {
        type: 'object',
        required: ['dataElement'],
        properties: {
          compulsory: { type: 'boolean' },
          dataElement: DATA_ELEMENT,
          categoryOptionCombo: {
            type: 'object',
            required: ['id'],
            properties: { id: { type: 'string' }, name: { type: 'string' }, code: { type: 'string' } },
          },
        },
      },
    },
  },
});

/** Whether metadata is of a data set, whose cells it lists; else it is of a program. */
export function isOfDataSet({ value }: JsonDocument): boolean {
  return isObject(value) && Object.hasOwn(value, 'cells');
}

/** What a mapping is for. */
export type PlaceKind = 'program' | 'data set';

export function placeKind(document: JsonDocument): PlaceKind {
  return isOfDataSet(document) ? 'data set' : 'program';
}

/** The schema that the metadata has to follow. */
export function metadataSchema(document: JsonDocument): object {
  return isOfDataSet(document) ? DATA_SET : PROGRAM;
}

interface ProgramJson {
  readonly programStages: readonly {
    readonly name?: string;
    readonly programStageDataElements: readonly ElementJson[];
  }[];
}

interface CellsJson {
  readonly dataSet: { readonly id: string; readonly name?: string };
  readonly cells: readonly (ElementJson & { readonly categoryOptionCombo?: CellPart })[];
}

interface ElementJson {
  readonly compulsory?: boolean;
  readonly dataElement: CellPart & {
    readonly name?: string;
    readonly optionSet?: {
      readonly id: string;
      readonly name?: string;
      readonly options?: readonly { readonly code: string; readonly name?: string }[];
    };
  };
}

/** The stages of a retrieved program, with where everything stands; a data set counts as one. */
export function readStages(document: JsonDocument): readonly ProgramStage[] {
  if (isOfDataSet(document)) return [readDataSet(document)];
  const { programStages } = document.value as unknown as ProgramJson;
  return programStages.map((stage, stageAt) => ({
    name: stage.name ?? `number ${stageAt + 1}`,
    place: document.placeOf(['programStages', stageAt]),
    elements: stage.programStageDataElements.map((element, at) => {
      const { id, name } = element.dataElement;
      const pointer = ['programStages', stageAt, 'programStageDataElements', at, 'dataElement'];
      return toElement(element, { uid: id, name: name ?? id, names: [] }, pointer, document.placeOf);
    }),
  }));
}

function readDataSet(document: JsonDocument): ProgramStage {
  const { dataSet, cells } = document.value as unknown as CellsJson;
  return {
    name: dataSet.name ?? dataSet.id,
    place: document.placeOf(['dataSet']),
    elements: cells.map((cell, at) => {
      const parts = [cell.dataElement, cell.categoryOptionCombo] as const;
      const names = { uid: toCellId(...parts), name: toCellName(...parts), names: toCellNames(...parts) };
      return toElement(cell, names, ['cells', at, 'dataElement'], document.placeOf);
    }),
  };
}

function toElement(
  { compulsory, dataElement: { optionSet } }: ElementJson,
  names: Pick<ProgramElement, 'uid' | 'name' | 'names'>,
  pointer: Pointer,
  placeOf: PlaceOf,
): ProgramElement {
  return {
    ...names,
    compulsory: compulsory === true,
    optionSet: optionSet && {
      uid: optionSet.id,
      name: optionSet.name ?? optionSet.id,
      names: optionSet.options && new Map(optionSet.options.map(({ code, name }) => [code, name ?? code])),
      place: placeOf([...pointer, 'optionSet', 'id']),
    },
    place: placeOf([...pointer, 'id']),
  };
}
