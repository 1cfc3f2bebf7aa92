/** A form in which a model can be taken along; `why_not` says what stands against it. */
export interface ModelFormat {
  id: string;
  title: string;
  description: string;
  why_not: string | null;
}

/** A form of a model that a job writes, or has written. */
export interface ModelExport {
  job_id: string;
  format: string;
  with_data: boolean;
  state: string;
  size_bytes: number | null;
  created_at: string;
}

/** A file that is predicted straight: the job that asks, and where its rows lie afterwards. */
export interface FilePrediction {
  model_id: string;
  job_id: string;
  dataset_id: string;
  source_id: string;
  download: string;
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
