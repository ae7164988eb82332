/** Two data sets that are unlike those of the recordings: a quarterly one with two categories, and one of Saturdays. */
const element = (id: string, valueType: string, more: object = {}): object => ({
  id,
  code: id.toUpperCase(),
  name: `Element ${id}`,
  domainType: 'AGGREGATE',
  aggregationType: 'SUM',
  valueType,
  ...more,
});
const of = (ids: readonly string[]): readonly object[] => ids.map((id) => ({ id }));

export const FORMS = {
  organisationUnits: [
    { id: 'OuCountry01', code: 'LAND', name: 'Country', openingDate: '1990-01-01' },
    { id: 'OuClinic001', code: 'CL1', name: 'Clinic 1', openingDate: '2020-01-01', parent: { id: 'OuCountry01' } },
    {
      id: 'OuClinic002',
      code: 'CL2',
      name: 'Clinic 2',
      openingDate: '2020-01-01',
      closedDate: '2025-03-31',
      parent: { id: 'OuCountry01' },
    },
  ],
  categoryOptions: ['OptMale0001', 'OptFemale01', 'OptYoung001', 'OptOld00001'].map((id) => ({ id, name: id })),
  categories: [
    { id: 'CatSex00001', name: 'Sex', categoryOptions: of(['OptMale0001', 'OptFemale01']) },
    { id: 'CatAge00001', name: 'Age', categoryOptions: of(['OptYoung001', 'OptOld00001']) },
  ],
  categoryCombos: [{ id: 'CmbSexAge01', name: 'Sex and age', categories: of(['CatSex00001', 'CatAge00001']) }],
  dataElements: [
    element('ElCases0001', 'INTEGER_ZERO_OR_POSITIVE', { categoryCombo: { id: 'CmbSexAge01' } }),
    element('ElStock0001', 'NUMBER', { zeroIsSignificant: true }),
    element('ElRemark001', 'TEXT'),
    element('ElOpen00001', 'BOOLEAN'),
    element('ElWeekly001', 'INTEGER'),
  ],
  dataSets: [
    {
      id: 'SetQuarter1',
      code: 'QUARTER',
      name: 'Quarterly',
      periodType: 'Quarterly',
      openFuturePeriods: 1,
      expiryDays: 20,
      organisationUnits: of(['OuClinic001', 'OuClinic002']),
      dataSetElements: ['ElCases0001', 'ElStock0001', 'ElRemark001', 'ElOpen00001'].map((id) => ({
        dataElement: { id },
      })),
    },
    {
      id: 'SetWeekSat1',
      name: 'Saturdays',
      periodType: 'WeeklySaturday',
      sharing: { public: 'r-r-----' },
      organisationUnits: of(['OuClinic001']),
      dataSetElements: [{ dataElement: { id: 'ElWeekly001' } }],
    },
  ],
};
