/**
 * What must be, kept beside what is: simple, and in nothing taken from the engine. An event is known by its tag, which
 * the source always carries and nobody edits.
 */
import type { RunReport } from '../../src/report/report.ts';
import type { Seen } from './dhis2.ts';
import { FaultError, type MappingShape, type Policies, type Setup, type Typable } from './history.ts';
import type { RawIndex } from './index-file.ts';
import { targetOf } from './program.ts';
import { differencesOf, fateOf, wantedOf, type Image, type Submission } from './records.ts';
import { UnknownAnswers } from './unknown-answers.ts';
import { checkEntry, hasStrange, mayBeNamed, type Typed } from './verdicts.ts';

/** What was wanted of the records while a run was under way. */
export interface Wanted {
  readonly policies: Policies;
  /** By tag, of the records in the source that are good to send. */
  readonly images: ReadonlyMap<string, Image>;
}

export class Model {
  readonly records = new Map<number, Submission>();
  policies: Policies;
  mapping: MappingShape;
  /** By UID, then by data element. */
  readonly #typed = new Map<string, Map<string, Typed>>();
  /** UIDs of events that people have removed, and their tags. */
  readonly #removed = new Set<string>();
  readonly #tagsRemoved = new Set<string>();
  /** UIDs that the index calls removed, by hand, though their events live. */
  readonly saidRemoved = new Set<string>();
  /** Tags of which the index does not know any more, or never knew, what was sent last. */
  readonly uncertain = new Set<string>();
  /** Tags whose entries others have written: `adopt` has a say in what becomes of their events. */
  readonly touched = new Set<string>();
  /** Tags that have changed, or whose mapping has, since a whole night found nothing to say of them. */
  readonly dirty = new Set<string>();
  readonly #unknown = new UnknownAnswers();
  /** UIDs that others than us have made up. */
  readonly foreign = new Set<string>();
  /** Whether the index has been lost or put back since the last whole night. */
  isIndexDisturbed = false;
  /** Whether it is gone as a whole: then nothing tells that anything is missing in it. */
  isIndexGone = false;
  /**
   * The old script writes while this night is at work: what it marks as gone of records that are not sent (it knows them by
   * `_uuid` alone) is put right by the next.
   */
  isMarkedMeanwhile = false;
  /** UIDs of live events whose entries alone are lost: a new id may be their record's. */
  readonly lost = new Set<string>();

  constructor(setup: Setup) {
    this.policies = setup.policies;
    this.mapping = setup.mapping;
  }

  wanted(): Wanted {
    const good = [...this.records.values()].filter(
      (record) => record.isInSource && fateOf(record.cells, this.mapping) === 'good',
    );
    return {
      policies: this.policies,
      images: new Map(good.map((record) => [record.tag, wantedOf(record, this.mapping)])),
    };
  }

  change(record: Submission, cells: Partial<Submission['cells']>): void {
    record.cells = { ...record.cells, ...cells };
    this.dirty.add(record.tag);
  }

  /** A person has removed an event. */
  removed({ uid, tag }: Seen): void {
    this.#removed.add(uid);
    this.#tagsRemoved.add(tag);
    this.saidRemoved.delete(uid);
  }

  /** The index does not say any more what was sent of this record. */
  disturb(tag: string): void {
    this.uncertain.add(tag);
    this.dirty.add(tag);
    this.isIndexDisturbed = true;
  }

  /** The index may be of another server, so none of it is believed: what differs is not known to be an edit of ours. */
  doubtAll(): void {
    for (const { tag } of this.records.values()) this.uncertain.add(tag);
  }

