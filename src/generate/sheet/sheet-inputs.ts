/** The spreadsheets among the inputs of a spec's mapping, each read once for each of the two things that it can be. */
import { checkShape } from '../generate-inputs.ts';
import type { JsonDocument } from '../../base/json-document.ts';
import type { MappingSpec } from '../../mapping/mapping-spec.ts';
import type { SourceText } from '../../base/document.ts';
import { readStages } from '../place-metadata.ts';
import { toSheetDocuments, type SheetUse } from './sheet-documents.ts';

export class SheetInputs {
  readonly #spec: MappingSpec;
  readonly #inputs: ReadonlyMap<string, SourceText>;
  readonly #metadata: JsonDocument;
  readonly #read = new Map<string, ReadonlyMap<string, JsonDocument>>();

  constructor(
    spec: MappingSpec,
    { inputs }: { readonly inputs: ReadonlyMap<string, SourceText> },
    metadata: JsonDocument,
  ) {
    this.#spec = spec;
    this.#inputs = inputs;
    this.#metadata = metadata;
  }

  documentOf(path: string, role: SheetUse['role'], version: string): JsonDocument {
    const isBroken = checkShape(this.#metadata, 'metadata').some(({ severity }) => severity === 'error');
    // Without what DHIS2 knows no line can be held against it: that is told, and nothing else.
    if (isBroken) return { value: {}, problems: [], placeOf: this.#metadata.placeOf };
    const key = `${role} ${path}`;
    const read =
      this.#read.get(key) ??
      toSheetDocuments(
        this.#inputs.get(path) as SourceText,
        { role, versions: versionsIn(this.#spec, path, role) },
        readStages(this.#metadata),
      );
    this.#read.set(key, read);
    return read.get(version) as JsonDocument;
  }
}

/** The form versions that have lines in a spreadsheet: '' stands for the common mapping. */
export function versionsIn({ mapping, source }: MappingSpec, path: string, role: SheetUse['role']): readonly string[] {
  const own = source.versions.flatMap((version) => (version[role]?.path === path ? [version.name] : []));
  return mapping?.[role].path === path ? ['', ...own] : own;
}
