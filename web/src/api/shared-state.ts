/** What the people of a workspace have chosen together; the version rises with each change. */
export interface SharedState {
  state: Record<string, unknown>;
  version: number;
  active_users: number;
}
