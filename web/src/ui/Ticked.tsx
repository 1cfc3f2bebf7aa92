/** A text in which names between backticks are shown as code. */
export function Ticked({ text }: { text: string }) {
  return (
    <>
      {text.split('`').map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}
    </>
  );
}
