/** Has the browser save something as a file of the person who asked for it. */
export function saveFile(content: Blob, filename: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.download = filename;
  link.href = address;
  link.click();
  URL.revokeObjectURL(address);
}
