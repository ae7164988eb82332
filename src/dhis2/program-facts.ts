import type { ElementFacts, OptionSetFacts, PlaceFacts, ServerFacts, StageFacts } from '../contracts/place-facts.ts';
import type { Program, ProgramStage } from './program-metadata.ts';

/** A program as far as a file or a server tells of it. */
export type KnownProgram = Pick<Program, 'programStages'> & Partial<Program>;

/** What of a program a mapping depends on. */
export function toProgramFacts(program: KnownProgram, id: string, server?: ServerFacts): PlaceFacts {
  const stages = [...program.programStages].sort((a, b) => (a.sortOrder ?? 0) - (b.sortOrder ?? 0));
  const { categoryCombo, access, name, programType } = program;
  return {
    of: 'program',
    id,
    ...(name && { name }),
    ...(server && { server }),
    settings: withoutNothing({
      type: programType,
      categoryCombo: categoryCombo && (categoryCombo.isDefault ? 'default' : categoryCombo.id),
    }),
    stages: stages.map(toStage),
    elements: stages.flatMap(elementsOf),
    optionSets: optionSetsOf(stages),
    combos: [],
    ...(access?.data?.write === false && { mayWrite: false }),
  };
}

function toStage({ id, name, validationStrategy, featureType }: ProgramStage): StageFacts {
  return {
    id,
    ...(name && { name }),
    settings: withoutNothing({ validation: validationStrategy, geometry: featureType }),
  };
}

function elementsOf({ id: stage, programStageDataElements }: ProgramStage): ElementFacts[] {
  return programStageDataElements.map(({ compulsory, dataElement: { id, name, formName, valueType, optionSet } }) => ({
    id,
    ...(name && { name }),
    ...(formName && formName !== name && { label: formName }),
    ...(valueType && { type: valueType }),
    isCompulsory: compulsory,
    stage,
    ...(optionSet && { optionSet: optionSet.id }),
  }));
}

function optionSetsOf(stages: readonly ProgramStage[]): OptionSetFacts[] {
  const sets = new Map<string, OptionSetFacts>();
  for (const { dataElement } of stages.flatMap((stage) => stage.programStageDataElements)) {
    const { optionSet } = dataElement;
    if (optionSet && !sets.has(optionSet.id)) sets.set(optionSet.id, toOptionSet(optionSet));
  }
  return [...sets.values()];
}

interface KnownOptionSet {
  readonly id: string;
  readonly name?: string;
  readonly options?: readonly { readonly code?: string; readonly name?: string }[];
}

/** Options without a code cannot be sent, so nobody misses them. */
export function toOptionSet({ id, name, options }: KnownOptionSet): OptionSetFacts {
  const named = options?.flatMap(({ code, name: called }) => (code ? [[code, called ?? code] as const] : []));
  return { id, ...(name && { name }), options: named && new Map(named) };
}

/** Members that have a value. */
export function withoutNothing(members: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const known = Object.entries(members).filter(([, value]) => typeof value === 'string' && value !== '');
  return Object.fromEntries(known) as Record<string, string>;
}
