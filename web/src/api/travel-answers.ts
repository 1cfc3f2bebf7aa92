/** A form in which a model can be taken along; `why_not` says what stands against it. */
export interface ModelFormat {
  id: string;
  title: string;
  description: string;
  why_not: string | null;
}

/** Of a model that was trained elsewhere: the file it came in, and what was found there. */
export interface BroughtIn {
  filename: string;
  file_size: number;
  framework: string;
  model_type: string;
  made_of: string;
  notes: string[];
  sha256: string;
}
