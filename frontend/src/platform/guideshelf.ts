import { within } from "./known";

/** What the vault keeps of somebody's series for guidance: one entry a series, the ghost's picture as its bytes. */
export interface Shelved<Value> {
  series: string;
  value: Value;
  bytes: ArrayBuffer;
}

const shelfOf = (subject: string) => `ghost/${subject}/`;

/** Empty while the app is locked, and where the browser gives no storage. */
export async function keptGuides<Value>(account: string, subject: string): Promise<Shelved<Value>[]> {
  const found = await within(account, async (vault) => {
    const mine = (await vault.ids("guide")).filter((id) => id.startsWith(shelfOf(subject)));
    const kept = await Promise.all(mine.map(async (id) => ({ id, kept: await vault.get<Value>("guide", id) })));
    return kept.flatMap(({ id, kept: one }) =>
      one?.bytes ? [{ series: id.slice(shelfOf(subject).length), value: one.value, bytes: one.bytes }] : [],
    );
  });
  return found ?? [];
}

/** Puts these in the place of whatever was kept of this subject. Nothing is kept where there is no room or no key. */
export async function keepGuides<Value>(account: string, subject: string, guides: Shelved<Value>[]): Promise<void> {
  await within(account, async (vault) => {
    const wanted = new Set(guides.map(({ series }) => shelfOf(subject) + series));
    const gone = (await vault.ids("guide")).filter((id) => id.startsWith(shelfOf(subject)) && !wanted.has(id));
    await vault.remove("guide", ...gone);
    await vault.putAll(
      "guide",
      guides.map(({ series, value, bytes }) => ({ id: shelfOf(subject) + series, value, bytes })),
    );
  });
}
