/** The token of an invitation in an address that was sent to somebody, or null. */
export function invitationIn({ pathname, search }: { pathname: string; search: string }): string | null {
  return /^\/workspace\/[^/]+\/join$/.test(pathname) ? new URLSearchParams(search).get('token') : null;
}
