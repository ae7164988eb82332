/** What every sink must hold, whatever its objects look like: run on each kind, against the real thing. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findFault } from '../../src/base/data-schema.ts';
import type { JsonObject } from '../../src/base/json.ts';
import type { Ref } from '../../src/contracts/ref.ts';
import type { Blank, Filled } from '../../src/contracts/shape.ts';
import type { Sending, Sink } from '../../src/contracts/sink.ts';
import { reason } from '../../src/messages/reason.ts';

/** A sink of an empty place, and what it takes there. */
export interface SinkUnderTest {
  /** Not connected yet; each is as a run of its own would have it. */
  newSink(): Sink;
  /** At least two records that differ in a value, each with at least two values; of the last of them it can do without. */
  readonly filled: readonly [Filled, Filled, ...Filled[]];
  /** A change to an object after which this very sink must not send it. */
  spoil(object: JsonObject): JsonObject;
  /** A change that only the server refuses, and the name that it must blame. */
  readonly refusedThere: { change(filled: Filled): Filled; readonly blamed: RegExp };
  /** Deletes an object as a person would; absent where that cannot be. */
  deleteThere?(address: string): Promise<void>;
  close(): Promise<void>;
}

export function sinkContract(name: string, open: () => Promise<SinkUnderTest>): void {
  let place: SinkUnderTest;
  let sink: Sink;

  beforeEach(async () => {
    place = await open();
    sink = place.newSink();
    await sink.connect();
  });
  afterEach(() => place.close());

  const refOf = (at: number): Ref => ({ key: `key-${at}`, role: '' });

  const assembled = (filled: Filled): JsonObject => {
    const made = sink.assemble(filled);
    if (!('object' in made)) throw new Error(`it lacks ${JSON.stringify(made.reasons)}`);
    return made.object;
  };

  const sendingOf = (object: JsonObject, at: number, isNew = true): Sending => ({
    ref: refOf(at),
    address: sink.addressOf('contract', refOf(at), 0, object),
    object,
    isNew,
    mayReplace: () => true,
  });

  const sendings = (): Sending[] => place.filled.map((filled, at) => sendingOf(assembled(filled), at));

  /** The same members in another order, as a plan that was kept may have them. */
  const turned = (object: JsonObject): JsonObject => Object.fromEntries(Object.entries(object).reverse());

  describe(`${name}: what it says of itself`, () => {
    test('who and where it is, the same each time, without a secret in it', async () => {
      const first = await sink.connect();
      expect(await place.newSink().connect()).toEqual(first);
      for (const text of [first.server, first.place, first.address, first.description]) expect(text).not.toBe('');
    });

    test('shapes: one name each, and what hangs on something hangs on one of them', () => {
      const names = sink.shapes.map((shape) => shape.name);
      expect(new Set(names).size).toBe(names.length);
      expect(names.length).toBeGreaterThan(0);
      for (const { under } of sink.shapes) if (under !== undefined) expect(names).toContain(under);
      const properties = sink.shapes.flatMap((shape) => shape.properties.map((one) => one.name));
      for (const property of sink.whereAndWhen) expect(properties).toContain(property);
      expect(sink.batchSize).toBeGreaterThan(0);
    });
  });

  describe(`${name}: its objects`, () => {
    test('are made of what was filled, are JSON, and pass its own door', () => {
      for (const filled of place.filled) {
        const object = assembled(filled);
        expect(JSON.parse(JSON.stringify(object))).toEqual(object);
        expect(findFault(sink.schemas.object, object)).toBeUndefined();
        const values = sink.valuesOf(object);
        for (const [at, value] of filled.values.entries()) expect(values.get(filled.names[at] ?? '')).toBe(value);
      }
    });

    test('what is always required and blank is told in the words of the field', () => {
      const why = { ...reason('source/no-key', {}), field: 'x' };
      const blank: Blank = { required: 'always', why: () => why };
      const made = sink.assemble({ ...place.filled[0], blanks: [blank] });
      expect('reasons' in made && made.reasons).toContainEqual(why);
    });

    test('the image is equal for equal objects alone, whatever the order of their members', () => {
      const objects = place.filled.map(assembled);
      for (const object of objects) expect(sink.image(turned(object))).toBe(sink.image(object));
      expect(new Set(objects.map((object) => sink.image(object))).size).toBe(objects.length);
    });

    test('differences are none where images are equal, and name targets where they are not', () => {
      const objects = place.filled.map(assembled);
      for (const ours of objects)
        for (const theirs of objects) {
          const isEqual = sink.image(ours) === sink.image(theirs);
          expect(sink.differences(ours, theirs).length === 0).toBe(isEqual);
          for (const difference of sink.differences(ours, theirs))
            expect(difference.ours).not.toEqual(difference.theirs);
        }
    });

    test('restricted to all that it sets an object is itself, and to nothing it has no value', () => {
      for (const object of place.filled.map(assembled)) {
        const targets = sink.targetsOf(object);
        expect(new Set(targets).size).toBe(targets.length);
        expect(sink.image(sink.restrict(object, targets))).toBe(sink.image(object));
        expect(sink.valuesOf(sink.restrict(object, [])).size).toBe(0);
        for (const target of sink.valuesOf(object).keys()) expect(targets).toContain(target);
        const [first = ''] = sink.valuesOf(object).keys();
        expect([...sink.valuesOf(sink.restrict(object, [first])).keys()]).toEqual([first]);
      }
    });

    test('where and when can be told of an object, and of one without them cannot', () => {
      const [object] = place.filled.map(assembled) as [JsonObject];
      const told = sink.imageOf(object, sink.whereAndWhen);
      expect(told).toBeDefined();
      expect(sink.imageOf(turned(object), sink.whereAndWhen)).toBe(told);
      expect(sink.imageOf(sink.restrict(object, []), sink.whereAndWhen)).toBeUndefined();
      expect(sink.imageOf(object, [])).toBeUndefined();
    });

    test('an address is the same on every machine, fits its schema, and is another for another record', () => {
      const objects = place.filled.map(assembled);
      const addresses = objects.map((object, at) => sink.addressOf('contract', refOf(at), 0, object));
      const again = objects.map((object, at) => place.newSink().addressOf('contract', refOf(at), 0, turned(object)));
      expect(again).toEqual(addresses);
      expect(new Set(addresses).size).toBe(addresses.length);
      for (const address of addresses) expect(findFault(sink.schemas.address, address)).toBeUndefined();
      // Where it can be told without an object, it is the same.
      const bare = sink.addressOf('contract', refOf(0), 0);
      if (bare !== undefined) expect(bare).toBe(addresses[0]);
    });

    test('nothing is refused before it is sent but what this sink would not send: a list for each, in order', async () => {
      const good = sendings();
      const [{ object }] = good as [Sending];
      const bad = { ...sendingOf(object, 0), object: place.spoil(object) };
      expect(await sink.refusals([])).toEqual([]);
      expect(await sink.refusals(good)).toEqual(good.map(() => []));
      const [first, second, ...others] = await sink.refusals([bad, ...good]);
      expect(first).not.toEqual([]);
      expect([second, ...others]).toEqual(good.map(() => []));
      expect(await sink.refusals([{ ...bad, isNew: false }])).toEqual([first]);
    });

    test('people have names for its values, and for nothing that it does not have', () => {
      for (const name of place.filled[0].names) expect(sink.labelOf?.(name) ?? '').not.toBe('');
      expect(sink.labelOf?.('NoSuchOne01')).toBeUndefined();
    });
  });

  describe(`${name}: sending and reading`, () => {
    test('an empty place has nothing; what is sent is read back as it was sent', async () => {
      expect(await sink.hasAny()).toBe(false);
      const batch = sendings();
      const addresses = batch.map((one) => one.address);
      expect((await sink.read(addresses)).size).toBe(0);
      const outcomes = await sink.send(batch);
      expect([...outcomes.keys()].sort()).toEqual([...addresses].sort());
      for (const outcome of outcomes.values()) {
        expect(outcome.is).toBe('created');
        expect(outcome.exchange?.answer).toBeDefined();
      }
      const other = place.newSink();
      await other.connect();
      expect(await other.hasAny()).toBe(true);
      const found = await other.read([
        ...addresses,
        sink.addressOf('contract', refOf(999), 0, assembled(place.filled[0])),
      ]);
      for (const { address, object } of batch) {
        const there = found.get(address);
        if (there?.is !== 'live') throw new Error(`${address} is not there`);
        expect(other.image(other.restrict(there.object, other.targetsOf(object)))).toBe(other.image(object));
        expect(other.differences(object, there.object)).toEqual([]);
      }
    });

    test('what is there is listed, whoever made it, and what was changed since; what is deleted is told', async () => {
      const parts = (): string[] => [...new Set(sendings().flatMap(({ address }) => sink.partOf?.(address) ?? []))];
      const listed = async (since?: Date): Promise<Map<string, boolean>> => {
        const found = new Map<string, boolean>();
        for await (const page of sink.list({ parts: parts(), ...(since && { since }) }))
          for (const { address, isDeleted, place, when } of page) {
            expect(place).not.toBe('');
            expect(when).not.toBe('');
            found.set(address, isDeleted !== true);
          }
        return found;
      };
      expect(await listed()).toEqual(new Map());
      const batch = sendings();
      await sink.send(batch);
      const addresses = batch.map(({ address }) => address);
      expect(await listed()).toEqual(new Map(addresses.map((address) => [address, true])));
      expect(await listed(new Date(Date.now() - 3600_000))).toEqual(await listed());
      expect(await listed(new Date(Date.now() + 3600_000))).toEqual(new Map());
      if (!place.deleteThere) return;
      const [first = ''] = addresses;
      await place.deleteThere(first);
      expect((await listed()).get(first)).toBe(false);
      expect((await listed(new Date(Date.now() - 3600_000))).get(first)).toBe(false);
    });

    test('sent again it is updated, whole: a value that is gone is gone there', async () => {
      const [filled] = place.filled;
      await sink.send([sendingOf(assembled(filled), 0)]);
      const kept = filled.names.filter((_, at) => filled.values[at] !== null);
      const gone = kept.pop() ?? '';
      const values = filled.values.map((value, at) => (filled.names[at] === gone ? null : value));
      const changed = sendingOf(assembled({ ...filled, values }), 0, false);
      expect((await sink.send([changed])).get(changed.address)).toMatchObject({ is: 'updated' });
      const there = (await sink.read([changed.address])).get(changed.address);
      if (there?.is !== 'live') throw new Error('it is not there');
      expect(sink.valuesOf(there.object).get(gone) ?? null).toBeNull();
      for (const name of kept) expect(sink.valuesOf(there.object).get(name)).not.toBeNull();
      expect(sink.differences(changed.object, there.object)).toEqual([]);
    });

    test('what this sink refuses never leaves, and takes nothing else with it', async () => {
      const [good, other] = sendings() as [Sending, Sending];
      const bad = { ...other, object: place.spoil(other.object) };
      const outcomes = await sink.send([good, bad]);
      expect(outcomes.get(good.address)).toMatchObject({ is: 'created' });
      expect(outcomes.get(bad.address)).toMatchObject({ is: 'refused', by: 'us' });
      expect(outcomes.get(bad.address)?.exchange).toBeUndefined();
      expect([...(await sink.read([good.address, bad.address])).keys()]).toEqual([good.address]);
    });

    test('what the server refuses is told apart, with what it blames, and takes nothing else with it', async () => {
      const good = sendingOf(assembled(place.filled[0]), 0);
      const bad = sendingOf(assembled(place.refusedThere.change(place.filled[1])), 1);
      const outcomes = await sink.send([good, bad]);
      expect(outcomes.get(good.address)).toMatchObject({ is: 'created' });
      const outcome = outcomes.get(bad.address);
      if (outcome?.is !== 'refused') throw new Error('it should be refused');
      expect(outcome.by).toBe('server');
      expect(outcome.exchange?.sent).toBeDefined();
      expect(outcome.reasons.map((one) => one.field ?? '').join()).toMatch(place.refusedThere.blamed);
    });

    test('what a person has deleted there is read as deleted, and does not come back', async () => {
      if (!place.deleteThere) return;
      const [sending] = sendings() as [Sending];
      await sink.send([sending]);
      await place.deleteThere(sending.address);
      expect((await sink.read([sending.address])).get(sending.address)).toEqual({ is: 'deleted' });
      const again = { ...sending, isNew: false };
      expect((await sink.send([again])).get(sending.address)).toMatchObject({ is: 'deletedThere' });
    });
  });
}
