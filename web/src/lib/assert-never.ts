/** Ends an exhaustive switch: a new case that nobody handles is a type error here. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${String(value)}`);
}
