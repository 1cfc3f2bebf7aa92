const KEY = 'armillary.workspace';

/** Which workspace this browser works in; every request carries it, every tab keeps it. */
export const currentWorkspace = {
  get(): string | null {
    return localStorage.getItem(KEY);
  },
  set(id: string): void {
    localStorage.setItem(KEY, id);
  },
};
