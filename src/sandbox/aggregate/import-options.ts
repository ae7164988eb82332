import type { Traits } from '../versions.ts';

/** The options of an import of aggregate data as its answer repeats them: those asked for, and what holds else. */
export function importOptions(asked: Readonly<Record<string, unknown>>, traits: Traits): Record<string, unknown> {
  return {
    idSchemes: {},
    ...(traits.dataValues.importer === 'body' ? { atomic: false } : {}),
    dryRun: false,
    async: false,
    importStrategy: 'CREATE_AND_UPDATE',
    mergeMode: 'REPLACE',
    reportMode: 'FULL',
    skipExistingCheck: false,
    sharing: false,
    skipNotifications: false,
    skipAudit: false,
    datasetAllowsPeriods: false,
    strictPeriods: false,
    strictDataElements: false,
    strictCategoryOptionCombos: false,
    strictAttributeOptionCombos: false,
    strictOrganisationUnits: false,
    strictDataSetApproval: false,
    strictDataSetLocking: false,
    strictDataSetInputPeriods: false,
    requireCategoryOptionCombo: false,
    requireAttributeOptionCombo: false,
    skipPatternValidation: false,
    ignoreEmptyCollection: false,
    force: false,
    firstRowIsHeader: true,
    skipLastUpdated: false,
    mergeDataValues: false,
    skipCache: false,
    ...asked,
  };
}
