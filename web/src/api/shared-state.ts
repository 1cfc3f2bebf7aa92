/** The newest choice that somebody made while this page was open. */
export interface LastChoice {
  path: string;
  value: unknown;
  user_id: string;
  time: string;
}

/** What the people of a workspace have chosen together; the version rises with each change. */
export interface SharedState {
  state: Record<string, unknown>;
  version: number;
  active_users: number;
}
