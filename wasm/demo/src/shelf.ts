/**
 * Where a keystore waits in the browser while its request is not finished: IndexedDB, written with strict
 * durability. A keystore is encrypted under the person's password; nothing else is kept here.
 */
import type { Kept } from "./types";

const NAME = "ehcert-portal";
const TABLE = "keystores";
const ONLY = "current";

export interface Stored extends Kept {
  bytes: Uint8Array;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function database(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
  return done(request);
}

export async function put(value: Stored): Promise<void> {
  const db = await database();
  try {
    const change = db.transaction(TABLE, "readwrite", { durability: "strict" });
    change.objectStore(TABLE).put(value, ONLY);
    await new Promise<void>((resolve, reject) => {
      change.oncomplete = () => resolve();
      change.onabort = () => reject(change.error);
    });
  } finally {
    db.close();
  }
}

export async function get(): Promise<Stored | null> {
  const db = await database();
  try {
    const found: unknown = await done(db.transaction(TABLE).objectStore(TABLE).get(ONLY));
    return (found as Stored | undefined) ?? null;
  } finally {
    db.close();
  }
}

export async function clear(): Promise<void> {
  const db = await database();
  try {
    await done(db.transaction(TABLE, "readwrite").objectStore(TABLE).delete(ONLY));
  } finally {
    db.close();
  }
}
