/** Where the server fetches files from, and those in its folders; there may be more than are listed. */
export interface Elsewhere {
  urls: boolean;
  folders: boolean;
  files: { path: string; size_bytes: number }[];
  has_more: boolean;
}
