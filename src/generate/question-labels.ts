/** What the form asks in each column: of no matter for what is sent, but people know questions, and not columns. */
import { existsSync } from 'node:fs';
import { throwOnErrors } from '../base/errors.ts';
import { parseJsonDocument } from '../base/json-document.ts';
import { toPath } from '../base/pointer.ts';
import { checkSchema, defineSchema } from '../base/schema.ts';
import { loadText } from '../base/text-file.ts';
import type { MappingPaths, MappingSpec } from '../mapping/mapping-spec.ts';

const LABELS = defineSchema({
  type: 'object',
  expected: 'an object of questions: { "<column in Kobo>": "<what the form asks>", … }',
  additionalProperties: { type: 'string', expected: 'what the form asks, in double quotes' },
});

/** The spec with the questions of its file of labels; what a spreadsheet calls them counts more. Throws ProblemsError. */
export async function withQuestions<T extends MappingSpec>(spec: T, show: (path: string) => string): Promise<T> {
  const { mapping } = spec;
  if (!mapping || !isThere(mapping)) return spec;
  const questions = new Map([...(await loadLabels(mapping.labels.path, show)), ...mapping.questions]);
  return { ...spec, mapping: { ...mapping, questions } };
}

/** One that the spec names must be there; one that may stand beside the mapping need not. */
function isThere({ labels, generated }: MappingPaths): boolean {
  return labels.place !== generated.place || existsSync(labels.path);
}

async function loadLabels(path: string, show: (path: string) => string): Promise<ReadonlyMap<string, string>> {
  const document = parseJsonDocument(await loadText(path, show(path), 'mapping'));
  throwOnErrors(document.problems);
  throwOnErrors(checkSchema(LABELS, document.value, document.placeOf, toPath));
  const labels = Object.entries(document.value as Record<string, string>);
  return new Map(labels.filter(([, label]) => label.trim() !== ''));
}
