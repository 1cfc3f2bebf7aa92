/** The ways to make probabilities say how often they come true. */
export const CALIBRATIONS = [
  { value: 'sigmoid', label: 'Sigmoid (Platt)' },
  { value: 'isotonic', label: 'Isotonic' },
  { value: 'temperature', label: 'Temperature' },
] as const;

export type CalibrationMethod = (typeof CALIBRATIONS)[number]['value'];

/** How a method is called. */
export function calibrationName(method: string): string {
  return CALIBRATIONS.find(({ value }) => value === method)?.label ?? method;
}

export function isCalibration(value: unknown): value is CalibrationMethod {
  return CALIBRATIONS.some(({ value: known }) => known === value);
}
