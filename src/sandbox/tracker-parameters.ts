import type { IdScheme } from './model.ts';
import type { Traits } from './versions.ts';
import { flag, Refusal } from './web.ts';

export type Strategy = 'CREATE' | 'UPDATE' | 'CREATE_AND_UPDATE' | 'DELETE';
export type ReportMode = 'FULL' | 'ERRORS' | 'WARNINGS';

/** How a `POST /api/tracker` is to be done. */
export interface ImportParameters {
  readonly async: boolean;
  readonly validateOnly: boolean;
  readonly strategy: Strategy;
  /** ALL: one error refuses everything. OBJECT: the good ones go through. */
  readonly allOrNothing: boolean;
  readonly validationMode: 'FULL' | 'FAIL_FAST' | 'SKIP';
  readonly reportMode: ReportMode;
  readonly schemes: IdSchemes;
}

export interface IdSchemes {
  readonly dataElement: IdScheme;
  readonly orgUnit: IdScheme;
  readonly program: IdScheme;
  readonly programStage: IdScheme;
  readonly categoryOptionCombo: IdScheme;
  readonly categoryOption: IdScheme;
}

/** Reads the query of an import; throws 400 on values that DHIS2 does not take. Unknown parameters are ignored. */
export function parseImportParameters(query: URLSearchParams, { exactlyFalse }: Traits): ImportParameters {
  oneOf(query, 'flushMode', ['AUTO', 'OBJECT']);
  for (const name of ['skipRuleEngine', 'skipSideEffects', 'skipPatternValidation']) flag(query, name, false);
  const general = scheme(query, 'idScheme', 'UID');
  return {
    async: exactlyFalse ? query.get('async') !== 'false' : flag(query, 'async', true),
    validateOnly: oneOf(query, 'importMode', ['COMMIT', 'VALIDATE']) === 'VALIDATE',
    strategy: oneOf(query, 'importStrategy', ['CREATE_AND_UPDATE', 'CREATE', 'UPDATE', 'DELETE']),
    allOrNothing: oneOf(query, 'atomicMode', ['ALL', 'OBJECT']) === 'ALL',
    validationMode: oneOf(query, 'validationMode', ['FULL', 'FAIL_FAST', 'SKIP']),
    reportMode: parseReportMode(query),
    schemes: {
      dataElement: scheme(query, 'dataElementIdScheme', general),
      orgUnit: scheme(query, 'orgUnitIdScheme', general),
      program: scheme(query, 'programIdScheme', general),
      programStage: scheme(query, 'programStageIdScheme', general),
      categoryOptionCombo: scheme(query, 'categoryOptionComboIdScheme', general),
      categoryOption: scheme(query, 'categoryOptionIdScheme', general),
    },
  };
}

export function parseReportMode(query: URLSearchParams): ReportMode {
  return oneOf(query, 'reportMode', ['ERRORS', 'FULL', 'WARNINGS']);
}

/** A word of a closed list, in any case; the first of the list where the parameter is absent. */
function oneOf<const T extends string>(query: URLSearchParams, name: string, words: readonly [T, ...T[]]): T {
  const text = query.get(name);
  if (text === null || text === '') return words[0];
  const word = words.find((known) => known === text.toUpperCase());
  if (word) return word;
  const valid = words.toSorted().join(', ');
  throw new Refusal(400, `Value '${text}' is not valid for parameter ${name}. Valid values are: [${valid}]`);
}

/** A scheme of aggregate data, in any case; throws 400 on one that there is not. */
export function anyScheme(query: URLSearchParams, name: string, byDefault: IdScheme): IdScheme {
  const text = query.get(name);
  if (text === null || text === '') return byDefault;
  const [kind = '', attribute] = text.split(':');
  if (attribute === undefined && /^(uid|code|name)$/i.test(kind)) return kind.toUpperCase();
  if (attribute !== undefined && /^attribute$/i.test(kind)) return `ATTRIBUTE:${attribute}`;
  throw new Refusal(400, `Value '${text}' is not valid for parameter ${name}.`);
}

function scheme(query: URLSearchParams, name: string, byDefault: IdScheme): IdScheme {
  const text = query.get(name);
  const valid = 'Valid values are: [UID, CODE, NAME, ATTRIBUTE:attributeUid]';
  if (text === null) return byDefault;
  if (text === '') throw new Refusal(400, `${name} cannot be empty. ${valid}`);
  if (/^(UID|CODE|NAME|ATTRIBUTE:[A-Za-z][A-Za-z0-9]{10})$/.test(text)) return text;
  throw new Refusal(400, `Value '${text}' is not valid for parameter ${name}. ${valid}`);
}
