import type { Paths } from './paths';
import type { paths } from './schema.gen';

/** Holds the answers that this page reads against those that the server describes; never runs. */

type AnswerOf<Operation> = Operation extends {
  responses: { 200: { content: { 'application/json': infer Answer } } };
}
  ? Answer
  : never;

/** An address whose described answer is not what the page reads; open objects and streams say nothing. */
type Mismatch<Path extends keyof Paths> = {
  [Method in keyof Paths[Path] & keyof paths[Path]]: AnswerOf<paths[Path][Method]> extends infer Described
    ? unknown extends Described
      ? never
      : string extends keyof Described
        ? never
        : [Described] extends [AnswerOf<Paths[Path][Method]>]
          ? never
          : Path
    : never;
}[keyof Paths[Path] & keyof paths[Path]];

type Mismatches = { [Path in keyof Paths]: Mismatch<Path> }[keyof Paths];

/** Does not compile while there is a mismatch; the error names the addresses. */
export const mismatches: [Mismatches] extends [never] ? true : Mismatches = true;
