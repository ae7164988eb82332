import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { send, type Heard } from './http-client.ts';

/** A country with two clinics, and a monthly form by sex and age. */
export const METADATA = {
  organisationUnits: [
    { id: 'TstCountry1', name: 'Country', openingDate: '2000-01-01' },
    { id: 'TstClinicA1', code: 'A', name: 'Clinic A', openingDate: '2000-01-01', parent: { id: 'TstCountry1' } },
    { id: 'TstClinicB1', code: 'B', name: 'Clinic B', openingDate: '2000-01-01', parent: { id: 'TstCountry1' } },
  ],
  categoryOptions: ['Male', 'Female', 'Child', 'Adult'].map((name) => ({ id: `Tst${name.padEnd(8, '0')}`, name })),
  categories: [
    { id: 'TstSexCat01', name: 'Sex', categoryOptions: [{ id: 'TstMale0000' }, { id: 'TstFemale00' }] },
    { id: 'TstAgeCat01', name: 'Age', categoryOptions: [{ id: 'TstChild000' }, { id: 'TstAdult000' }] },
  ],
  categoryCombos: [
    { id: 'TstSexAge01', name: 'Sex and age', categories: [{ id: 'TstSexCat01' }, { id: 'TstAgeCat01' }] },
  ],
  dataElements: [
    { id: 'TstCases001', code: 'CASES', name: 'Cases', valueType: 'INTEGER', categoryCombo: { id: 'TstSexAge01' } },
    { id: 'TstNets0001', code: 'NETS', name: 'Nets', valueType: 'INTEGER_POSITIVE' },
    { id: 'TstOther001', code: 'OTHER', name: 'Of no set', valueType: 'INTEGER' },
  ],
  dataSets: [
    {
      id: 'TstMonthly1',
      name: 'Monthly',
      periodType: 'Monthly',
      organisationUnits: [{ id: 'TstClinicA1' }, { id: 'TstClinicB1' }],
      dataSetElements: [{ dataElement: { id: 'TstCases001' } }, { dataElement: { id: 'TstNets0001' } }],
    },
  ],
};

/** The form of clinic A for a month. */
export const FORM = '/api/dataValueSets?dataSet=TstMonthly1&period=202603&orgUnit=TstClinicA1';
/** A cell of it. */
export const NETS_A = 'de=TstNets0001&pe=202603&ou=TstClinicA1';

/** A sandbox with that form, a clock of its own, and `anna` (password `anna`) of clinic A. */
export class MonthlyForm {
  #sandbox: Sandbox | null = null;
  clock = Date.UTC(2026, 10, 23, 16, 45, 7);

  /** Starts it, anew where it runs. */
  async start(options: Partial<SandboxOptions> = {}): Promise<void> {
    await this.close();
    const users = [{ username: 'anna', password: 'anna', orgUnits: ['TstClinicA1'] }];
    this.#sandbox = await startSandbox({ metadata: METADATA, users, now: () => this.clock, ...options });
  }

  async close(): Promise<void> {
    await this.#sandbox?.close();
    this.#sandbox = null;
  }

  get(path: string, basic = 'admin:district'): Promise<Heard> {
    return send(this.#url, { path, basic });
  }

  post(path: string, body?: unknown, basic = 'admin:district'): Promise<Heard> {
    return send(this.#url, { method: 'POST', path, body, basic });
  }

  remove(path: string): Promise<Heard> {
    return send(this.#url, { method: 'DELETE', path, basic: 'admin:district' });
  }

  /** Writes one cell, named as in a query. */
  write(cell: string, basic = 'admin:district'): Promise<Heard> {
    return this.post(`/api/dataValues?${cell}`, undefined, basic);
  }

  get #url(): string {
    return this.#sandbox?.url ?? '';
  }
}
