// The values that a pickle can contain.

/** A Python class or function that the pickle names. */
export class PickleGlobal {
  constructor(readonly name: string) {}
}

/** An object that `Reduce` or the persistent-id reader made; opaque to the pickle machine. */
export abstract class PickleObject {
  abstract readonly kind: string;
}

export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | PickleGlobal
  | PickleObject;
