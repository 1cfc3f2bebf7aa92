export interface LightCurve {
  id: string;
  name: string;
  /** What its star is called: by the files' headers, by people, by the files' names. */
  stars: string[];
  state: 'new' | 'searching' | 'ready' | 'failed';
  files: { name: string; size_bytes: number }[];
  summary: { star: string | null; points: number; days: number; periods: number[]; lone_dips: number } | null;
  error: string | null;
  job_id: string | null;
  created_at: string;
}

/** A periodic dip, and whether it may be a planet. */
export interface TransitSignal {
  period: number;
  epoch: number;
  duration_hours: number;
  depth_ppm: number;
  snr: number;
  sde: number;
  dips: { time: number; depth_ppm: number; snr: number }[];
  /** Null where there are fewer than two odd or two even dips. */
  odd_even: { odd_depth: number; even_depth: number; sigma: number } | null;
  secondary: { phase: number; depth: number; snr: number };
  /** What speaks against a planet. */
  remarks: string[];
  folded: { hours: number[]; flux: number[]; bin_hours: number[]; bin_flux: number[] };
  model: { mission: string; prediction: string; probabilities: Record<string, number>; not_measured: string[] } | null;
}

export interface FoundTransits {
  points: number;
  days: number;
  noise_ppm: number;
  notes: string[];
  curve: { time: number[]; flux: number[]; trend: number[]; detrended: number[] };
  spectrum: { period: number[]; power: number[] };
  signals: TransitSignal[];
  lone_dips: { epoch: number; depth_ppm: number; duration_hours: number; snr: number }[];
}

export interface LightCurveAnswer {
  light_curve: LightCurve;
  found: FoundTransits | null;
}

/** A signal of a star, as a mission’s table of the workspace has it. */
export interface KnownSignal {
  mission: string;
  name: string;
  period: number;
  radius: number | null;
  disposition: string;
}

export interface KnownSignals {
  signals: KnownSignal[];
  /** The missions whose real tables were looked at. */
  tables: string[];
}