  /** A mapping that is another from now on. */
  map(mapping: MappingShape): void {
    this.mapping = mapping;
    this.allDirty();
    for (const marks of this.#typed.values())
      for (const [target, typed] of marks) if (!this.#isMapped(target)) typed.isStrange = true;
  }

  #isMapped(target: string): boolean {
    return target === 'status' || this.mapping.questions.some((question) => targetOf(question) === target);
  }

  allDirty(): void {
    for (const { tag } of this.records.values()) this.dirty.add(tag);
  }

  type(uid: string, question: Typable, value: string): void {
    const marks = this.#typed.get(uid) ?? new Map<string, Typed>();
    this.#typed.set(
      uid,
      marks.set(targetOf(question), { value, isSoft: false, isStrange: !this.#isMapped(targetOf(question)) }),
    );
  }

  /** What was on its way for long has arrived, and may have taken people's values with it: nobody could know. */
  forgetLost(events: readonly Seen[]): void {
    for (const { uid, image } of events)
      for (const [element, typed] of this.#typed.get(uid) ?? [])
        if ((image.get(element) ?? null) !== typed.value) this.#typed.get(uid)?.delete(element);
  }

  /** Of every run, whole or cut short. */
  checkAlways(before: readonly Seen[], after: readonly Seen[], index: RawIndex, wanted: Wanted): void {
    this.#checkTwins(after);
    const known = new Map(after.map((event) => [event.uid, event]));
    for (const { uid, tag, isLive } of before)
      if (isLive && known.get(uid)?.isLive !== true) throw new FaultError('gone', `the event ${uid} of ${tag} is gone`);
    for (const [key, entry] of Object.entries(index))
      if (entry.uploaded && !known.has(entry.dhis2_uuid))
        throw new FaultError(
          'false-uploaded',
          `the entry ${key} says uploaded, and DHIS2 has never seen ${entry.dhis2_uuid}`,
        );
    this.#checkTyped(known, wanted);
    const wasThere = new Map(before.map((event) => [event.uid, event]));
    const absent = new Set(
      [...this.records.values()].filter((record) => !record.isInSource).map((record) => record.tag),
    );
    for (const event of after) {
      const was = wasThere.get(event.uid);
      if (
        was &&
        absent.has(event.tag) &&
        !wanted.images.has(event.tag) &&
        differencesOf(was.image, event.image).length > 0
      )
        throw new FaultError(
          'absent-changed',
          `the event of ${event.tag} was changed, and its record is not in the source`,
        );
    }
  }

  #checkTwins(after: readonly Seen[]): void {
    const live = Map.groupBy(
      after.filter((event) => event.isLive),
      (event) => event.tag,
    );
    for (const [tag, events] of live)
      if (events.length > 1)
        throw new FaultError(
          'doubled',
          `${tag} has ${events.length} live events: ${events.map((event) => event.uid).join(', ')}`,
        );
  }

  #checkTyped(known: ReadonlyMap<string, Seen>, { policies, images }: Wanted): void {
    for (const [uid, marks] of this.#typed) {
      const event = known.get(uid);
      if (!event?.isLive) {
        this.#typed.delete(uid);
        continue;
      }
      for (const [element, typed] of marks) {
        const now = event.image.get(element) ?? null;
        const want = images.get(event.tag)?.get(element);
        if (now === typed.value) {
          if (want === typed.value) typed.isSoft = true;
          continue;
        }
        const mayGo =
          typed.isSoft ||
          policies.editedInDhis2 === 'overwrite' ||
          (policies.adopt === 'update' && this.uncertain.has(event.tag));
        if (!mayGo)
          throw new FaultError(
            'overwritten',
            `${event.tag}: a person typed ${typed.value} for ${element}, and now it is ${now}`,
          );
        marks.delete(element);
      }
    }
  }

  /** Of a night that came to its end. */
  checkWhole(
    before: readonly Seen[],
    after: readonly Seen[],
    index: RawIndex,
    report: RunReport,
    wanted: Wanted,
  ): void {
    const named = this.#namedBy(report);
    const rows = [...this.records.values()].filter((record) => record.isInSource);
    const isNamed = named.size > 0 || report.attention.length > 0 || report.rejects.length > 0;
    if (report.exitCode !== (isNamed ? 1 : 0))
      throw new FaultError('exit', `exit code ${report.exitCode} with ${isNamed ? 'something' : 'nothing'} to do`);
    if (report.counts.read !== rows.length)
      throw new FaultError('counts', `read ${report.counts.read} of ${rows.length} rows`);
    for (const record of rows) this.#checkRecord(record, before, after, index, named.get(record.r), wanted);
    this.isIndexDisturbed = false;
    this.isIndexGone = false;
    this.isMarkedMeanwhile = false;
    for (const { dhis2_uuid: uid } of Object.values(index)) this.lost.delete(uid);
  }

  #namedBy(report: RunReport): Map<number, string[]> {
    const byId = new Map(
      [...this.records.values()].flatMap((record) => [...record.ids].map((id) => [id, record.r] as const)),
    );
    const named = new Map<number, string[]>();
    for (const { key, code } of [...report.rejects, ...report.attention]) {
      const r = byId.get(key ?? '');
      if (r === undefined) continue;
      named.set(r, [...(named.get(r) ?? []), code]);
    }
    return named;
  }

