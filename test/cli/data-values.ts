/** Aggregate data from outside: what a person with an account could enter and see in DHIS2. */
import { ADMIN } from './events.ts';

const HEADERS = {
  authorization: `Basic ${Buffer.from(`${ADMIN.username}:${ADMIN.password}`).toString('base64')}`,
  'content-type': 'application/json',
};

/** Enters values, and fails where the server takes one of them not. */
export async function enterValues(url: string, body: unknown): Promise<void> {
  const answer = await fetch(`${url}/api/dataValueSets`, {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`DHIS2 did not take the values: ${await answer.text()}`);
}

/** All values and completions of a data set at some units, as texts in an order: `202503 OrgClinic0A DeCases0001 = 4`. */
export async function readValues(url: string, dataSet: string, orgUnits: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for (const orgUnit of orgUnits) {
    const query = new URLSearchParams({ dataSet, orgUnit, startDate: '2000-01-01', endDate: '2099-12-31' });
    const values = await ask<Values>(`${url}/api/dataValueSets?${query.toString()}`);
    for (const one of values.dataValues ?? []) {
      const combos = [one.categoryOptionCombo, one.attributeOptionCombo].filter((combo) => combo !== 'HllvX50cXC0');
      const cell = [one.dataElement, ...combos].join('.');
      lines.push(`${one.period ?? values.period} ${orgUnit} ${cell} = ${one.value}`);
    }
    const completions = await ask<Completions>(`${url}/api/completeDataSetRegistrations?${query.toString()}`);
    for (const one of completions.completeDataSetRegistrations ?? [])
      lines.push(`${one.period} ${orgUnit} ${one.completed ? `completed on ${one.date}` : 'not completed'}`);
  }
  return lines.sort();
}

interface Values {
  readonly period?: string;
  readonly dataValues?: readonly {
    readonly dataElement: string;
    readonly period?: string;
    readonly categoryOptionCombo: string;
    readonly attributeOptionCombo: string;
    readonly value: string;
  }[];
}

interface Completions {
  readonly completeDataSetRegistrations?: readonly {
    readonly period: string;
    readonly date: string;
    readonly completed: boolean;
  }[];
}

async function ask<T>(address: string): Promise<T> {
  const answer = await fetch(address, { headers: HEADERS });
  if (!answer.ok) throw new Error(`DHIS2 did not give the values: ${await answer.text()}`);
  return (await answer.json()) as T;
}
