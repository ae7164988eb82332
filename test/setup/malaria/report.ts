/** A monthly report as a ministry collects it in Excel: no form, only its columns, in French. */
import type { Row } from '../workbook.ts';

const HEADING = [
  'Formation sanitaire',
  'Mois',
  'TDR réalisés, moins de 5 ans',
  'TDR réalisés, 5 ans et plus',
  'Cas confirmés, moins de 5 ans',
  'Cas confirmés, 5 ans et plus',
  'Cas graves',
  'Décès',
  'MILDA distribuées',
  'Rupture de stock ACT',
  'Observations',
];

export const ROWS: readonly Row[] = [
  HEADING,
  ['HD Kénéma', '2026-01', 140, 60, 31, 22, 3, 1, 200, 'non', ''],
  ['CS Rive-Nord', '2026-01', 35, 20, 9, 4, 0, 0, 60, 'oui', 'Stock reçu le 28'],
  ['CS Rive-Sud', '2026-01', 30, 21, 8, 5, 1, 0, 50, 'non', ''],
  ['HD Kénéma', '2026-02', 122, 70, 27, 25, 2, 1, 180, 'oui', ''],
];

type Element = readonly [id: string, name: string, valueType: string, isByAge?: true];

const ELEMENTS: readonly Element[] = [
  ['DmTdr000001', 'PAL TDR réalisés', 'INTEGER_ZERO_OR_POSITIVE', true],
  ['DmCas000001', 'PAL Cas confirmés', 'INTEGER_ZERO_OR_POSITIVE', true],
  ['DmGraves001', 'PAL Cas graves', 'INTEGER_ZERO_OR_POSITIVE'],
  ['DmDeces0001', 'PAL Décès dus au paludisme', 'INTEGER_ZERO_OR_POSITIVE'],
  ['DmMilda0001', 'PAL MILDA distribuées', 'INTEGER_ZERO_OR_POSITIVE'],
  ['DmRupture01', 'PAL Rupture de stock ACT', 'BOOLEAN'],
];

const UNITS: readonly (readonly [string, string, string])[] = [
  ['OmKenema001', 'Hôpital de district de Kénéma', 'HD Kénéma'],
  ['OmRiveNord1', 'Centre de santé Rive-Nord', 'CSRN'],
  ['OmRiveSud01', 'Centre de santé Rive-Sud', 'CSRS'],
];

const id = (one: string): { readonly id: string } => ({ id: one });

export const METADATA = {
  organisationUnits: UNITS.map(([unit, name, code]) => ({ id: unit, name, code, openingDate: '2020-01-01' })),
  categoryOptions: [
    { id: 'CoMoins5ans', name: 'Moins de 5 ans' },
    { id: 'Co5anEtPlus', name: '5 ans et plus' },
  ],
  categories: [{ id: 'CaAge000001', name: 'Âge', categoryOptions: [id('CoMoins5ans'), id('Co5anEtPlus')] }],
  categoryCombos: [{ id: 'CcAge000001', name: 'Âge', categories: [id('CaAge000001')] }],
  categoryOptionCombos: [
    {
      id: 'CbMoins5ans',
      name: 'Moins de 5 ans',
      categoryCombo: id('CcAge000001'),
      categoryOptions: [id('CoMoins5ans')],
    },
    {
      id: 'Cb5anEtPlus',
      name: '5 ans et plus',
      categoryCombo: id('CcAge000001'),
      categoryOptions: [id('Co5anEtPlus')],
    },
  ],
  dataElements: ELEMENTS.map(([element, name, valueType, isByAge]) => ({
    id: element,
    name,
    valueType,
    domainType: 'AGGREGATE',
    aggregationType: 'SUM',
    ...(isByAge && { categoryCombo: id('CcAge000001') }),
  })),
  dataSets: [
    {
      id: 'DsPaludism1',
      name: 'Paludisme mensuel',
      periodType: 'Monthly',
      organisationUnits: UNITS.map(([unit]) => id(unit)),
      dataSetElements: ELEMENTS.map(([element]) => ({ dataElement: id(element) })),
    },
  ],
};

/** What a person who knows both says. */
export const QUESTIONS: Readonly<Record<string, string | null>> = {
  'TDR réalisés, moins de 5 ans': 'DmTdr000001.CbMoins5ans',
  'TDR réalisés, 5 ans et plus': 'DmTdr000001.Cb5anEtPlus',
  'Cas confirmés, moins de 5 ans': 'DmCas000001.CbMoins5ans',
  'Cas confirmés, 5 ans et plus': 'DmCas000001.Cb5anEtPlus',
  'Cas graves': 'DmGraves001',
  Décès: 'DmDeces0001',
  'MILDA distribuées': 'DmMilda0001',
  'Rupture de stock ACT': 'DmRupture01',
  Observations: null,
};

export const FACILITIES: Readonly<Record<string, string | null>> = {
  'HD Kénéma': 'OmKenema001',
  'CS Rive-Nord': 'OmRiveNord1',
  'CS Rive-Sud': 'OmRiveSud01',
};