  #checkRecord(
    record: Submission,
    before: readonly Seen[],
    after: readonly Seen[],
    index: RawIndex,
    codes: readonly string[] | undefined,
    { policies, images }: Wanted,
  ): void {
    const { tag } = record;
    const fate = fateOf(record.cells, this.mapping);
    const mine = after.filter((event) => event.tag === tag);
    const event = mine.find((event) => event.isLive);
    const was = before.find((event) => event.tag === tag && event.isLive);
    if (codes) {
      this.#checkNamed(record, fate, codes, was, wantedOf(record, this.mapping), policies);
      const mayHaveChanged = codes.includes('run/no-answer');
      if (was && event && !mayHaveChanged && differencesOf(was.image, event.image).length > 0)
        throw new FaultError('held-and-sent', `${tag} is named (${codes.join()}), and its event was changed`);
      return;
    }
    if (fate === 'unmappable')
      throw new FaultError('not-named', `${tag} cannot be mapped, and the report does not say so`);
    const image = images.get(tag);
    if (!image) return;
    if (!event) {
      if (mine.some((event) => this.#removed.has(event.uid))) return;
      throw new FaultError('absent', `${tag} is in the source, has no event, and is not named`);
    }
    const marks = this.#typed.get(event.uid) ?? new Map<string, Typed>();
    const hasUnknown = this.#unknown.areWanted(event, image);
    const stale = differencesOf(image, event.image).filter((name) => !marks.has(name));
    const isKept =
      (policies.editedInDhis2 === 'keep' && (marks.size > 0 || hasUnknown || this.uncertain.has(tag))) ||
      (policies.adopt === 'keep' &&
        (hasUnknown || this.uncertain.has(tag) || this.touched.has(tag) || hasStrange(marks)));
    if (stale.length > 0 && !isKept)
      throw new FaultError(
        'stale',
        `${tag} is not named, and in DHIS2 ${stale.map((target) => `${target} is ${event.image.get(target) ?? 'blank'} instead of ${image.get(target) ?? 'blank'}`).join(', ')}`,
      );
    this.#checkNoticed(tag, marks, image, policies);
    checkEntry(record, event.uid, index, this.isMarkedMeanwhile);
    // What was kept counts as theirs from now on.
    for (const name of stale) marks.set(name, { value: event.image.get(name) ?? null, isSoft: true, isStrange: false });
    if (marks.size > 0) this.#typed.set(event.uid, marks);
    for (const [name, typed] of marks) if (image.get(name) === typed.value) marks.delete(name);
    this.dirty.delete(tag);
    this.touched.delete(tag);
    if (!isKept || stale.length === 0) this.#unknown.afterLook(event, image, this.uncertain.delete(tag));
    this.saidRemoved.delete(event.uid);
  }

  /** Where all is looked at each night, no person's work goes unnoticed. */
  #checkNoticed(tag: string, marks: ReadonlyMap<string, Typed>, image: Image, policies: Policies): void {
    if (policies.verify !== 'always' || policies.editedInDhis2 !== 'report') return;
    const unnoticed = [...marks].filter(
      ([name, typed]) => !typed.isSoft && !typed.isStrange && image.has(name) && image.get(name) !== typed.value,
    );
    if (unnoticed.length > 0)
      throw new FaultError('unnoticed', `${tag}: somebody has typed into ${unnoticed.join()}, and nobody is told`);
  }

  /** A record is held, or called for, only where there is a reason. */
  #checkNamed(
    { tag }: Submission,
    fate: ReturnType<typeof fateOf>,
    codes: readonly string[],
    event: Seen | undefined,
    wanted: Image,
    policies: Policies,
  ): void {
    if (fate !== 'good') return;
    const isReasonable = mayBeNamed(codes, policies, {
      typed: (event && this.#typed.get(event.uid)) ?? new Map(),
      differs: event !== undefined && differencesOf(wanted, event.image).length > 0,
      isUncertain: this.uncertain.has(tag) || this.touched.has(tag),
      isRemoved: this.#isRemoved(tag, event),
      isDirty: this.dirty.has(tag),
      areOthersLost: this.lost.size > 0,
      hasUnknown: this.#unknown.areWanted(event, wanted),
    });
    if (!isReasonable) throw new FaultError('held', `${tag} is named (${codes.join()}) without a reason`);
  }

  /** Its event is gone by a person's hand, or the index says so by a person's hand. */
  #isRemoved(tag: string, event: Seen | undefined): boolean {
    if (event) return this.saidRemoved.has(event.uid);
    return this.#tagsRemoved.has(tag);
  }
}
