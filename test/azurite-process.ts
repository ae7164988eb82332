/** Loaded before Azurite: time passes there when a test says so, and it ends when the tests do. */
const RealDate = Date;
let aheadMs = 0;

globalThis.Date = class extends RealDate {
  constructor(...args: readonly unknown[]) {
    super(...((args.length === 0 ? [RealDate.now() + aheadMs] : args) as [number]));
  }

  static override now(): number {
    return RealDate.now() + aheadMs;
  }
} as DateConstructor;

process.on('message', (passMs: number) => {
  aheadMs += passMs;
  process.send?.('passed');
});
process.on('disconnect', () => process.exit());
